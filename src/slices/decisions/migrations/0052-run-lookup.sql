-- Who follows ends of runs by their audit entries knows the AI agent and the run.
create index run_outcome_run on run_outcome (ai_agent_id, run_id);
