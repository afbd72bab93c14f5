-- What is late and what somebody escalated is asked for every second, over all teams.
create index exception_overdue on exception (due_at) where state in ('open', 'held');
create index exception_escalated on exception (escalated_at) where state in ('open', 'held') and escalated_at is not null;
