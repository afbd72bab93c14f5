import { teams, window } from './truth.mjs'

/**
 * Rows that pages show beside conversations and use: what AI agents decided by the hour, checked answers, alarms, baselines, investigations, limits,
 * exceptions and revisits. Written by statements, as many as a large organisation has in a year.
 */
export async function addPageRows(db, { grades, at }) {
  await addDecisionCounts(db)
  await addGrades(db, grades)
  await addAlarms(db, at)
  await addInvestigations(db, at)
  await addQueue(db, at)
  await db.query('vacuum analyze')
}

async function addDecisionCounts(db) {
  await db.query(
    `insert into rollup_place
     select team_id, 'decisions', day, ai_agent_id, kind, version, array[n[2], null, n[2], n[2]], array[0, null, n[2] / 12, n[2] / 40], '{}', '{}', made_on, changed_at
       from rollup_place where facts = 'conversations' and n[2] is not null`,
  )
  for (const [measure, hits] of [
    ['decisions', '0'],
    ['errors', 'n / 40'],
    ['exceptions', 'n / 12'],
  ]) {
    await db.query(
      `insert into rollup_hour select team_id, '${measure}', hour, ai_agent_id, n, ${hits} from rollup_hour where measure_id = 'attempted'`,
    )
  }
  await db.query(
    `insert into decision_fate (team_id, decision_id, ai_agent_id, decision_type, recorded_at, is_executed, failed_at, overridden_at, wrong_at)
     select team_id, md5(team_id || n)::uuid, 'bench-bot', 'bench.refund', at, true, case when n % 40 = 0 then at end, null, case when n % 40 = 0 then at end
       from unnest($1::text[]) as team_id cross join generate_series(1, 10000) n
       cross join lateral (select $2::timestamptz + n * interval '52 minutes' as at) t`,
    [teams, `${window.from}T00:00:00Z`],
  )
}

async function addGrades(db, count) {
  await db.query(
    `insert into grade (team_id, grade_id, ai_agent_id, ai_agent_version, kind, confidence_millionths, is_right, is_in_scope, at, graded_at, recorded_at)
     select ($1::text[])[1 + n % 40], 'g-' || n, 'bench-bot', '1', 'kind-' || 1 + n % 5, n::bigint * 7919 % 1000000, n % 13 <> 0, n % 5 <> 0, at, at, at
       from generate_series(1, $3::int) n cross join lateral (select $2::timestamptz + n * (interval '364 days' / $3::float8) as at) t`,
    [teams, `${window.from}T00:00:00Z`, count],
  )
}

/** One of drift goes on in every fourth team, with its watch and what was usual; all others are over. */
async function addAlarms(db, at) {
  await db.query(
    `insert into baseline (team_id, id, ai_agent_id, measure_id, from_on, to_on, n, x, total, squares, days, per_day, clumping, reason, frozen_at)
     select r.team_id, md5('base' || r.team_id || r.measure_id)::uuid, '', r.measure_id, $2::date, $2::date + 83, sum(r.n), sum(r.x), 0, 0, 84, sum(r.n) / 84.0, 1.2, 'bench', $3
       from rollup_day r where r.measure_id in ('sla_met', 'errors', 'exceptions') and r.day between $2::date and $2::date + 83 and r.team_id = any ($1)
      group by r.team_id, r.measure_id`,
    [teams, window.from, at],
  )
  await db.query(
    `insert into watch (team_id, id, ai_agent_id, kind, measure_id, direction, sought_ratio, lag_days, from_on, from_at, is_after_change, state, design, seen_to, checked_at, etag, made_at)
     select id, md5('watch' || id)::uuid, '', 'drift', 'sla_met', 'down', 1.5, 0, $2::date + 84, $2::date + 84, false, 'alarm', null, $3, $3, 1, $3 from unnest($1::text[]) as id`,
    [teams, window.from, at],
  )
  await db.query(
    `insert into alarm (team_id, id, ai_agent_id, kind, measure_id, state, severity, owner_id, owner_role, title, says, next_step, evidence, since, raised_at, seen_at, times, ended_at)
     select id, md5('alarm' || id || n)::uuid, '', 'drift', 'sla_met', case when n = 0 and place % 4 = 1 then 'open' else 'fixed' end, 'high', null, 'team_lead',
            'SLA met drifts', 'It fell.', 'Look at it.', '{}', $2::timestamptz - interval '20 days' * (n + 1), $2::timestamptz - interval '20 days' * (n + 1), $2, 1,
            case when n = 0 and place % 4 = 1 then null else $2::timestamptz - interval '19 days' * (n + 1) end
       from unnest($1::text[]) with ordinality as t (id, place) cross join generate_series(0, 15) n`,
    [teams, at],
  )
}

async function addInvestigations(db, at) {
  await db.query(
    `insert into investigation (team_id, id, measure_id, question, opened_at, from_on, to_on, sample, finding, cause, found_at, remedy, plan, starts_on, chosen_at, etag)
     select t.id, md5('look' || t.id || n)::uuid, 'sla_met', 'Why does it differ?', $2::timestamptz - interval '100 days', $3::date + 200, $3::date + 228,
            (select jsonb_agg(jsonb_build_object('source', c.source, 'conversation', c.external_id)) from (select * from conversation c where c.team_id = t.id limit 20) c),
            'It is the tool.', 'tool', $2, 'fix_tool', 'Fix it.', $3::date + 280, $2, 1
       from unnest($1::text[]) as t (id) cross join generate_series(1, 5) n`,
    [teams, at, window.from],
  )
}

async function addQueue(db, at) {
  await db.query(
    `insert into exception (team_id, id, origin, subject, title, state, is_people_only, severity, is_high_risk, rank, triage, opened_at, due_at, changed_at)
     select ($1::text[])[1 + n % 40], md5('case' || n)::uuid, 'by_hand', 'conversation:' || n, 'A case', 'open', false, 'normal', false, n, '{}', $2, $2::timestamptz + interval '1 day', $2
       from generate_series(1, 10000) n`,
    [teams, at],
  )
  await db.query(
    `insert into exception_limit (team_id, ai_agent_id, rate_max, depth_max, window_hours, on_breach, reason, set_at, is_before_live, etag)
     select id, 'bench-bot', 0.1, 100, 24, 'pause_launches', 'bench', $2, true, 1 from unnest($1::text[]) as id`,
    [teams, at],
  )
  await db.query(
    `insert into revisit (team_id, ai_agent_id, live_on, due_on, etag) select id, 'bench-bot', $2::date, $2::date + 182, 1 from unnest($1::text[]) as id`,
    [teams, window.from],
  )
}
