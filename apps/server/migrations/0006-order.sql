-- Who rings where, and how long it will take.

alter table conversation
  -- The visitor asked for the counsellor they talked with the last time.
  add same_counsellor boolean not null default false;

alter table seat
  -- Of desks with equally much to do, the one that has rested longest rings: since when it rests.
  add idle_since timestamptz not null default now(),
  -- Whether this counsellor wishes to be rung first for visitors who ask for them again.
  add sees_again boolean not null default false;

-- What a line's last contacts were like: what the wait that is told rests on.
create index conversation_arrived on conversation (line_id, arrived_at);
