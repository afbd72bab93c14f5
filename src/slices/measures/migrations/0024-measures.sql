-- What each figure means, version by version. Version 1 of every measure ships with the product; a row stands here for each later one.
create table measure_version (
  measure_id text not null,
  version int not null,
  -- The numbers that the definition leaves to the organisation, such as the hours within which a new contact counts as a re-contact.
  settings jsonb not null,
  reason text not null,
  -- The first day that is counted by it. Days before keep the version that they were counted by.
  from_on date not null,
  made_at timestamptz not null,
  primary key (measure_id, version)
);

-- Counts that pages read, by UTC day of the fact. Whole numbers and decimals only, so that adding and taking away in any order gives the
-- same row. `n` is the denominator, `x` the numerator; `total` and `squares` are sums of values and of their squares.
create table rollup_day (
  team_id text not null,
  measure_id text not null,
  day date not null,
  -- Empty where no AI agent took part.
  ai_agent_id text not null,
  -- What the case is about: contact reason, decision type or the like. Empty where it is not known.
  kind text not null,
  version int not null,
  n bigint not null,
  x bigint not null,
  total numeric not null,
  squares numeric not null,
  -- The day on which this row was first written: what changes it on a later day restates the past.
  made_on date not null,
  changed_at timestamptz not null,
  primary key (team_id, measure_id, day, ai_agent_id, kind, version)
);
create index rollup_day_measure on rollup_day (measure_id, day);

-- How values are spread, for medians: bucket b holds values around 1.02 to the power of b, bucket -1 holds zero.
create table rollup_spread (
  team_id text not null,
  measure_id text not null,
  day date not null,
  ai_agent_id text not null,
  kind text not null,
  bucket int not null,
  n bigint not null,
  primary key (team_id, measure_id, day, ai_agent_id, kind, bucket)
);
create index rollup_spread_measure on rollup_spread (measure_id, day);

-- The same by the hour, only for what alarms watch.
create table rollup_hour (
  team_id text not null,
  measure_id text not null,
  hour timestamptz not null,
  ai_agent_id text not null,
  n bigint not null,
  x bigint not null,
  primary key (team_id, measure_id, hour, ai_agent_id)
);
create index rollup_hour_measure on rollup_hour (measure_id, hour);

-- What changed about a day after it was first counted: what a figure was as known earlier is what it is now less what was noted since.
create table restatement (
  team_id text not null,
  measure_id text not null,
  day date not null,
  noted_on date not null,
  n bigint not null,
  x bigint not null,
  primary key (team_id, measure_id, day, noted_on)
);
create index restatement_noted on restatement (measure_id, day, noted_on);
