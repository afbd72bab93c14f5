-- AI agents that the organisation has, and who answers for them. Owners are people's ids; null means nobody yet.
-- `version` is the vendor's label of what runs; `etag` moves with every change of the row.
create table ai_agent (
  id text primary key,
  name text not null,
  function text not null,
  vendor text not null,
  runtime text not null,
  version text not null,
  accountable_owner text,
  technical_owner text,
  stage text not null check (stage in ('pilot', 'expansion', 'department', 'cross-department')),
  status text not null check (status in ('discovered', 'active', 'retired')),
  launched_on date,
  last_review_on date,
  card jsonb not null,
  etag int not null,
  found_at timestamptz not null,
  changed_at timestamptz not null
);
create index ai_agent_accountable_owner on ai_agent (accountable_owner);

-- One AI agent at work for one team and process. Retired is final: a later one for the same three is a new row.
create table deployment (
  id text primary key,
  ai_agent_id text not null references ai_agent (id),
  team_id text not null,
  process text not null,
  ai_agent_version text not null,
  phase text not null check (phase in ('shadow', 'assist', 'live', 'paused', 'retired')),
  -- Where a paused deployment came from: it may go back there or lower, never higher.
  paused_from text check (paused_from in ('shadow', 'assist', 'live')),
  etag int not null,
  changed_at timestamptz not null,
  check ((phase = 'paused') = (paused_from is not null))
);
create unique index deployment_at_work on deployment (ai_agent_id, team_id, process) where phase <> 'retired';
create index deployment_pair on deployment (ai_agent_id, team_id);
create index deployment_team on deployment (team_id, id);

-- An AI agent that asked for a decision for a team where nobody deployed it.
create table sighting (
  ai_agent_id text not null references ai_agent (id),
  team_id text not null,
  process text not null,
  seen_at timestamptz not null,
  primary key (ai_agent_id, team_id, process)
);

-- The present state of every switch that was ever used; the audit log has its history. Target of 'all' is '*'.
create table kill_switch (
  scope text not null check (scope in ('all', 'ai_agent', 'deployment')),
  target text not null,
  is_on boolean not null,
  reason text not null,
  who_to_ask text not null,
  by text not null,
  at timestamptz not null,
  primary key (scope, target),
  check ((scope = 'all') = (target = '*'))
);

-- Somebody who answers for the AI agent looked at it that day. The day is the accountable owner's.
create table daily_check (
  ai_agent_id text not null references ai_agent (id),
  "on" date not null,
  by text not null,
  at timestamptz not null,
  primary key (ai_agent_id, "on")
);
