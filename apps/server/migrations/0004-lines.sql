-- Several lines, each with its own purpose, public and rules; who answers on which; and the little
-- that decides the order of the queue.

alter table line
  -- Where it stands among the lines, 1 first.
  add place integer not null default 1,
  -- What it is for and whom, each in every language of the pages; empty until somebody says it.
  add purpose jsonb not null default '{"fr": "", "en": ""}',
  add audience jsonb not null default '{"fr": "", "en": ""}',
  add age_from smallint check (age_from between 0 and 120),
  add age_to smallint check (age_to between 0 and 120),
  add languages text[] not null default '{fr,en}' check (cardinality(languages) > 0),
  add skill text not null default 'listener' check (skill in ('listener', 'psychologist', 'lawyer')),
  add channels text[] not null default '{chat}',
  add anonymity text not null default 'anonymous' check (anonymity in ('anonymous', 'confidential')),
  add country text not null default 'FR' check (country ~ '^[A-Z]{2}$'),
  -- What the helpline sets itself as the longest wait, and how many may wait before it says «full».
  add promised_minutes smallint check (promised_minutes between 1 and 240),
  add most_waiting integer check (most_waiting > 0),
  -- Where whoever finds this line closed or full is pointed to first.
  add overflow_line_id uuid references line,
  -- { about: [topic…], howBad: boolean, danger: boolean, wording? }: which questions are asked.
  add triage jsonb not null default '{"about": [], "howBad": false, "danger": true}',
  -- A line that is no longer offered; its contacts stay counted.
  add retired_at timestamptz,
  add check (age_from is null or age_to is null or age_from <= age_to),
  add check (overflow_line_id <> id);

-- What visitors of a line are told, as it stood in each version: a conversation names the version
-- its visitor was shown.
create table line_rules (
  line_id uuid not null references line,
  version integer not null check (version > 0),
  text jsonb not null,
  published_at timestamptz not null,
  primary key (line_id, version)
);

-- On which lines a person answers.
create table staff_line (
  staff_id uuid not null references staff on delete cascade,
  line_id uuid not null references line,
  primary key (staff_id, line_id)
);
create index staff_line_of_line on staff_line (line_id);
insert into staff_line (staff_id, line_id) select id, line_id from staff;

alter table staff
  add languages text[] not null default '{fr,en}' check (cardinality(languages) > 0),
  add skills text[] not null default '{listener}';

alter table conversation
  -- What the visitor's page made of the answers before the wait. The answers themselves are sealed.
  add urgency text not null default 'usual' check (urgency in ('usual', 'high', 'danger')),
  add channel text not null default 'chat' check (channel in ('chat')),
  -- The tag of the page or partner the visitor came from, when there was one.
  add source text check (source ~ '^[a-z0-9-]{1,40}$');
