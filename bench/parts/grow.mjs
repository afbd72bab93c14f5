import { ensurePartitions } from '#slices/decisions/index.ts'

/** Copies of the one standard: `bench.refund-0` and on, each with its text, as if they had been published one by one. */
export async function growStandards(db, count) {
  await db.query(
    `insert into standard (id, title, published, latest, changed_at, parameters)
     select s.id || '-' || g, s.title, s.published, s.latest, s.changed_at, s.parameters
       from standard s, generate_series(0, $1::int - 1) g where s.id = 'bench.refund'`,
    [count],
  )
  await db.query(
    `insert into standard_version (standard_id, version, state, text, reason, made_by, made_at, published_at)
     select v.standard_id || '-' || g, v.version, v.state, replace(v.text, 'standard: bench.refund', 'standard: bench.refund-' || g),
            v.reason, v.made_by, v.made_at, v.published_at
       from standard_version v, generate_series(0, $1::int - 1) g where v.standard_id = 'bench.refund'`,
    [count],
  )
}

/** Teams `team-0` and on, each with the AI agent live in it. */
export async function growTeams(db, count) {
  await db.query(`insert into team (id, name, time_zone) select 'team-' || g, 'Team ' || g, 'UTC' from generate_series(0, $1::int - 1) g`, [
    count,
  ])
  await db.query(
    `insert into deployment (id, ai_agent_id, team_id, process, ai_agent_version, phase, etag, changed_at)
     select 'bench-bot~team-' || g || '~bench', d.ai_agent_id, 'team-' || g, d.process, d.ai_agent_version, d.phase, d.etag, d.changed_at
       from deployment d, generate_series(0, $1::int - 1) g where d.team_id = 'billing'`,
    [count],
  )
}

const indexes = [
  'alter table decision add primary key (id, team_id)',
  'create index decision_seq on decision (seq)',
  'create index decision_team on decision (team_id, id)',
  'create index decision_ai_agent on decision (ai_agent_id, id)',
  'alter table decision_key add primary key (team_id, key_hash)',
]
const months = 12
const chunk = 250_000

/** Decisions of the last twelve months, of rows as large as real ones; indexes are made when the rows are there. */
export async function growPast(db, count, now = new Date()) {
  for (let ago = months; ago > 0; ago -= 3) await ensurePartitions(db, new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - ago, 1)))
  await db.query('drop index decision_seq, decision_team, decision_ai_agent')
  await db.query('alter table decision drop constraint decision_pkey')
  await db.query('alter table decision_key drop constraint decision_key_pkey')
  for (let from = 1; from <= count; from += chunk) await addPast(db, { from, to: Math.min(count, from + chunk - 1), count, now })
  await db.tx(async (tx) => {
    await tx.query("set local maintenance_work_mem = '1GB'")
    for (const statement of indexes) await tx.query(statement)
  })
  await db.query('update decision_head set seq = $1', [count])
  await db.query('update decision_projected set seq = $1', [count])
  await db.query(
    `insert into ledger_source (source, last_seq) values ('decisions', $1)
     on conflict (source) do update set last_seq = excluded.last_seq`,
    [count],
  )
}

const addPast = (db, { from, to, count, now }) =>
  db.query(
    `with row as materialized (
       select g, 'team-' || g % 2000 as team_id, 'bench.refund-' || g % 10000 as decision_type, 'bot-' || g % 50 as ai_agent_id,
              $4::timestamptz - (interval '1 hour' * (24 * 30 * ${months})) * ((($3 - g)::float8) / $3) as at, md5(g::text) as noise
         from generate_series($1::bigint, $2::bigint) g
     ), numbered as materialized (
       select row.*, (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(noise, 1, 3) || '8' || substr(noise, 4, 15))::uuid as id
         from row
     ), keyed as (
       insert into decision_key (team_id, key_hash, arguments_hash, decision_id)
       select team_id, md5('key' || g)::uuid, decode(noise || noise, 'hex'), id from numbered
     )
     insert into decision (id, team_id, seq, ai_agent_id, deployment_id, decision_type, standard_version, policy_tier, tier,
                           record_only, run_id, call_id, arguments_hash, occurred_at, recorded_at, entry, content, salt)
     select id, team_id, g, ai_agent_id, ai_agent_id || '~' || team_id || '~bench', decision_type, 1, 'autonomous', 'autonomous',
            false, 'run-' || g / 8, 'call-' || g % 8, decode(noise || noise, 'hex'), null, at,
            '{"aiAgent":"' || ai_agent_id || '","argumentsHash":"' || noise || noise || '","at":"' || at || '","call":"call-' || g % 8
              || '","contentHash":"' || noise || noise || '","decisionType":"' || decision_type || '","deployment":"' || ai_agent_id || '~' || team_id
              || '~bench","id":"' || id || '","kind":"decision","policyTier":"autonomous","reasons":[{"because":"Refunds up to 100 USD for goods are routine.",'
              || '"rule":"routine","source":"standard","tier":"autonomous"}],"recordOnly":false,"run":"run-' || g / 8
              || '","standard":{"id":"' || decision_type || '","version":1},"team":"' || team_id || '","tier":"autonomous","v":1}',
            '{"subject":"conversation:' || g / 8 || '","process":null,"action":{"name":"refund","arguments":{"order_id":"W' || g
              || '","amount":42.5,"payment_method":"credit_card_' || g || '","reason":"arrived damaged"}},"inputs":{"amount":42.5,"age":30,'
              || '"kind":"goods","insured":true},"confidence":0.93,"knowledge":[]}',
            decode(noise, 'hex')
       from numbered`,
    [from, to, count, now],
  )
