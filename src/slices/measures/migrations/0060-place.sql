-- Counts by place: one row holds all that facts of one kind count at a UTC day, team, AI agent and kind of case. A fact touches about ten counts
-- of its place, which are then one row and not ten.

-- Which count stands where in the arrays of a place, for each kind of fact. Places are for good: add at the end only, here and in the catalogue.
create table rollup_slot (
  facts text not null,
  slot int not null,
  measure_id text not null,
  -- Whether it was ever counted: what never was is not looked for.
  is_counted boolean not null,
  primary key (facts, slot)
);
insert into rollup_slot (facts, slot, measure_id, is_counted)
select l.facts, m.slot, m.measure_id, exists (select from rollup_day d where d.measure_id = m.measure_id)
  from (values
    ('conversations', 'conversations attempted contained_low contained_high handed_over recontacted reopened sla_met knowledge_used reassigned reassignments resolve_time resolve_time_median unresolved same_day still_open satisfied answered handle_time cost'),
    ('decisions', 'decisions autonomous exceptions errors'),
    ('runs', 'runs run_time run_cost'),
    ('suggestions', 'suggestions accepted kept answer_time_median'),
    ('grades', 'right right_in_scope')
  ) as l (facts, names)
 cross join lateral unnest(string_to_array(l.names, ' ')) with ordinality as m (measure_id, slot);

create table rollup_place (
  team_id text not null,
  -- What is counted: conversations, decisions, runs, suggestions or grades.
  facts text not null,
  day date not null,
  -- Empty where no AI agent took part.
  ai_agent_id text not null,
  -- What the case is about: contact reason, decision type or the like; the currency where money is counted. Empty where it is not known.
  kind text not null,
  version int not null,
  -- By slot, null where nothing was ever counted. `n` is the denominator, `x` the numerator; `total` and `squares` are sums of values and of their squares.
  n int[] not null,
  x int[] not null,
  total numeric[] not null,
  squares numeric[] not null,
  -- The day on which this row was first written: what changes it on a later day restates the past.
  made_on date not null,
  changed_at timestamptz not null,
  primary key (team_id, facts, day, ai_agent_id, kind, version)
) with (fillfactor = 80);

-- Slot by slot; null where both are.
create function rollup_sum(one int[], other int[]) returns int[] language sql immutable as
  'select array_agg(case when a is null then b when b is null then a else a + b end order by slot) from unnest(one, other) with ordinality as s (a, b, slot)';
create function rollup_sum(one numeric[], other numeric[]) returns numeric[] language sql immutable as
  'select coalesce(array_agg(case when a is null then b when b is null then a else a + b end order by slot), ''{}'') from unnest(one, other) with ordinality as s (a, b, slot)';

insert into rollup_place (team_id, facts, day, ai_agent_id, kind, version, n, x, total, squares, made_on, changed_at)
select p.team_id, p.facts, p.day, p.ai_agent_id, p.kind, p.version, array_agg(r.n::int order by s.slot), array_agg(r.x::int order by s.slot),
       array_agg(case when r.squares <> 0 then r.total end order by s.slot), array_agg(case when r.squares <> 0 then r.squares end order by s.slot), min(r.made_on), max(r.changed_at)
  from (select distinct d.team_id, t.facts, d.day, d.ai_agent_id, d.kind, d.version
          from rollup_day d join rollup_slot t using (measure_id)) p
  join rollup_slot s on s.facts = p.facts
  left join rollup_day r on r.team_id = p.team_id and r.measure_id = s.measure_id and r.day = p.day and r.ai_agent_id = p.ai_agent_id and r.kind = p.kind
   and r.version = p.version
 group by 1, 2, 3, 4, 5, 6;
create index rollup_place_day on rollup_place (facts, day);

drop table rollup_day;

-- The same, one row a count: what proofs compare.
create view rollup_day as
select p.team_id, s.measure_id, p.day, p.ai_agent_id, p.kind, p.version, c.n::bigint as n, coalesce(c.x, 0)::bigint as x, coalesce(c.total, 0) as total,
       coalesce(c.squares, 0) as squares, p.made_on, p.changed_at
  from rollup_place p
 cross join lateral unnest(p.n, p.x, p.total, p.squares) with ordinality as c (n, x, total, squares, slot)
  join rollup_slot s on s.facts = p.facts and s.slot = c.slot
 where c.n is not null;
