-- The identity of a decision: (team, AI agent, run, call), as the first 128 bits of a SHA-256 over them. Decisions are
-- partitioned by time and cannot carry that key alone, so this small table does, in the same transaction.
create table decision_key (
  team_id text not null,
  key_hash uuid not null,
  arguments_hash bytea not null,
  decision_id uuid not null,
  primary key (team_id, key_hash)
);

-- One row for each decision: fact, audit entry and outbox entry in one. Append-only. Partitioned by `id`, a UUID of
-- version 7 whose first bits are `recorded_at`, so an id alone finds its partition.
-- `entry` is the exact text whose hash is the leaf of the ledger. `content` (subject, action, inputs, knowledge) may
-- hold personal data; `entry` holds only SHA-256(salt || content), so content and salt can be erased.
create table decision (
  id uuid not null,
  team_id text not null,
  seq bigint not null,
  ai_agent_id text not null,
  deployment_id text,
  decision_type text not null,
  standard_version int,
  policy_tier text not null,
  tier text not null,
  record_only boolean not null,
  run_id text not null,
  call_id text not null,
  arguments_hash bytea not null,
  confidence double precision,
  occurred_at timestamptz,
  recorded_at timestamptz not null,
  entry text not null,
  content text,
  salt bytea,
  primary key (id, team_id)
) partition by range (id);
create index decision_seq on decision (seq);
create index decision_team on decision (team_id, id);
create index decision_ai_agent on decision (ai_agent_id, id);
create index decision_type on decision (decision_type, id);
-- What people look for among many: small, and free of charge for every row that is not in it.
create index decision_not_alone on decision (tier, id) where tier <> 'autonomous';
create index decision_uncovered on decision (id) where standard_version is null;

create table decision_rest partition of decision default;

-- Decisions are numbered without gaps in the order of their commits: the writer of a batch holds this row until then.
-- The batch key is constant on one PostgreSQL and the team where tables are distributed by team.
create table decision_head (
  batch_key text primary key,
  seq bigint not null
);
insert into decision_head (batch_key, seq) values ('all', 0);

-- Writes one batch, all or nothing, unless the house's epoch is not the one that the batch was decided under.
-- Rows whose identity is on record already are left out; `stored` names the ids that were written.
create function record_decisions(p_batch_key text, p_epoch bigint, p_rows json)
returns table (epoch bigint, last_seq bigint, stored uuid[])
language plpgsql as $$
declare
  v_seq bigint;
  v_epoch bigint;
  v_stored uuid[];
begin
  select h.seq into strict v_seq from decision_head h where h.batch_key = p_batch_key for update;
  select e.epoch into strict v_epoch from house_epoch e;
  if v_epoch <> p_epoch then
    return query select v_epoch, v_seq, null::uuid[];
    return;
  end if;
  with item as materialized (
    select * from json_to_recordset(p_rows) as r(
      id uuid, team_id text, key_hash uuid, ai_agent_id text, deployment_id text, decision_type text, standard_version int,
      policy_tier text, tier text, record_only boolean, run_id text, call_id text, arguments_hash text,
      confidence double precision, occurred_at timestamptz, recorded_at timestamptz, entry text, content text, salt text)
  ), keyed as (
    insert into decision_key (team_id, key_hash, arguments_hash, decision_id)
    select i.team_id, i.key_hash, decode(i.arguments_hash, 'hex'), i.id from item i
    on conflict (team_id, key_hash) do nothing
    returning decision_id
  ), written as (
    insert into decision (id, team_id, seq, ai_agent_id, deployment_id, decision_type, standard_version, policy_tier, tier,
                          record_only, run_id, call_id, arguments_hash, confidence, occurred_at, recorded_at, entry, content, salt)
    select i.id, i.team_id, v_seq + row_number() over (order by i.id), i.ai_agent_id, i.deployment_id, i.decision_type,
           i.standard_version, i.policy_tier, i.tier, i.record_only, i.run_id, i.call_id, decode(i.arguments_hash, 'hex'),
           i.confidence, i.occurred_at, i.recorded_at, i.entry, i.content, decode(i.salt, 'hex')
      from item i join keyed k on k.decision_id = i.id
    returning id
  )
  select array_agg(w.id) into v_stored from written w;
  v_seq := v_seq + coalesce(array_length(v_stored, 1), 0);
  update decision_head h set seq = v_seq where h.batch_key = p_batch_key;
  return query select v_epoch, v_seq, coalesce(v_stored, '{}');
end $$;

-- At most one execution for each decision: the approval is consumed here, bound to the hash of the action's arguments.
create table execution (
  team_id text not null,
  decision_id uuid not null,
  arguments_hash bytea not null,
  basis text not null check (basis in ('autonomous', 'approval')),
  approval_id uuid,
  consumed_at timestamptz not null,
  primary key (team_id, decision_id)
);

-- A person's yes to one action, bound to the hash of its arguments and good for one execution.
create table approval (
  id uuid not null,
  team_id text not null,
  decision_id uuid not null,
  arguments_hash bytea not null,
  approved_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (team_id, id)
);
create index approval_decision on approval (team_id, decision_id);

-- What happened after a decision, as the AI agent reports it.
create table outcome (
  team_id text not null,
  decision_id uuid not null,
  result text not null check (result in ('succeeded', 'failed', 'not_executed')),
  detail text,
  reported_at timestamptz not null,
  occurred_at timestamptz,
  primary key (team_id, decision_id)
);

-- How a whole run ended.
create table run_outcome (
  team_id text not null,
  ai_agent_id text not null,
  run_id text not null,
  result text not null check (result in ('succeeded', 'failed')),
  detail text,
  cost_usd numeric,
  duration_seconds double precision,
  ended_at timestamptz,
  reported_at timestamptz not null,
  primary key (team_id, ai_agent_id, run_id)
);

-- Counts for pages, per hour of recording. One projector adds to them, up to the number in decision_projected.
create table decision_rollup (
  team_id text not null,
  ai_agent_id text not null,
  decision_type text not null,
  hour timestamptz not null,
  policy_tier text not null,
  tier text not null,
  is_covered boolean not null,
  record_only boolean not null,
  decisions bigint not null,
  primary key (team_id, ai_agent_id, decision_type, hour, policy_tier, tier, is_covered, record_only)
);
create index decision_rollup_hour on decision_rollup (hour);

create table decision_projected (
  batch_key text primary key,
  seq bigint not null
);
insert into decision_projected (batch_key, seq) values ('all', 0);
