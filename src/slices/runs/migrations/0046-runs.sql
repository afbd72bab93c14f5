-- How far ends of runs have been followed into the counts.
create table run_mark (
  batch_key text primary key,
  audit_seq bigint not null
);
insert into run_mark (batch_key, audit_seq) values ('all', 0);

-- What a run adds to the counts. Null: nobody told it.
create table run_counted (
  team_id text not null,
  ai_agent_id text not null,
  run_id text not null,
  reported_at timestamptz not null,
  duration_seconds double precision,
  -- Millionths of a US dollar.
  cost_micros bigint,
  primary key (team_id, ai_agent_id, run_id)
);
create index run_counted_run on run_counted (ai_agent_id, run_id);
