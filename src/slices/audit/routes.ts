import { AppError } from '#kernel/errors.ts'
import { type App, serve } from '#kernel/http.ts'
import { read } from '#kernel/verb.ts'
import * as contract from './contract.ts'
import { consistencyProof, exportLedger, type LeafSource, ledgerStatus, proveRow, type Signer } from './ledger/index.ts'
import { type EntryRow, entriesBefore } from './store.ts'

/** Mounts the audit log and the ledger. The sources are the tables whose rows become leaves. */
export function mountAudit(app: App, ledger: { sources: readonly LeafSource[]; signer: Signer }): void {
  serve(app, contract.listAudit, listAudit)
  serve(app, contract.getCheckpoint, checkpointVerb(ledger.signer))
  serve(app, contract.getProof, proofVerb(ledger.sources))
  serve(app, contract.getConsistency, getConsistency)
  serve(app, contract.exportLedger, exportVerb(ledger))
}

type ListInput = {
  limit: number
  after?: string
  action?: string
  subject?: string
  actor?: string
  from?: string
  outcomes?: 'true' | 'false'
}

const listAudit = read({
  scope: 'audit:read',
  everywhere: true,
  async run(db, input: ListInput) {
    const before = input.after === undefined ? Number.MAX_SAFE_INTEGER : Number(input.after)
    if (!Number.isSafeInteger(before))
      throw new AppError('invalid', 'This cursor was not made by this list.', {
        next: 'Send the value of next from the page before, or none for the first page.',
      })
    const { action, subject, actor } = input
    const from = input.from === undefined ? undefined : new Date(input.from)
    const hasOutcomes = input.outcomes !== 'false'
    const rows = await entriesBefore(db, { action, subject, actor, from, hasOutcomes, before, limit: input.limit + 1 })
    const items = rows.slice(0, input.limit).map(toLine)
    return { items, next: rows.length > input.limit ? String(items.at(-1)?.seq) : null }
  },
})

function toLine(row: EntryRow) {
  const detail = row.detail === null ? null : (JSON.parse(row.detail) as { before: unknown; after: unknown; reason: string | null })
  return {
    id: row.id,
    seq: row.seq,
    at: row.at.toISOString(),
    actorKind: row.actor_kind as 'person',
    actor: row.actor,
    action: row.action,
    subject: row.subject,
    before: detail?.before ?? null,
    after: detail?.after ?? null,
    reason: detail?.reason ?? null,
  }
}

const scope = 'ledger:read'

function checkpointVerb(signer: Signer) {
  return read({
    scope,
    everywhere: true,
    async run(db) {
      const { checkpoint } = await ledgerStatus(db)
      return {
        size: checkpoint?.size ?? 0,
        root: checkpoint?.root.toString('base64') ?? '',
        note: checkpoint?.note ?? null,
        verifierKey: signer.verifierKey,
        signedAt: checkpoint?.signedAt.toISOString() ?? null,
      }
    },
  })
}

const waiting = { state: 'waiting' as const, leafIndex: null, leafHash: null, size: null, path: [], note: null, entry: null }

function proofVerb(sources: readonly LeafSource[]) {
  return read({
    scope,
    everywhere: true,
    async run(db, input: { source: string; seq: number }) {
      const source = sources.find((one) => one.name === input.source)
      if (!source)
        throw new AppError('not_found', `The ledger has no log called ${input.source}.`, {
          next: `It has ${sources.map((one) => one.name).join(' and ')}.`,
        })
      const proof = await proveRow(db, input)
      if (!proof) return waiting
      const [entry] = await source.entries(db, input.seq, 1)
      return {
        state: 'in_tree' as const,
        leafIndex: proof.leafIndex,
        leafHash: proof.leafHash.toString('base64'),
        size: proof.checkpoint.size,
        path: proof.proof.map((hash) => hash.toString('base64')),
        note: proof.checkpoint.note,
        entry: entry ?? null,
      }
    },
  })
}

const getConsistency = read({
  scope,
  everywhere: true,
  async run(db, input: { from: number; to: number }) {
    const path = await consistencyProof(db, input.from, input.to)
    return { ...input, path: path.map((hash) => hash.toString('base64')) }
  },
})

function exportVerb(ledger: { sources: readonly LeafSource[]; signer: Signer }) {
  return read({ scope, everywhere: true, run: async (db) => exportLedger(db, ledger.sources, ledger.signer) })
}
