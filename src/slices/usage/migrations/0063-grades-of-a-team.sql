-- The newest grades of one team are found among its own, and not among those of all teams.
create index grade_team_at on grade (team_id, at, grade_id);
