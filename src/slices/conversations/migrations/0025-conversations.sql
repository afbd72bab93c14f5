-- Where a conversation is. Its owner may change; its events stay with the team in which it was first heard of.
create table conversation_home (
  source text not null,
  external_id text not null,
  team_id text not null,
  first_team_id text not null,
  primary key (source, external_id)
);

-- What other systems said, in the order in which it came: each row holds the events of one conversation in one batch. Never changed.
create table conversation_event (
  -- The team in which the conversation was first heard of.
  team_id text not null,
  source text not null,
  external_id text not null,
  part int not null,
  recorded_at timestamptz not null,
  -- Events as JSON, each with what it says anew.
  events text not null,
  primary key (team_id, source, external_id, part)
);

-- What was said, redacted. `raw` stands only where the installation keeps it.
create table conversation_text (
  team_id text not null,
  source text not null,
  external_id text not null,
  event text not null,
  said_by text not null,
  redacted text not null,
  raw text,
  primary key (team_id, source, external_id, event)
);

-- What is known of a conversation as of its newest event: made from its events, and made anew with each.
create table conversation (
  team_id text not null,
  source text not null,
  external_id text not null,
  state text not null,
  -- Empty where no AI agent took part, and where no reason is known.
  ai_agent_id text not null,
  reason text not null,
  -- A pseudonym; null where the customer is not known.
  customer text,
  begun_at timestamptz not null,
  ended_at timestamptz,
  -- When the same customer next began a conversation for the same reason, within the longest time that counts as coming back.
  next_contact_at timestamptz,
  -- Which measures count it, and which count it as a hit: one bit each, in the order of tally.ts.
  counted int not null,
  hit int not null,
  event_count int not null,
  first_recorded_at timestamptz not null,
  changed_at timestamptz not null,
  -- The rest of what is known.
  known jsonb not null,
  primary key (team_id, source, external_id)
);
create index conversation_begun on conversation (begun_at, source, external_id);
create index conversation_team_begun on conversation (team_id, begun_at);
create index conversation_customer on conversation (customer, reason, begun_at) where customer is not null;
