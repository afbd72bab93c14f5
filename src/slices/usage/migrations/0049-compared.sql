-- The case that was answered, by the other system's id, so that two versions of an AI agent can be compared on the same cases; and what
-- was answered, in a word. Null where it was not told.
alter table grade add column case_id text, add column answer text;
create index grade_compared on grade (ai_agent_id, ai_agent_version, at);

-- Suggestions of one AI agent in a stretch of time, over all teams.
create index suggestion_of on suggestion (ai_agent_id, shown_at);
