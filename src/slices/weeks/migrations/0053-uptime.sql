-- Hours of a week (by its Monday, UTC) in which an AI agent asked in a team, of those in which its rhythm of the weeks before expected it to. A week that is over stays as it was.
create table uptime_week (
  team_id text not null,
  ai_agent_id text not null,
  week date not null,
  hours int not null,
  expected int not null,
  primary key (team_id, ai_agent_id, week)
);
create index uptime_week_on on uptime_week (week);

-- Up to which hour it has been counted.
create table uptime_mark (
  batch_key text primary key,
  counted_to timestamptz
);
insert into uptime_mark (batch_key) values ('all');
