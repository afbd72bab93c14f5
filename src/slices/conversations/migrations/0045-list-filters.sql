-- Lists by what few or none have: without these, every conversation is looked at to find out that there is none.
create index conversation_state on conversation (state, begun_at);
create index conversation_reason on conversation (reason, begun_at) where reason <> '';
create index conversation_ai_agent on conversation (ai_agent_id, begun_at) where ai_agent_id <> '';
