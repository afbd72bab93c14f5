-- A labelled failure that set off the real procedure. Everything it was is kept here; what it injected is taken away when it ends.
create table drill (
  team_id text not null,
  id uuid not null,
  scenario text not null check (scenario in ('ai_agent_stops', 'errors_spike', 'queue_floods', 'kill_switch')),
  ai_agent_id text,
  severity text not null,
  hypothesis text not null,
  note text,
  state text not null check (state in ('running', 'ended', 'aborted')),
  started_at timestamptz not null,
  ends_at timestamptz not null,
  ended_at timestamptz,
  forced_because text,
  aborted_because text,
  learned text,
  -- Moments, null while they were not reached; the role that answered, never who.
  detected_at timestamptz,
  told_at timestamptz,
  told_role text,
  acknowledged_at timestamptz,
  acknowledged_role text,
  contained_at timestamptz,
  -- What the procedure promised, and until when that was kept.
  promise_seconds double precision,
  promised_until timestamptz,
  items_injected int not null,
  items_answered int not null,
  escalations uuid[] not null,
  verdict text check (verdict in ('kept', 'late', 'unanswered', 'unclear')),
  primary key (team_id, id)
);
create unique index drill_running on drill (team_id) where state = 'running';
create index drill_list on drill (id desc);
create index drill_id on drill (id);

-- Servers that run, as they say every few seconds.
create table drill_host (
  node text primary key,
  seen_at timestamptz not null
);

-- When each server first refused under the kill switch of a drill.
create table drill_node (
  team_id text not null,
  drill_id uuid not null,
  node text not null,
  in_force_at timestamptz,
  primary key (team_id, drill_id, node)
);
