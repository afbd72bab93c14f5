-- How far what AI agents did has been followed into the counts, and when alarms were last looked for.
create table monitoring_mark (
  batch_key text primary key,
  decision_seq bigint not null,
  audit_seq bigint not null,
  looked_at timestamptz
);
insert into monitoring_mark (batch_key, decision_seq, audit_seq) values ('all', 0, 0);

-- What became of a decision, as far as it is known, and thereby what it adds to the counts of errors.
create table decision_fate (
  team_id text not null,
  decision_id uuid not null,
  ai_agent_id text not null,
  decision_type text not null,
  recorded_at timestamptz not null,
  is_executed boolean not null,
  failed_at timestamptz,
  overridden_at timestamptz,
  -- When it became an error: executed, and failed or overridden. Null while it is none.
  wrong_at timestamptz,
  primary key (team_id, decision_id)
);
create index decision_fate_place on decision_fate (team_id, ai_agent_id, recorded_at) where is_executed;
create index decision_fate_wrong on decision_fate (team_id, ai_agent_id, recorded_at) where wrong_at is not null;

-- When an AI agent last asked in a team.
create table place_seen (
  team_id text not null,
  ai_agent_id text not null,
  last_at timestamptz not null,
  primary key (team_id, ai_agent_id)
);

-- Times in which silence says nothing: no server of this installation was running (place '*'), or people had stopped the AI agent.
create table watch_gap (
  place text not null,
  began_at timestamptz not null,
  ended_at timestamptz not null,
  primary key (place, began_at)
);

-- What was usual, frozen: later values are held against it. AI agent '': all of the team. A new one replaces the one before.
create table baseline (
  team_id text not null,
  id uuid not null,
  ai_agent_id text not null,
  measure_id text not null,
  from_on date not null,
  to_on date not null,
  n bigint not null,
  x bigint not null,
  total numeric not null,
  squares numeric not null,
  -- Days with cases; the median of their cases; how much more than chance the days differ, for hits and for what is no hit.
  days int not null,
  per_day double precision not null,
  clumping double precision not null,
  reason text not null,
  frozen_at timestamptz not null,
  replaced_at timestamptz,
  primary key (team_id, id)
);
create unique index baseline_current on baseline (team_id, ai_agent_id, measure_id) where replaced_at is null;
create index baseline_place on baseline (ai_agent_id, team_id, frozen_at desc);

-- One thing that is watched in one place. Drift is charted day by day from `from_on` on; the chart is made anew from the counts each
-- time, so late facts are in it and several servers come to the same.
create table watch (
  team_id text not null,
  id uuid not null,
  ai_agent_id text not null,
  kind text not null check (kind in ('drift', 'spike', 'silence')),
  measure_id text not null,
  -- Which change is bad.
  direction text not null check (direction in ('up', 'down')),
  sought_ratio double precision not null,
  -- Days until almost all that is to be known of a day is known.
  lag_days int not null,
  from_on date not null,
  from_at timestamptz not null,
  is_after_change boolean not null,
  paused_until timestamptz,
  pause_reason text,
  state text not null check (state in ('watching', 'gathering', 'no_baseline', 'no_data', 'paused', 'alarm')),
  -- What it is made for, as last worked out, and up to where it has looked.
  design jsonb,
  seen_to timestamptz,
  checked_at timestamptz,
  etag int not null,
  made_at timestamptz not null,
  stopped_at timestamptz,
  primary key (team_id, id)
);
create unique index watch_place on watch (team_id, ai_agent_id, kind, measure_id) where stopped_at is null;
create index watch_id on watch (id);

-- Something that a watch found, or a queue over its limit. One of a cause goes on in a place at a time.
create table alarm (
  team_id text not null,
  id uuid not null,
  ai_agent_id text not null,
  kind text not null check (kind in ('drift', 'spike', 'silence', 'queue')),
  measure_id text not null,
  state text not null check (state in ('open', 'acknowledged', 'explained', 'fixed')),
  severity text not null check (severity in ('critical', 'high', 'normal')),
  -- Who answers: null where nobody is named.
  owner_id text,
  owner_role text not null check (owner_role in ('accountable_owner', 'team_lead')),
  title text not null,
  says text not null,
  next_step text not null,
  evidence jsonb not null,
  -- When it is thought to have begun, when it was found, when it was last seen, and when it ended.
  since timestamptz not null,
  raised_at timestamptz not null,
  seen_at timestamptz not null,
  times int not null,
  acknowledged_at timestamptz,
  ended_at timestamptz,
  cause text,
  note text,
  escalation_id uuid,
  primary key (team_id, id)
);
create unique index alarm_going on alarm (team_id, ai_agent_id, kind, measure_id) where state in ('open', 'acknowledged');
create index alarm_list on alarm (id desc);
create index alarm_place on alarm (team_id, ai_agent_id, kind, measure_id, raised_at desc);

-- How many false alarms a year are accepted, and what counts as a change; version 0 ships with the product.
create table alarm_setting (
  version int primary key,
  body jsonb not null,
  reason text not null,
  set_at timestamptz not null
);
