-- Items of a known cause, and what was answered in a time, for the counts of reasons.
create index exception_cause on exception (cause_id) where cause_id is not null and state in ('open', 'deferred', 'held');
create index review_reasons on review (resolved_at, team_id) where drill_id is null;
