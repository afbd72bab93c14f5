-- The organisation's policy for one decision type. `published` is the version in force, null before the first.
create table standard (
  id text primary key,
  title text not null,
  published int,
  latest int not null,
  changed_at timestamptz not null
);
create index standard_title on standard (title);

-- Every text that a standard ever had. A published version is never changed.
create table standard_version (
  standard_id text not null references standard (id),
  version int not null,
  state text not null check (state in ('draft', 'published', 'withdrawn')),
  text text not null,
  reason text not null,
  made_by text not null,
  made_at timestamptz not null,
  published_at timestamptz,
  primary key (standard_id, version)
);

-- A team's values inside the bounds of a standard, and its extra rules, which can only restrict.
create table tuning (
  team_id text not null,
  standard_id text not null references standard (id),
  version int not null,
  document jsonb not null,
  reason text not null,
  made_by text not null,
  made_at timestamptz not null,
  is_current boolean not null,
  primary key (team_id, standard_id, version)
);
create unique index tuning_current on tuning (team_id, standard_id) where is_current;
