import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { nextContacts } from './contacts.ts'
import { conversationOf, endedAt } from './conversation.ts'
import type { Step } from './event.ts'
import { bitOf, standingOf, type Versions } from './tally.ts'

type Case = {
  id: string
  customer: string
  issue: string
  start: string
  end: string
  automation_first: boolean
  ended_by: 'handoff' | 'customer_confirmed' | 'agent_closed' | 'customer_left'
}

type Expected = {
  window_hours: number
  mature: number
  honest_low: number
  honest_high: number
  classification: [id: string, kind: string][]
}

const path = new URL('../../../tests/reference/honest-metrics/containment.json', import.meta.url)
const table = JSON.parse(readFileSync(path, 'utf8')) as { as_of: string; conversations: Case[]; expected: Expected[] }

const instant = (local: string) => Date.parse(`${local}Z`)

const lastSteps = {
  handoff: [{ kind: 'handed_over' }, { kind: 'closed' }],
  customer_confirmed: [{ kind: 'confirmed', verifiedBy: 'customer' }, { kind: 'resolved' }],
  agent_closed: [{ kind: 'resolved', verifiedBy: 'llm' }],
  customer_left: [{ kind: 'closed', verifiedBy: 'timeout' }],
} satisfies { [ended in Case['ended_by']]: Partial<Step>[] }

function changeOf({ id, customer, issue, start, end, automation_first, ended_by }: Case) {
  const step = (kind: Step['kind'], at: string, more: Partial<Step> = {}): Step => ({
    event: kind,
    at: instant(at),
    seq: 0,
    kind,
    team: 'billing',
    customer,
    reason: issue,
    ...more,
  })
  const steps = [
    step('opened', start),
    step(automation_first ? 'ai_agent_answered' : 'teammate_answered', start),
    ...lastSteps[ended_by].map((more: Partial<Step>) => step(more.kind ?? 'closed', end, more)),
  ]
  return { key: id, before: null, after: conversationOf(steps) }
}

const withWindow = (recontactHours: number): Versions =>
  new Map(
    ['contained_low', 'contained_high', 'recontacted'].map((measureId) => [
      measureId,
      [{ measureId, version: 1, settings: { recontactHours }, reason: '', fromOn: null, madeAt: null }],
    ]),
  )

test.each(table.expected)('the published classes of conversations come out, with a window of $window_hours hours', (expected) => {
  const changes = table.conversations.map(changeOf)
  const next = nextContacts(changes, [])
  const isHit = (hit: number, measure: string) => (hit & (bitOf(measure)?.bit ?? 0)) !== 0
  const limit = instant(table.as_of) - expected.window_hours * 3_600_000
  const mature = changes.filter(({ after }) => after.isAttempted && (endedAt(after) ?? Number.POSITIVE_INFINITY) <= limit)
  const classes = mature.map(({ key, after }) => {
    const { hit } = standingOf({ conversation: after, nextContactAt: next.get(key) ?? null }, withWindow(expected.window_hours))
    if (isHit(hit, 'handed_over')) return [key, 'handed']
    if (isHit(hit, 'recontacted')) return [key, 'recontacted']
    if (!isHit(hit, 'contained_high')) return [key, 'none']
    return [key, isHit(hit, 'contained_low') ? 'contained' : 'left_unknown']
  })
  expect(Object.fromEntries(classes)).toEqual(Object.fromEntries(expected.classification.filter(([, kind]) => kind !== 'immature')))
  const share = (...kinds: string[]) => classes.filter(([, kind]) => kinds.includes(kind as string)).length / classes.length
  expect(classes).toHaveLength(expected.mature)
  expect(share('contained')).toBeCloseTo(expected.honest_low, 9)
  expect(share('contained', 'left_unknown')).toBeCloseTo(expected.honest_high, 9)
})
