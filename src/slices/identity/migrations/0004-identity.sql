create table department (
  id text primary key check (id ~ '^[a-z0-9][a-z0-9._-]{0,63}$'),
  name text not null,
  version int not null default 1
);

-- The user model of better-auth, which adds a row's id, name, email and the columns up to updated_at.
-- Ids are random, not in the order of time, so that they cannot be matched with the times of the audit log.
create table person (
  id uuid primary key,
  name text not null,
  email text not null unique check (email = lower(email)),
  email_verified boolean not null default false,
  image text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- What facts and the ledger say instead of the id. Never shown together with it.
  pseudonym text not null unique,
  disabled_at timestamptz,
  version int not null default 1
);
create index person_name on person (lower(name), id);

-- ip_address and user_agent belong to better-auth's model and stay empty: nobody's places and devices are kept.
create table session (
  id uuid primary key,
  user_id uuid not null references person (id) on delete cascade,
  token text not null unique,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  ip_address text,
  user_agent text
);
create index session_of_user on session (user_id);
create index session_expires on session (expires_at);

create table account (
  id uuid primary key,
  user_id uuid not null references person (id) on delete cascade,
  account_id text not null,
  provider_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  -- Argon2id in PHC form, for provider `credential`.
  password text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (provider_id, account_id)
);
create index account_user on account (user_id);

create table verification (
  id uuid primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index verification_identifier on verification (identifier);

create table team (
  id text primary key check (id ~ '^[a-z0-9][a-z0-9._-]{0,63}$'),
  name text not null,
  department_id text references department (id),
  time_zone text not null,
  lead_person_id uuid references person (id),
  version int not null default 1
);
create index team_department on team (department_id, id);

create table role_grant (
  person_id uuid not null references person (id) on delete cascade,
  role text not null check (role in ('teammate', 'team_lead', 'coe', 'leadership', 'engineer', 'auditor', 'administrator')),
  team_id text references team (id),
  check ((role in ('teammate', 'team_lead')) = (team_id is not null)),
  unique nulls not distinct (person_id, role, team_id)
);
create index role_grant_team on role_grant (team_id, person_id);
create index role_grant_role on role_grant (role);

create table api_key (
  id text primary key,
  name text not null,
  hash bytea not null,
  scopes text[] not null,
  -- Null reaches every team.
  team_ids text[],
  ai_agent_id text,
  -- A pseudonym.
  made_by text not null,
  made_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  -- To the hour.
  last_used_at timestamptz
);
create index api_key_made on api_key (made_at desc, id desc);

-- One row, so that two who use it at once meet at its lock. `used_at` says that the installation is set up.
create table setup_link (
  is_only boolean primary key default true check (is_only),
  hash bytea not null,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

-- At most one open invitation for each person: a new one takes the place of the old.
create table invitation (
  person_id uuid primary key references person (id) on delete cascade,
  hash bytea not null unique,
  expires_at timestamptz not null,
  used_at timestamptz
);

-- What session cookies are signed with. In the database, because every node must know it.
create table session_secret (
  is_only boolean primary key default true check (is_only),
  secret text not null
);
