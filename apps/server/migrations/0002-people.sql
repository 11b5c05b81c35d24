-- Who a person of the team is, how they prove it, and which keys reach them.

create table staff (
  id uuid primary key,
  login text not null unique check (login ~ '^[a-z0-9._-]{2,40}$'),
  alias text not null check (alias <> ''),
  role text not null check (role in ('counsellor', 'supervisor', 'coordinator', 'administrator')),
  line_id uuid not null references line (id),
  state text not null check (state in ('invited', 'enrolled', 'in_directory', 'removed')),
  salt bytea not null check (octet_length(salt) = 16),
  -- SHA-256 of what the browser makes of the passphrase. The passphrase itself never comes here.
  auth_hash bytea check (octet_length(auth_hash) = 32),
  -- Sealed under a key that is not in this database.
  totp_secret bytea,
  -- The newest half minute a code was taken for: a code works once.
  last_totp_step bigint not null default 0,
  signature_key bytea unique check (octet_length(signature_key) = 65),
  box_key bytea unique check (octet_length(box_key) = 65),
  vault bytea check (octet_length(vault) <= 16384),
  created_at timestamptz not null,
  enrolled_at timestamptz,
  removed_at timestamptz,
  -- Whoever may sign in has everything signing in asks for; whoever is removed has none of it.
  check (
    state not in ('enrolled', 'in_directory')
    or (auth_hash is not null and totp_secret is not null and signature_key is not null
      and box_key is not null and vault is not null and enrolled_at is not null)
  ),
  check (
    (state = 'removed') = (removed_at is not null)
    and (state <> 'removed' or (auth_hash is null and totp_secret is null and vault is null))
  )
);

create index staff_of_line on staff (line_id);

create table invitation (
  code_hash bytea primary key check (octet_length(code_hash) = 32),
  -- One open invitation a person: a second link closes the first.
  staff_id uuid not null unique references staff (id),
  -- The very first administrator has nobody to choose a login for them.
  first boolean not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

create table session (
  id_hash bytea primary key check (octet_length(id_hash) = 32),
  staff_id uuid not null references staff (id),
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz
);

create index session_of_staff on session (staff_id);
create index session_by_end on session (expires_at);

create table passkey (
  credential_id text primary key,
  staff_id uuid not null references staff (id),
  public_key bytea not null,
  counter bigint not null check (counter >= 0),
  transports text[] not null,
  made_at timestamptz not null,
  used_at timestamptz
);

create index passkey_of_staff on passkey (staff_id);

create table webauthn_challenge (
  challenge text primary key,
  purpose text not null check (purpose in ('enrol', 'add', 'sign_in')),
  -- For whom it was made. At signing in nobody has said yet who they are.
  staff_id uuid references staff (id),
  expires_at timestamptz not null,
  check ((purpose = 'sign_in') = (staff_id is null))
);

create index webauthn_challenge_by_end on webauthn_challenge (expires_at);

-- The signed log through which clients learn public keys, byte for byte as it was signed.
create table directory_statement (
  seq integer primary key check (seq >= 0),
  type text not null check (type in ('root', 'authority-add', 'staff-add', 'line-epoch')),
  body bytea not null,
  at timestamptz not null
);

create table epoch (
  line_id uuid not null references line (id),
  number integer not null check (number > 0),
  statement_seq integer not null unique references directory_statement (seq),
  intake_public bytea not null check (octet_length(intake_public) = 65),
  archive_public bytea not null check (octet_length(archive_public) = 65),
  voice_public bytea not null check (octet_length(voice_public) = 65),
  valid_from timestamptz not null,
  valid_to timestamptz not null,
  -- Since when new keys are wanted early, because somebody who held these has left.
  rotation_due_at timestamptz,
  primary key (line_id, number),
  check (valid_from < valid_to)
);

create table epoch_key (
  line_id uuid not null,
  epoch integer not null,
  kind text not null check (kind in ('intake', 'archive')),
  staff_id uuid not null references staff (id),
  sealed bytea not null check (octet_length(sealed) <= 2048),
  primary key (line_id, epoch, kind, staff_id),
  foreign key (line_id, epoch) references epoch (line_id, number)
);

create index epoch_key_of_staff on epoch_key (staff_id);

-- Who did what about whom. Each row carries the hash of the one before, so that a row changed,
-- taken out or put between by somebody with power over the database is found.
create table audit (
  seq bigint primary key check (seq > 0),
  at timestamptz not null,
  -- A person of the team; null when the helpline did it by itself.
  who uuid,
  what text not null check (what <> ''),
  about text not null,
  prev_hash bytea not null check (octet_length(prev_hash) = 32),
  hash bytea not null unique check (octet_length(hash) = 32)
);

create function audit_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'The audit is append-only';
end
$$;

create trigger audit_stays before update or delete on audit
  for each row execute function audit_is_append_only();

create trigger audit_is_not_emptied before truncate on audit
  for each statement execute function audit_is_append_only();
