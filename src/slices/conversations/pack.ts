import { eventKinds } from './contract.ts'
import type { Step } from './event.ts'

/** What a step may say beside its head. */
const names = [
  'team',
  'aiAgent',
  'reason',
  'channel',
  'customer',
  'verifiedBy',
  'word',
  'rule',
  'ruleVersion',
  'begunAt',
  'resolvedAt',
  'closedAt',
  'reopens',
  'reassignments',
  'slaMet',
  'knowledgeUsed',
  'satisfied',
  'handleSeconds',
  'costCents',
  'currency',
] as const satisfies readonly (keyof Step)[]

type Head = 'event' | 'at' | 'seq' | 'kind'
type Changes = { [name in (typeof names)[number]]?: Step[name] | null }
type Packed = [event: string, at: number, seq: number, kind: number, changes?: Changes]

/**
 * Steps as text, each with only what it says anew: most events of a helpdesk repeat all that is known. What a step does not say
 * although the one before it did stands as null.
 */
export function pack(steps: readonly Step[]): string {
  let before: Omit<Step, Head> | undefined
  const packed: Packed[] = []
  for (const step of steps) {
    const changes = changesOf(before, step)
    const kind = eventKinds.indexOf(step.kind)
    packed.push(changes ? [step.event, step.at, step.seq, kind, changes] : [step.event, step.at, step.seq, kind])
    before = step
  }
  return JSON.stringify(packed)
}

function changesOf(before: Omit<Step, Head> | undefined, after: Step): Changes | undefined {
  let changes: Record<string, unknown> | undefined
  for (const name of names) {
    if (after[name] === before?.[name]) continue
    changes ??= {}
    changes[name] = after[name] ?? null
  }
  return changes
}

export function unpack(text: string): Step[] {
  let fields: Partial<Step> = {}
  return (JSON.parse(text) as Packed[]).map(([event, at, seq, kind, changes]) => {
    if (changes) fields = said(fields, changes)
    return stepWith({ event, at, seq, kind: eventKinds[kind] as Step['kind'] }, fields)
  })
}

function said(before: Partial<Step>, changes: Changes): Partial<Step> {
  const fields: Record<string, unknown> = { ...before }
  for (const [name, value] of Object.entries(changes)) fields[name] = value ?? undefined
  return fields
}

/** Name by name and in the order of `stepOf`, so that all steps have one shape, whether they come from outside or from the record. */
function stepWith({ event, at, seq, kind }: Pick<Step, Head>, fields: Partial<Step>): Step {
  return {
    event,
    at,
    seq,
    kind,
    team: fields.team as string,
    aiAgent: fields.aiAgent,
    reason: fields.reason,
    channel: fields.channel,
    customer: fields.customer,
    verifiedBy: fields.verifiedBy,
    word: fields.word,
    rule: fields.rule,
    ruleVersion: fields.ruleVersion,
    begunAt: fields.begunAt,
    resolvedAt: fields.resolvedAt,
    closedAt: fields.closedAt,
    reopens: fields.reopens,
    reassignments: fields.reassignments,
    slaMet: fields.slaMet,
    knowledgeUsed: fields.knowledgeUsed,
    satisfied: fields.satisfied,
    handleSeconds: fields.handleSeconds,
    costCents: fields.costCents,
    currency: fields.currency,
  }
}
