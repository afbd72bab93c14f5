-- Moves with every batch of facts about the use of a team, in the same transaction: what was worked out from them before holds while it stands.
create table use_mark (
  team_id text primary key,
  changes bigint not null
);
insert into use_mark (team_id, changes)
select t.team_id, 1 from (select team_id from use_day union select team_id from exposure union select team_id from person_access union select team_id from training) t;
