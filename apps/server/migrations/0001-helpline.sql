-- The installation's one helpline, its lines, and the conversations visitors begin.

create table helpline (
  one boolean primary key default true check (one),
  instance bytea not null check (length(instance) = 16),
  name jsonb not null,
  -- Pinned from the first root statement on; clients check it against their own pin.
  root_fingerprint bytea check (length(root_fingerprint) = 32),
  exit_address text not null,
  created_at timestamptz not null default now()
);

create table line (
  id uuid primary key,
  slug text not null unique,
  name jsonb not null,
  -- { zone, week: [{ day 1..7, from, to minutes }] }
  hours jsonb not null,
  -- [{ number, label: { fr, en }, source }]
  emergency jsonb not null,
  rules_version integer not null default 1
);

-- One row a contact. A visitor who comes back by phrase gets a new row that points at the last.
create table conversation (
  id uuid primary key,
  line_id uuid not null references line,
  language text not null,
  session integer not null check (session >= 1),
  previous_id uuid references conversation on delete set null,
  state text not null check (state in ('waiting', 'open', 'wrapping_up', 'closed')),
  risk text not null default 'none' check (risk in ('none', 'low', 'medium', 'high', 'imminent')),
  at_head boolean not null default false,
  returned_to_queue boolean not null default false,
  arrived_at timestamptz not null,
  accepted_at timestamptz,
  ended_at timestamptz,
  closed_at timestamptz,
  ending text check (ending in (
    'goodbye', 'silence', 'out_of_scope', 'prank', 'wrong_number', 'test', 'abuse',
    'left', 'abandoned', 'lost'
  )),
  ended_by text check (ended_by in ('visitor', 'helpline')),
  counsellor_id uuid,
  -- Sealing: the opening as the visitor signed it, and the two facts in it the server looks up.
  epoch integer not null,
  opening bytea not null check (length(opening) <= 2048),
  visitor_key bytea check (length(visitor_key) = 65),
  -- SHA-256 of the visitor's token.
  visitor_hash bytea not null unique check (length(visitor_hash) = 32),
  rules_version integer not null,
  last_seq bigint not null default 0,
  read_by_visitor bigint not null default 0,
  read_by_counsellor bigint not null default 0,
  visitor_seen_at timestamptz not null,
  time_asked_at timestamptz,
  surveyed boolean not null default false,
  kept boolean not null default false,
  erased_at timestamptz,
  -- `open` has a counsellor, `waiting` has none, `ended` knows why.
  check ((state = 'open') <= (counsellor_id is not null and accepted_at is not null)),
  check ((state = 'waiting') <= (counsellor_id is null and ended_at is null)),
  check ((state in ('wrapping_up', 'closed')) = (ended_at is not null)),
  check ((ended_at is null) = (ending is null))
);

create index conversation_waiting on conversation (line_id, at_head desc, arrived_at)
  where state = 'waiting';
create index conversation_held on conversation (counsellor_id)
  where state in ('open', 'wrapping_up');
create index conversation_recent on conversation (line_id, ended_at) where ended_at is not null;
create index conversation_previous on conversation (previous_id) where previous_id is not null;

-- What was said, sealed. `seq` is gap-free within a conversation; `id` was made by the writer.
create table message (
  conversation_id uuid not null references conversation on delete cascade,
  seq bigint not null,
  id uuid not null,
  by_helpline boolean not null,
  envelope bytea not null check (length(envelope) <= 24576),
  at timestamptz not null default clock_timestamp(),
  primary key (conversation_id, seq),
  unique (conversation_id, id)
);

-- What changed, in the order of commit (platform/outbox.ts). Read by every server, kept an hour.
create table outbox (
  seq bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  event jsonb not null
);
