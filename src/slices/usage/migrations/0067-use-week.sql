-- Moves with every batch of facts about a week of a team's use. What tells of the weeks before holds meanwhile: the facts of today are about none of those.
create table use_week (
  team_id text not null,
  -- Its Monday.
  week date not null,
  changes bigint not null,
  primary key (team_id, week)
);
