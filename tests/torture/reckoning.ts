import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Db, openDb } from '#kernel/db.ts'
import { startEmbedded } from '#kernel/postgres/supervisor.ts'
import { createCaller } from '#sdk/call.ts'
import * as audit from '#slices/audit/contract.ts'
import { rebuildRollups } from '#slices/decisions/index.ts'
import type { Acknowledged } from './callers.ts'
import { operatorHeaders, type RealHouse } from './real-house.ts'

const catchUpMs = 120_000

/** Waits until the ledger of the running server holds the decision of that number. Resolves with the milliseconds waited. */
export async function untilInTree(house: RealHouse, seq: number): Promise<number> {
  const call = createCaller({ baseUrl: house.url, headers: operatorHeaders(house) })
  const begunMs = performance.now()
  for (;;) {
    const { state } = await call(audit.getProof, { source: 'decisions', seq })
    const waitedMs = performance.now() - begunMs
    if (state === 'in_tree') return waitedMs
    if (waitedMs > catchUpMs) throw new Error(`Decision ${seq} is not in the tree after ${catchUpMs / 1000} s.`)
    await sleep(100)
  }
}

export type Exported = { file: string; decisionIds: string[]; entries: number; verdict: string; code: number | null }

/** Exports the ledger of the running server and verifies the file with nothing but the public key, all by the real command. */
export async function exportAndVerify(house: RealHouse): Promise<Exported> {
  const file = join(house.dataDir, 'export.jsonl')
  const written = await house.command(['ledger', 'export', '--out', file])
  if (written.code !== 0) throw new Error(`The export failed: ${written.err}`)
  const key = await house.command(['ledger', 'public-key'])
  const verified = await house.command(['ledger', 'verify', file, '--public-key', key.out.trim()])
  const { entries, decisionIds } = await readExport(file)
  return { file, decisionIds, entries, verdict: `${verified.out}${verified.err}`, code: verified.code }
}

async function readExport(file: string): Promise<{ entries: number; decisionIds: string[] }> {
  const decisionIds: string[] = []
  let entries = 0
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const { entry, source } = JSON.parse(line)
    if (entry === undefined) continue
    entries += 1
    if (source === 'decisions') decisionIds.push((typeof entry === 'string' ? JSON.parse(entry) : entry).id)
  }
  return { entries, decisionIds }
}

/** The records themselves, read after the server has ended. */
export type Records = {
  decisions: { run: string; call: string; id: string; tier: string; seq: number }[]
  keys: number
  auditEntries: number
  rollups: string[]
  rollupsRebuilt: string[]
}

export async function readRecords(dataDir: string): Promise<Records> {
  const embedded = await startEmbedded({ dataDir, log: () => {} })
  const db = openDb({ ...embedded.connection, poolSize: 2 })
  try {
    const rows = await db.query<Records['decisions'][number]>(
      'select d.run_id as run, d.call_id as call, d.id, d.tier, d.seq from decision d order by d.seq',
    )
    const counts = { keys: await count(db, 'decision_key'), auditEntries: await count(db, 'audit_entry') }
    const rollups = await readRollups(db)
    await rebuildRollups(db)
    return { decisions: rows, ...counts, rollups, rollupsRebuilt: await readRollups(db) }
  } finally {
    await db.close()
    await embedded.stop()
  }
}

async function count(db: Db, table: string): Promise<number> {
  const [row] = await db.query<{ n: number }>(`select count(*) as n from ${table}`)
  return row?.n ?? 0
}

async function readRollups(db: Db): Promise<string[]> {
  const rows = await db.query<{ text: string }>('select r::text as text from decision_rollup r order by 1')
  return rows.map((row) => row.text)
}

/** What of the acknowledged answers is missing, doubled or different on record; empty when all is well. */
export function reckon(acknowledged: readonly Acknowledged[], records: Records): string[] {
  const wrong: string[] = []
  const byCall = new Map<string, Records['decisions'][number]>()
  for (const [at, row] of records.decisions.entries()) {
    const name = `${row.run} ${row.call}`
    if (byCall.has(name)) wrong.push(`${name} is on record twice`)
    if (row.seq !== at + 1) wrong.push(`number ${row.seq} stands at place ${at + 1}`)
    byCall.set(name, row)
  }
  for (const { run, call, id, tier } of acknowledged) {
    const row = byCall.get(`${run} ${call}`)
    if (!row) wrong.push(`${run} ${call} was acknowledged and is not on record`)
    else if (row.id !== id || row.tier !== tier) wrong.push(`${run} ${call}: answered ${id} ${tier}, on record ${row.id} ${row.tier}`)
  }
  return wrong
}
