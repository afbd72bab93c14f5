-- What a team accepts of an AI agent, fixed before it goes live. AI agent '*': all AI agents of the team together.
create table exception_limit (
  team_id text not null,
  ai_agent_id text not null,
  rate_max double precision not null,
  depth_max int not null,
  window_hours int not null,
  on_breach text not null check (on_breach in ('pause_launches', 'drop_to_assist')),
  reason text not null,
  set_at timestamptz not null,
  -- Whether it was first fixed while nothing was live there.
  is_before_live boolean not null,
  -- When it was last loosened while something was.
  loosened_at timestamptz,
  etag int not null,
  primary key (team_id, ai_agent_id)
);

-- Every value that a limit ever had, so that a limit that gave way can be seen to have done so.
create table exception_limit_change (
  team_id text not null,
  ai_agent_id text not null,
  version int not null,
  body jsonb not null,
  is_removal boolean not null,
  is_loosened boolean not null,
  was_live boolean not null,
  primary key (team_id, ai_agent_id, version)
);

-- A limit that was broken, from when to when, and what was done. At most one of a kind goes on in one place.
create table limit_breach (
  team_id text not null,
  id uuid not null,
  ai_agent_id text not null,
  kind text not null check (kind in ('rate', 'depth')),
  value double precision not null,
  attempts int,
  limit_value double precision not null,
  began_at timestamptz not null,
  ended_at timestamptz,
  ended_because text check (ended_because in ('kept_again', 'limit_changed', 'closed')),
  what text,
  dropped text[] not null,
  primary key (team_id, id)
);
create unique index limit_breach_open on limit_breach (team_id, ai_agent_id, kind) where ended_at is null;
create index limit_breach_list on limit_breach (id desc);
create index limit_breach_place on limit_breach (team_id, ai_agent_id, ended_at desc);

-- Work that an AI agent made or left, as people recorded it. Nothing says who did.
create table extra_work (
  team_id text not null,
  id uuid not null,
  -- '*': recorded for the team alone.
  ai_agent_id text not null,
  kind text not null check (kind in ('babysitting', 'handled_outside', 'out_of_scope')),
  minutes int,
  cases int,
  on_date date not null,
  primary key (team_id, id)
);
create index extra_work_on on extra_work (team_id, on_date);
create index extra_work_id on extra_work (id);

-- When limits were last held against the figures: whichever node moves it looks.
create table limit_watch (
  batch_key text primary key,
  looked_at timestamptz not null
);
insert into limit_watch (batch_key, looked_at) values ('all', '2000-01-01T00:00:00Z');
