-- Items that wait for a person. One that a decision opened has that decision's id, so it is opened once, whatever happens.
-- `rank` never depends on the time of looking: every part that grows with time grows at the same rate for all items, so the
-- order of two items never changes and an index holds it.
-- The holder of a claim stands here only while the item is open; it is emptied with the resolution.
create table exception (
  team_id text not null,
  id uuid not null,
  origin text not null check (origin in ('review', 'human_only', 'failed', 'customer_asked', 'disagreement', 'by_hand')),
  decision_id uuid,
  ai_agent_id text,
  decision_type text,
  run_id text,
  subject text not null,
  title text not null,
  -- For items without a decision: what is known, as JSON. Null where the decision's own content says it. Erasable.
  content text,
  -- Stands for team, AI agent, decision type and subject: what counts as the same proposal made again.
  proposal_key uuid,
  rejections int not null default 0,
  state text not null check (state in ('open', 'deferred', 'held', 'resolved')),
  -- No approval can come any more: rejected twice, expired, or the policy says so.
  is_people_only boolean not null,
  severity text not null check (severity in ('critical', 'high', 'normal')),
  is_high_risk boolean not null,
  rank double precision not null,
  -- The parts of the priority that do not change with time, and the version of the triage standard they come from.
  triage jsonb not null,
  amount double precision,
  currency text,
  cause_id text,
  opened_at timestamptz not null,
  due_at timestamptz not null,
  -- When the waiting AI agent is told that nobody came; null when nothing waits.
  expires_at timestamptz,
  deferred_until timestamptz,
  claimed_by text,
  claimed_at timestamptz,
  claimed_until timestamptz,
  -- The resolution that takes effect at held_until unless it is undone, as JSON; held_by may undo it.
  held text,
  held_by text,
  held_until timestamptz,
  escalated_at timestamptz,
  escalation_reason text,
  escalation_level int not null default 0,
  drill_id uuid,
  version int not null default 1,
  changed_at timestamptz not null,
  primary key (team_id, id)
);
create index exception_open on exception (team_id, rank desc, id) where state = 'open';
create index exception_due on exception (due_at, team_id) where state = 'open';
create index exception_deferred on exception (deferred_until) where state = 'deferred';
create index exception_held on exception (held_until) where state = 'held';
create index exception_expiring on exception (expires_at) where state = 'open' and expires_at is not null;
create index exception_proposal on exception (team_id, proposal_key) where rejections > 0;
create index exception_opened on exception (opened_at, team_id);
create index exception_decision on exception (decision_id, team_id);
create index exception_drill on exception (drill_id) where drill_id is not null;

-- One resolution, final. It says what was done and why, never by whom: that is sealed in the ledger.
create table review (
  team_id text not null,
  id uuid not null,
  exception_id uuid not null,
  decision_id uuid,
  edited_decision_id uuid,
  origin text not null,
  ai_agent_id text,
  decision_type text,
  proposal_key uuid,
  verb text not null check (verb in ('approve', 'edit', 'reject', 'respond', 'take_over', 'override')),
  reason_code text not null,
  -- For whoever mends the cause; may hold personal data. Erasable.
  note text,
  -- From claim to resolution; null when it was not claimed before, as in bulk.
  handle_seconds double precision,
  opened_at timestamptz not null,
  due_at timestamptz not null,
  resolved_at timestamptz not null,
  drill_id uuid,
  primary key (team_id, id)
);
create index review_resolved on review (team_id, resolved_at);
create index review_exception on review (team_id, exception_id);
create index review_proposal on review (team_id, proposal_key) where verb = 'reject';

-- How far the queue has followed the decisions.
create table exception_projected (
  batch_key text primary key,
  seq bigint not null
);
insert into exception_projected (batch_key, seq) values ('all', 0);

-- The organisation's triage standard, one row for each published version.
create table triage_standard (
  version int primary key,
  body jsonb not null,
  reason text not null,
  published_at timestamptz not null
);

-- Something that is known to go wrong and has somebody at work on it. Items that match it are shown together.
create table known_cause (
  id text primary key,
  -- Null: of the whole organisation.
  team_id text,
  title text not null,
  next_step text not null,
  matches jsonb not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  etag int not null
);

-- Filters of a screen under a name, of one person or of a team.
create table saved_view (
  id uuid primary key,
  screen text not null,
  person_id text,
  team_id text,
  name text not null,
  query text not null,
  is_default boolean not null,
  changed_at timestamptz not null,
  check ((person_id is null) <> (team_id is null))
);
create index saved_view_person on saved_view (person_id, screen);
create index saved_view_team on saved_view (team_id, screen);

-- Published views: what other slices may read. Drills are left out of everything that counts.
create view pub_exception_open as
  select e.team_id, e.id, e.title, e.ai_agent_id, e.decision_type, e.severity, e.opened_at, e.due_at,
         e.escalated_at, e.escalation_reason, e.escalation_level, e.drill_id
    from exception e where e.state in ('open', 'held');
create view pub_exception_arrival as
  select e.team_id, e.id, e.ai_agent_id, e.decision_type, e.origin, e.opened_at from exception e where e.drill_id is null;
create view pub_review_handling as
  select r.team_id, r.exception_id, r.origin, r.ai_agent_id, r.verb, r.reason_code, r.handle_seconds, r.opened_at, r.due_at, r.resolved_at
    from review r where r.drill_id is null;
