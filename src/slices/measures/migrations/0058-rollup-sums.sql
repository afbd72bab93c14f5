-- Sums of values stand in the index as well: weeks of times and costs are read from it alone.
drop index rollup_day_measure;
create index rollup_day_measure on rollup_day (measure_id, day) include (team_id, kind, ai_agent_id, version, n, x, total, squares, changed_at);
