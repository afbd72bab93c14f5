-- Why does a team differ? Nothing is changed about a lagging team before somebody has looked: read, listened, and written down what it is.
create table investigation (
  team_id text not null,
  id uuid not null,
  -- The figure that asked the question; empty when a person did.
  measure_id text not null,
  question text not null,
  opened_at timestamptz not null,
  -- The window that was looked at, in UTC days.
  from_on date not null,
  to_on date not null,
  -- Conversations to read, picked at random: source and id in the other system, as JSON. Same seed, same pick.
  sample jsonb not null,
  finding text,
  cause text check (cause in ('training', 'tool', 'knowledge', 'policy', 'case_mix', 'chance', 'other')),
  found_at timestamptz,
  remedy text check (remedy in ('train', 'fix_tool', 'fix_knowledge', 'change_policy', 'leave_alone')),
  plan text,
  -- The first day on which the remedy is in force.
  starts_on date,
  chosen_at timestamptz,
  closed_at timestamptz,
  outcome text,
  etag int not null,
  primary key (team_id, id)
);
create index investigation_opened on investigation (opened_at);

create table investigation_read (
  team_id text not null,
  investigation_id uuid not null,
  source text not null,
  external_id text not null,
  note text,
  read_at timestamptz not null,
  primary key (team_id, investigation_id, source, external_id)
);

-- What people said, told by how many they were and never by whom.
create table investigation_voice (
  team_id text not null,
  investigation_id uuid not null,
  id uuid not null,
  people int not null,
  said text not null,
  heard_at timestamptz not null,
  primary key (team_id, investigation_id, id)
);
