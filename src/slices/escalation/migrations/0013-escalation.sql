-- When a team is at work. The time zone is the team's own. Without a row: Monday to Friday, 9 to 17.
create table business_calendar (
  team_id text primary key,
  hours jsonb not null,
  holidays jsonb not null,
  etag int not null,
  changed_at timestamptz not null
);

-- Who is told when something of a severity waits too long. Holders are people's ids; everything that leads read of what then
-- happened speaks of roles.
create table escalation_procedure (
  team_id text not null,
  severity text not null check (severity in ('critical', 'high', 'normal')),
  clock text not null check (clock in ('business_hours', 'always')),
  steps jsonb not null,
  etag int not null,
  changed_at timestamptz not null,
  primary key (team_id, severity)
);

-- One matter that somebody is told of, step by step, until it is looked after or over.
create table escalation (
  team_id text not null,
  id uuid not null,
  severity text not null check (severity in ('critical', 'high', 'normal')),
  kind text not null check (kind in ('overdue', 'escalated', 'alarm', 'drill')),
  -- What it is about: the same subject has one running escalation.
  subject text not null,
  title text not null,
  body text not null,
  link text,
  drill_id uuid,
  state text not null check (state in ('open', 'acknowledged', 'handed_over', 'closed')),
  -- The step that was told last, from 1. How many there are and what was last told is as of then.
  step int not null,
  steps_count int not null,
  waits_for text,
  has_procedure boolean not null,
  items_count int not null,
  -- When the next step is told; null when nothing more happens by itself.
  next_at timestamptz,
  opened_at timestamptz not null,
  acknowledged_at timestamptz,
  closed_at timestamptz,
  primary key (team_id, id)
);
create unique index escalation_running on escalation (team_id, subject) where state <> 'closed';
create index escalation_due on escalation (next_at) where state in ('open', 'handed_over') and next_at is not null;
create index escalation_list on escalation (id desc);
create index escalation_of_team on escalation (team_id, id desc);
create index escalation_of_drill on escalation (drill_id) where drill_id is not null;

-- The exceptions that an escalation lists. One is listed once for each reason and level while the reason holds.
create table escalation_item (
  team_id text not null,
  escalation_id uuid not null,
  item_id uuid not null,
  reason text not null check (reason in ('overdue', 'escalated')),
  level int not null,
  added_at timestamptz not null,
  gone_at timestamptz,
  primary key (team_id, escalation_id, item_id)
);
create unique index escalation_item_once on escalation_item (team_id, item_id, reason, level) where gone_at is null;
create index escalation_item_here on escalation_item (team_id, escalation_id) where gone_at is null;

-- What happened, in roles, never in names.
create table escalation_log (
  team_id text not null,
  escalation_id uuid not null,
  seq int not null,
  at timestamptz not null,
  what text not null check (what in ('told', 'not_told', 'acknowledged', 'handed_over', 'unanswered', 'closed')),
  role text check (role in ('first_responder', 'backup', 'lead', 'administrators', 'other')),
  channel_id uuid,
  channel_name text,
  channel_kind text,
  delivery_id uuid,
  says text not null,
  primary key (team_id, escalation_id, seq)
);

-- Links in messages. The token is in the message only; here is its hash.
create table escalation_link (
  hash bytea primary key,
  team_id text not null,
  escalation_id uuid not null,
  role text not null,
  expires_at timestamptz not null
);
create index escalation_link_expires on escalation_link (expires_at);
