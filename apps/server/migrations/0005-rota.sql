-- The rota: who is planned when, and who was there.

create table shift (
  id uuid primary key,
  line_id uuid not null references line,
  -- Nobody: open to be taken.
  staff_id uuid references staff,
  from_at timestamptz not null,
  to_at timestamptz not null,
  check (from_at < to_at and to_at - from_at <= interval '16 hours')
);
create index shift_of_line on shift (line_id, to_at);
create index shift_of_staff on shift (staff_id, to_at);

-- How long somebody sat at their desk, in which state: kept for a volunteer's hours. Written at each
-- change of a seat; off is not sitting.
create table sitting (
  id uuid primary key default gen_random_uuid(),
  staff_id uuid not null references staff on delete cascade,
  state text not null check (state in ('available', 'break', 'away')),
  from_at timestamptz not null,
  to_at timestamptz,
  check (from_at <= to_at)
);
create unique index sitting_now on sitting (staff_id) where to_at is null;
create index sitting_of_staff on sitting (staff_id, from_at);
