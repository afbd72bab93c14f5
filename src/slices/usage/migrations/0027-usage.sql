-- What other systems tell of the use of AI agents by teammates. People stand here only by a pseudonym under a key that is not in the
-- database. Every row may be told again, later and in another order, and ends the same.

create table suggestion (
  team_id text not null,
  -- The other system's id of it.
  suggestion_id text not null,
  pseudonym text not null,
  ai_agent_id text not null,
  kind text not null,
  shown_at timestamptz not null,
  answered_at timestamptz,
  -- accepted, edited, overridden, rejected, none
  outcome text not null,
  reason text,
  -- The AI agent's own confidence in millionths, so that sums and comparisons are exact.
  confidence_millionths int,
  -- How much of what was accepted is still there: 1 unchanged, 0 nothing. Null where it is not known.
  kept_share double precision,
  is_eligible boolean not null,
  recorded_at timestamptz not null,
  primary key (team_id, suggestion_id)
);
create index suggestion_shown on suggestion (team_id, shown_at);

create table training (
  team_id text not null,
  pseudonym text not null,
  kind text not null,
  at timestamptz not null,
  recorded_at timestamptz not null,
  primary key (team_id, pseudonym, kind, at)
);

-- Who could use AI agents in a team, from when until when; until is null while it goes on.
create table person_access (
  team_id text not null,
  pseudonym text not null,
  from_at timestamptz not null,
  until_at timestamptz,
  recorded_at timestamptz not null,
  primary key (team_id, pseudonym, from_at)
);

-- Tickets of a person and day for which an AI agent was meant, and those of them where it helped.
create table exposure (
  team_id text not null,
  day date not null,
  pseudonym text not null,
  eligible_tickets int not null,
  assisted_tickets int,
  recorded_at timestamptz not null,
  primary key (team_id, day, pseudonym)
);

-- Answers of AI agents that somebody checked. No person stands in it.
create table grade (
  team_id text not null,
  grade_id text not null,
  ai_agent_id text not null,
  ai_agent_version text not null,
  kind text not null,
  confidence_millionths int,
  is_right boolean not null,
  is_in_scope boolean not null,
  at timestamptz not null,
  graded_at timestamptz not null,
  recorded_at timestamptz not null,
  primary key (team_id, grade_id)
);
create index grade_at on grade (at, team_id, grade_id);
