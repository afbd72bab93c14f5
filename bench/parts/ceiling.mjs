import { systemChance } from '#kernel/clock.ts'
import { openDb } from '#kernel/db.ts'
import { makeApp } from '#kernel/http.ts'
import { migrate } from '#kernel/migrate.ts'
import { decide } from '#slices/decisions/contract.ts'
import { ensurePartitions } from '#slices/decisions/index.ts'
import { storeBatch } from '#slices/decisions/store.ts'

/**
 * The ceiling: the same HTTP server, the same validation of the same request, the same batched insert (with its key) of a
 * row of the same size, an answer of the same size. No product: no identity, no policy, no hashes, no ledger.
 */
const db = openDb({ connectionString: process.env.DATABASE_URL, poolSize: 2 })
await migrate(db)
await ensurePartitions(db, new Date())
const client = await db.connect()
const chance = systemChance()
const [{ epoch }] = await db.query('select epoch from house_epoch')
const batchMax = 100
const argumentsHash = 'ab'.repeat(32)
const reasons = [{ because: 'Refunds up to 100 USD for goods are routine.', rule: 'routine', source: 'standard', tier: 'autonomous' }]
const salt = 'cd'.repeat(16)

let queue = []
let running = false

async function drain() {
  running = true
  while (queue.length > 0) {
    const batch = queue.slice(0, batchMax)
    queue = queue.slice(batchMax)
    await storeBatch(
      client,
      epoch,
      batch.map((one) => one.row),
    )
    for (const one of batch) one.done()
  }
  running = false
}

function store(row) {
  return new Promise((done) => {
    queue.push({ row, done })
    if (!running) setImmediate(() => running || void drain())
  })
}

/** A text like the product's entry, so that the row weighs the same. */
function entryOf({ aiAgent, team, decisionType, run, call }, { id, at }) {
  const deployment = 'bench-bot~billing~bench'
  const standard = { id: decisionType, version: 1 }
  const rest = { kind: 'decision', policyTier: 'autonomous', reasons, recordOnly: false, run, standard, team, tier: 'autonomous', v: 1 }
  return JSON.stringify({
    aiAgent,
    argumentsHash,
    at,
    call,
    confidence: 0.93,
    contentHash: argumentsHash,
    decisionType,
    deployment,
    id,
    ...rest,
  })
}

const { fastify } = makeApp({ log: () => {} })
fastify.post(decide.path, async (request, reply) => {
  const parsed = decide.input.safeParse(request.body)
  if (!parsed.success) return reply.code(400).send('{}')
  const { team, aiAgent, decisionType, run, call, subject, action, inputs } = parsed.data
  const at = new Date()
  const id = chance.uuid(at)
  const key = chance.bytes(16).toString('hex')
  await store({
    id,
    team_id: team,
    key_hash: key,
    ai_agent_id: aiAgent,
    deployment_id: 'bench-bot~billing~bench',
    decision_type: decisionType,
    standard_version: 1,
    policy_tier: 'autonomous',
    tier: 'autonomous',
    record_only: false,
    run_id: run,
    call_id: call,
    arguments_hash: argumentsHash,
    confidence: parsed.data.confidence,
    occurred_at: null,
    recorded_at: at,
    entry: entryOf(parsed.data, { id, at }),
    content: JSON.stringify({ subject, action, inputs }),
    salt,
  })
  const answer = {
    id,
    tier: 'autonomous',
    policyTier: 'autonomous',
    recordOnly: false,
    reasons,
    standard: { id: decisionType, version: 1 },
    argumentsHash,
    recordedAt: at,
    review: null,
    repeated: false,
  }
  return reply.header('content-type', 'application/json; charset=utf-8').header('cache-control', 'no-store').send(JSON.stringify(answer))
})
await fastify.listen({ host: '127.0.0.1', port: 0 })
console.log(JSON.stringify({ port: fastify.server.address().port, token: '-' }))
process.on('SIGTERM', () => process.exit(0))
