import { eventKinds } from './contract.ts'
import type { Step } from './event.ts'

/**
 * Steps as text, each with only what it says anew: most events of a helpdesk repeat all that is known. What a step does not say
 * although the one before it did stands as null.
 */
export function pack(steps: readonly Step[]): string {
  let before: Fields = {}
  return JSON.stringify(
    steps.map(({ event, at, seq, kind, ...fields }) => {
      const changes = changesOf(before, fields)
      before = fields
      const head = [event, at, seq, eventKinds.indexOf(kind)]
      return changes ? [...head, changes] : head
    }),
  )
}

type Fields = Partial<Record<string, unknown>>

function changesOf(before: Fields, after: Fields): Fields | null {
  const changes: Fields = {}
  let isChanged = false
  for (const name in after) {
    if (after[name] === before[name]) continue
    changes[name] = after[name] ?? null
    isChanged = true
  }
  for (const name in before) {
    if (before[name] === undefined || name in after) continue
    changes[name] = null
    isChanged = true
  }
  return isChanged ? changes : null
}

type Packed = [event: string, at: number, seq: number, kind: number, changes?: Fields]

export function unpack(text: string): Step[] {
  let fields: Fields = {}
  return (JSON.parse(text) as Packed[]).map(([event, at, seq, kind, changes]) => {
    if (changes) fields = Object.fromEntries(Object.entries({ ...fields, ...changes }).filter(([, value]) => value !== null))
    return { event, at, seq, kind: eventKinds[kind], ...fields } as Step
  })
}
