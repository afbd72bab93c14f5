-- A page of all teams reads a measure's days side by side: from the index alone, without the rows.
drop index rollup_day_measure;
create index rollup_day_measure on rollup_day (measure_id, day) include (team_id, kind, ai_agent_id, version, n, x, changed_at);
