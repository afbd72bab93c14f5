-- Which decisions are about which conversation with a customer: subjects such as `conversation:4711`, as the AI agent gave them. Whoever records
-- decisions does not write here; the projector of the counts does, within seconds. A row goes when the content of its decision is erased.
create table decision_conversation (
  team_id text not null,
  conversation text not null,
  decision_id uuid not null,
  primary key (team_id, conversation, decision_id)
);
create index decision_conversation_any_team on decision_conversation (conversation);

insert into decision_conversation (team_id, conversation, decision_id)
select d.team_id, substring(d.content from '^{"subject":"conversation:([^"\\]+)"'), d.id
  from decision d, decision_projected p
 where d.seq <= p.seq and d.content like '{"subject":"conversation:%' and d.content ~ '^{"subject":"conversation:[^"\\]+"';
