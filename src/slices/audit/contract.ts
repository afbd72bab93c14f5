import * as z from 'zod/mini'
import { Empty, Instant, page, pageInput, route, Slug } from '#kernel/contract.ts'

export const AuditLine = z.object({
  id: z.string(),
  seq: z.int(),
  at: z.iso.datetime(),
  actorKind: z.enum(['person', 'api_key', 'operator', 'system', 'nobody']),
  /** A pseudonym. The name behind it is sealed. */
  actor: z.string(),
  action: z.string(),
  subject: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  reason: z.nullable(z.string()),
})

const word = z.string().check(z.maxLength(300))

export const listAudit = route({
  method: 'GET',
  path: '/api/v1/audit',
  scope: 'audit:read',
  summary: 'What was done, newest first',
  input: z.object({
    ...pageInput,
    action: z.optional(word),
    subject: z.optional(word),
    actor: z.optional(word),
    from: z.optional(Instant),
    /** `false` leaves out what AI agents report of themselves (actions that end in `.outcome`), which is most of the log. */
    outcomes: z.optional(z.enum(['true', 'false'])),
  }),
  output: page(AuditLine),
})

export const getCheckpoint = route({
  method: 'GET',
  path: '/api/v1/ledger/checkpoint',
  scope: 'ledger:read',
  summary: 'The newest signed checkpoint of the ledger and the public key that verifies it',
  input: Empty,
  output: z.object({
    size: z.int(),
    root: z.string(),
    note: z.nullable(z.string()),
    verifierKey: z.string(),
    signedAt: z.nullable(z.iso.datetime()),
  }),
})

/** A record is named by the log that it stands in and its number there. */
export const getProof = route({
  method: 'GET',
  path: '/api/v1/ledger/proofs/:source/:seq',
  scope: 'ledger:read',
  summary: 'Proof that one record is in the tree that the newest checkpoint signs',
  description: 'state is waiting until the record is in the tree, which takes seconds.',
  input: z.object({ source: Slug, seq: z.coerce.number().check(z.int(), z.minimum(1), z.maximum(Number.MAX_SAFE_INTEGER)) }),
  output: z.object({
    state: z.enum(['in_tree', 'waiting']),
    leafIndex: z.nullable(z.int()),
    leafHash: z.nullable(z.string()),
    size: z.nullable(z.int()),
    path: z.array(z.string()),
    note: z.nullable(z.string()),
    entry: z.nullable(z.string()),
  }),
})

export const getConsistency = route({
  method: 'GET',
  path: '/api/v1/ledger/consistency',
  scope: 'ledger:read',
  summary: 'Proof that the tree of one size is the beginning of the tree of another',
  input: z.object({ from: z.coerce.number().check(z.int(), z.minimum(0)), to: z.coerce.number().check(z.int(), z.minimum(0)) }),
  output: z.object({ from: z.int(), to: z.int(), path: z.array(z.string()) }),
})

export const exportLedger = route({
  method: 'GET',
  path: '/api/v1/ledger/export',
  scope: 'ledger:read',
  summary: 'The whole ledger as a file that can be verified offline',
  input: Empty,
  output: Empty,
  stream: 'application/x-ndjson',
})

export const auditRoutes = [listAudit, getCheckpoint, getProof, getConsistency, exportLedger]
