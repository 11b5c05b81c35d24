-- Grows with every change of a line's settings or rules, so that an open page notices.
alter table line add revision integer not null default 1;
