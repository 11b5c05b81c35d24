-- The desk: seats, rings, and what lands in a conversation besides its messages.

alter table conversation add foreign key (counsellor_id) references staff;

create table seat (
  staff_id uuid primary key references staff on delete cascade,
  line_id uuid not null references line,
  state text not null default 'off' check (state in ('off', 'available', 'break', 'away')),
  "limit" smallint not null default 2 check ("limit" between 1 and 3),
  changed_at timestamptz not null,
  seen_at timestamptz not null
);

create table offer (
  id uuid primary key,
  conversation_id uuid not null references conversation on delete cascade,
  staff_id uuid not null references staff on delete cascade,
  rang_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  how text check (how in ('accepted', 'declined', 'expired', 'withdrawn')),
  check ((ended_at is null) = (how is null))
);

-- A visitor rings at one desk at a time, and a desk rings for one visitor at a time.
create unique index offer_rings_once on offer (conversation_id) where ended_at is null;
create unique index offer_one_ring_a_desk on offer (staff_id) where ended_at is null;
create index offer_of_conversation on offer (conversation_id, ended_at);

-- Who may speak for the line in a conversation, signed by the line's voice.
create table certificate (
  conversation_id uuid not null references conversation on delete cascade,
  number integer not null,
  body bytea not null check (length(body) <= 1024),
  primary key (conversation_id, number)
);

-- Keys of a conversation sealed to the intake or to the archive of an epoch.
create table conversation_key (
  conversation_id uuid not null references conversation on delete cascade,
  key text not null check (key in ('content', 'staff')),
  sealed_to text not null check (sealed_to in ('intake', 'archive')),
  epoch integer not null,
  wrap bytea not null check (length(wrap) <= 512),
  primary key (conversation_id, key, sealed_to)
);

-- The staff channel. Apart from `message` so that no query for a visitor can touch it.
create table note (
  id uuid primary key,
  conversation_id uuid not null references conversation on delete cascade,
  staff_id uuid not null references staff,
  envelope bytea not null check (length(envelope) <= 24576),
  at timestamptz not null
);
create index note_of_conversation on note (conversation_id, at);

-- The visitor's way back: a blob only the eight words open, found by a keyed hash of them.
create table keep (
  lookup bytea primary key check (length(lookup) = 32),
  conversation_id uuid not null unique references conversation on delete cascade,
  blob bytea not null check (length(blob) <= 8192),
  kept_at timestamptz not null
);

create table challenge (
  nonce bytea primary key check (length(nonce) = 32),
  expires_at timestamptz not null
);

-- The visitor's proof of being back, for a quarter of an hour.
create table return_grant (
  hash bytea primary key check (length(hash) = 32),
  conversation_id uuid not null references conversation on delete cascade,
  expires_at timestamptz not null
);

-- For counting. No conversation, the day and not the hour.
create table record (
  id uuid primary key default gen_random_uuid(),
  line_id uuid not null references line,
  day date not null,
  nature text not null,
  reason_class text,
  reason_detail text,
  action text not null
);

create table survey (
  id uuid primary key default gen_random_uuid(),
  line_id uuid not null references line,
  day date not null,
  heard smallint check (heard between 1 and 5),
  bad_now smallint check (bad_now between 0 and 10),
  again text check (again in ('yes', 'maybe', 'no'))
);

create table phrase (
  id uuid primary key default gen_random_uuid(),
  line_id uuid not null references line,
  language text not null,
  title text not null,
  text text not null,
  place integer not null
);
