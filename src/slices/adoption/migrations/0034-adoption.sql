-- What the organisation counts as active use, version by version. Version 1 ships with the product and has no row.
create table adoption_rules (
  version int primary key,
  rules jsonb not null,
  reason text not null,
  made_at timestamptz not null
);

-- Half a year after an AI agent went live in a team, the team is asked whether it is still worth its place.
create table revisit (
  team_id text not null,
  ai_agent_id text not null,
  live_on date not null,
  due_on date not null,
  -- What was known when it was answered, as JSON; null while it waits.
  facts jsonb,
  answer text check (answer in ('keep', 'change', 'pause', 'stop')),
  reason text,
  said text,
  answered_at timestamptz,
  etag int not null,
  primary key (team_id, ai_agent_id, due_on)
);
create index revisit_due on revisit (due_on) where answered_at is null;
