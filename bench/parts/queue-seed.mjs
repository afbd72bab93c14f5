import { openDb } from '#kernel/db.ts'
import { migrate } from '#kernel/migrate.ts'

export const team = 'billing'

/** A migrated database with this many open items of one team, their ranks spread like those of real days. */
export async function queueOf(database, items, poolSize) {
  const { url, drop } = await database.fresh()
  const db = openDb({ connectionString: url, poolSize })
  await migrate(db)
  await seed(db, items)
  const close = async () => {
    await db.close()
    await drop()
  }
  return { db, url, close }
}

async function seed(db, items) {
  const opened = new Date('2026-11-16T08:00:00Z')
  await db.query(
    `insert into exception (team_id, id, origin, decision_id, ai_agent_id, decision_type, run_id, subject, title, proposal_key, state,
                            is_people_only, severity, is_high_risk, rank, triage, amount, opened_at, due_at, expires_at, changed_at)
     select $1, m.id, 'review', m.id, 'bench-bot', 'bench.act', 'run-' || i, 'conversation:' || i, 'Refund for order ' || i, m.id, 'open',
            false, 'normal', false, ((i::bigint * 7919) % 1000003)::double precision / 1000,
            '{"version": 0, "harm": 1, "amountShare": 0.5, "tier": null, "tierShare": 0}', i % 500,
            $2::timestamptz + i * interval '10 ms', $2::timestamptz + interval '4 hours' + i * interval '10 ms', $2::timestamptz + interval '10 days',
            $2::timestamptz + i * interval '10 ms'
       from generate_series(1, $3::int) as i
       cross join lateral (select md5(i::text)::uuid as id) as m`,
    [team, opened, items],
  )
  await db.query('vacuum analyze exception')
  await db.query('checkpoint')
}
