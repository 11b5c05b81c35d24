-- A person answers on the lines of staff_line, and has one seat for all of them.

insert into staff_line (staff_id, line_id) select id, line_id from staff on conflict do nothing;
drop index staff_of_line;
alter table staff drop column line_id;
alter table seat drop column line_id;
