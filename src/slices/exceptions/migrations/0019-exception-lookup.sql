-- An item by its id alone, for whoever works in all teams; the order across teams; and what moved last, for open pages.
create index exception_id on exception (id);
create index exception_rank on exception (rank desc, id) where state = 'open';
create index exception_changed on exception (changed_at);

-- The asking AI agent is told in time also about an item that somebody put off.
drop index exception_expiring;
create index exception_expiring on exception (expires_at) where state in ('open', 'deferred') and expires_at is not null;

-- A claim is renewed every half minute and changes no indexed column: with room on its page it costs no index entry.
alter table exception set (fillfactor = 80);

-- For how often people agree with an AI agent about a type of decision.
create index review_agreement on review (ai_agent_id, decision_type, resolved_at) where verb in ('approve', 'edit', 'reject');

-- What was decided before there was a queue does not wait in it.
update exception_projected set seq = (select h.seq from decision_head h where h.batch_key = 'all') where batch_key = 'all';
