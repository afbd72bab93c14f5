-- What people said to a decision that waited for them, once and for good. `state` is what the asking AI agent is told.
-- `action` is set when a teammate edited it: the text of { name, arguments } that may be executed instead of the one proposed.
create table review_result (
  team_id text not null,
  decision_id uuid not null,
  ai_agent_id text not null,
  state text not null check (state in ('approved', 'rejected', 'responded', 'taken_over', 'people_only', 'expired', 'overridden')),
  reason_code text,
  message text,
  action text,
  settled_at timestamptz not null,
  primary key (team_id, decision_id)
);

-- The decision about the edited action, when the approved one is not the proposed one: execution judges that one again.
alter table approval add column edited_decision_id uuid;

-- 'withdrawn' takes the one permission away: a person overrode the decision before it was executed.
alter table execution drop constraint execution_basis_check;
alter table execution add constraint execution_basis_check check (basis in ('autonomous', 'approval', 'withdrawn'));
