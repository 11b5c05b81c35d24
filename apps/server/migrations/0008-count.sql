-- Every contact counted, in tables that lead back to nobody (docs/decisions/0010).

-- Until a contact is counted its facts stand with its conversation.
alter table conversation
  add first_answered_at timestamptz,
  add counted boolean not null default false,
  drop constraint conversation_ending_check,
  add constraint conversation_ending_check check (ending in (
    'goodbye', 'silence', 'moved_channel', 'escalated', 'out_of_scope', 'prank', 'wrong_number',
    'test', 'abuse', 'left', 'abandoned', 'lost'
  ));
update conversation set first_answered_at = accepted_at;
create index conversation_uncounted on conversation (line_id, arrived_at) where not counted;

-- Whoever leaves the queue sooner is counted apart.
alter table line add early_seconds smallint not null default 5 check (early_seconds between 0 and 600);

-- One row for all contacts that are alike: no id, no order, no moment.
create table contact_count (
  line_id uuid not null references line,
  day date not null,
  channel text not null,
  source text,
  ending text not null check (ending in (
    'goodbye', 'silence', 'moved_channel', 'escalated', 'out_of_scope', 'prank', 'wrong_number',
    'test', 'abuse', 'left', 'abandoned', 'lost', 'abandoned_early', 'left_early'
  )),
  -- Where the step begins, in seconds of the wait and minutes of the talk; null without a talk.
  wait_from integer not null check (wait_from >= 0),
  length_from integer check (length_from >= 0),
  in_time boolean,
  many integer not null check (many > 0),
  unique nulls not distinct (line_id, day, channel, source, ending, wait_from, length_from, in_time)
);

-- How many came, by the hour of the line's own clock in which they came. Counts alone.
create table hour_count (
  line_id uuid not null references line,
  day date not null,
  hour smallint not null check (hour between 0 and 23),
  channel text not null,
  what text not null check (what in (
    'arrived', 'answered', 'abandoned', 'abandoned_early', 'refused_closed', 'refused_full',
    'redirected', 'puzzle_given', 'puzzle_solved'
  )),
  many integer not null check (many > 0),
  primary key (line_id, day, hour, channel, what)
);

-- Up to which day the contacts of a line have been counted.
create table count_run (
  line_id uuid primary key references line,
  through date not null
);

-- When a silence is asked about, warned of and ended; and what the board looks for.
alter table line
  -- Minutes, each after the one before: packages/domain/src/silence.ts.
  add silence jsonb not null default
    '{"nudge": 3, "softer": 3, "warning": 5, "close": 1, "counsellor": 2, "transfer": 4}';

alter table conversation
  -- The step of its silence that pages have been told of, and when it will be closed.
  add silence_told text check (silence_told in ('asked', 'soft', 'warning')),
  add closes_at timestamptz;

create index offer_missed on offer (ended_at) where how = 'expired';
create index conversation_open on conversation (line_id) where state = 'open';
