-- Imported arrivals: means by half hour of the week, and the logged days that they come from. Nothing about people.
create table capacity_profile (
  team_id text not null,
  id uuid not null,
  name text not null,
  source text not null,
  counts text not null check (counts in ('tickets', 'exceptions')),
  time_zone text not null,
  week jsonb not null,
  days jsonb not null,
  handling jsonb,
  exception_rate double precision,
  made_at timestamptz not null,
  primary key (team_id, id)
);
create index capacity_profile_id on capacity_profile (id);

-- Simulations. `asked` is the question with everything filled in: what the answer depends on, and nothing else does.
create table capacity_run (
  team_id text not null,
  id uuid not null,
  name text,
  state text not null check (state in ('waiting', 'running', 'done', 'cancelled', 'failed')),
  step text not null,
  days_done int not null,
  days_total int not null,
  question jsonb not null,
  asked jsonb not null,
  inputs_digest text not null,
  seed bigint not null,
  engine text not null,
  answer jsonb not null,
  problem text,
  volume_per_day double precision not null,
  people_planned int not null,
  -- In short for lists: share late, volume at which it breaks, whether the limits hold.
  in_short jsonb,
  made_at timestamptz not null,
  ended_at timestamptz,
  -- The node that works on it says so again and again; after half a minute of silence another takes over.
  beats_at timestamptz,
  tries int not null default 0,
  evidence_note text,
  evidence_at timestamptz,
  primary key (team_id, id)
);
create index capacity_run_id on capacity_run (id);
create index capacity_run_due on capacity_run (id) where state in ('waiting', 'running');
