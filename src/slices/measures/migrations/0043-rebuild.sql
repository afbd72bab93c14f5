-- Rebuilds: all counts proven against the facts that they were made of, and put right where they differ. One of an installation goes on at a time.
create table rebuild_run (
  id uuid primary key,
  batch_key text not null,
  state text not null check (state in ('running', 'done', 'cancelled', 'interrupted', 'failed')),
  -- A node has begun to work on it; no other does.
  is_taken boolean not null,
  facts_read bigint not null,
  -- Null until they are counted.
  facts_total bigint,
  problem text,
  began_at timestamptz not null,
  -- The node that works on it says so again and again; after half a minute of silence it is interrupted.
  beats_at timestamptz not null,
  ended_at timestamptz
);
create unique index rebuild_going on rebuild_run (batch_key) where state = 'running';
create index rebuild_newest on rebuild_run (began_at);

-- What differed and was put right: how many rows of a count, never what stood in them.
create table rebuild_difference (
  team_id text not null,
  rebuild_id uuid not null,
  -- A measure, or a table of counts that a slice keeps for itself.
  count_name text not null,
  places int not null,
  primary key (team_id, rebuild_id, count_name)
);
create index rebuild_difference_run on rebuild_difference (rebuild_id);
