-- Counts of the facts of use, kept in the transaction that writes the fact and made anew from the facts at will.

-- One person's use of one AI agent on one UTC day. Read only to be put together for teams of enough people.
create table use_day (
  team_id text not null,
  day date not null,
  pseudonym text not null,
  ai_agent_id text not null,
  shown int not null,
  accepted int not null,
  edited int not null,
  overridden int not null,
  rejected int not null,
  -- Accepted, edited, or overridden with a reason, on a ticket that the AI agent is meant for.
  actions int not null,
  primary key (team_id, day, pseudonym, ai_agent_id)
);

-- Why teammates did not take suggestions.
create table refusal_day (
  team_id text not null,
  day date not null,
  ai_agent_id text not null,
  reason text not null,
  n int not null,
  primary key (team_id, day, ai_agent_id, reason)
);

-- Answered suggestions and grades by the AI agent's own confidence, in hundredths: bin b holds b/100 up to, but not with, (b+1)/100; the last
-- one also holds 1. `n` of, `x` accepted or right, `in_scope` of n; `millionths` is the sum of confidences.
create table confidence_day (
  team_id text not null,
  day date not null,
  -- suggestions, grades
  records text not null,
  ai_agent_id text not null,
  ai_agent_version text not null,
  kind text not null,
  bin int not null,
  n bigint not null,
  x bigint not null,
  in_scope bigint not null,
  millionths bigint not null,
  primary key (team_id, day, records, ai_agent_id, ai_agent_version, kind, bin)
);
create index confidence_day_records on confidence_day (records, day);
