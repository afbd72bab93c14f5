-- Titles told ids. From now on they hold marks for names, and the words are made when somebody reads them: the same for those of before.
with place as (
  select e.team_id, e.id, split_part(split_part(e.subject, ':', 2), '/', 1) as team, split_part(split_part(e.subject, ':', 2), '/', 2) as bot
    from escalation e
   where e.subject like 'alarm:%' or e.subject like 'limit:%'
)
update escalation e
   set title = case
         when p.bot = '*' then replace(e.title, 'team ' || p.team, 'team {team:' || p.team || '}')
         else replace(replace(e.title,
                p.bot || ' in team ' || p.team, '{ai-agent:' || p.bot || '} in team {team:' || p.team || '}'),
                p.bot || ' in ' || p.team, '{ai-agent:' || p.bot || '} in {team:' || p.team || '}')
       end
  from place p
 where e.team_id = p.team_id and e.id = p.id and p.team <> '' and p.bot <> '';

update escalation e
   set title = '{ai-agent:' || split_part(e.title, ' ', 1) || '}' || substr(e.title, length(split_part(e.title, ' ', 1)) + 1),
       body = replace(e.body, split_part(e.title, ' ', 1) || ' ', '{ai-agent:' || split_part(e.title, ' ', 1) || '} ')
 where e.drill_id is not null and e.title ~ '^[a-z0-9][a-z0-9._-]* (has stopped|makes many errors)$';
