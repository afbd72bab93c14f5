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
  let fields: Changes = {}
  return (JSON.parse(text) as Packed[]).map(([event, at, seq, kind, changes]) => {
    if (changes) fields = { ...fields, ...changes }
    return { event, at, seq, kind: eventKinds[kind], ...said(fields) } as Step
  })
}

function said(fields: Changes): Partial<Step> {
  const known: Record<string, unknown> = {}
  for (const name of names) known[name] = fields[name] ?? undefined
  return known
}
