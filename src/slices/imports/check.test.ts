import { describe, expect, test } from 'vitest'
import { type FactKind, judgeRows, rejectsOf } from './check.ts'
import { makeRows } from './columns.ts'

const now = new Date('2026-11-02T12:00:00Z')
const teams = new Set(['support'])

type Facts = Partial<Record<FactKind, object[]>>

/** What becomes of rows that are sent as columns: the facts that can be written, and the reject of each other row. */
function judged(...told: Facts[]) {
  const built = makeRows<FactKind>()
  for (const [place, facts] of told.entries()) built.add(place + 1, facts)
  const rows = JSON.parse(JSON.stringify(built.rows())) as ReturnType<typeof built.rows>
  const found = judgeRows(rows, { now, teams })
  return { facts: found.facts, rejects: rejectsOf(rows, found) }
}

const event = { team: 'support', source: 'desk', conversation: 'T-1', event: '1', at: '2026-11-02T09:00:00Z', kind: 'updated' }
const shown = { team: 'support', id: 's', person: 'ada', aiAgent: 'helper', shownAt: '2026-11-02T09:00:00Z', outcome: 'none' }

describe('rows that came as columns', () => {
  test('are the facts that were told, in their order, and what one does not say no other says for it', () => {
    const { facts, rejects } = judged(
      { events: [event, { ...event, event: '2', facts: { reopens: 0, slaMet: false } }] },
      { events: [{ ...event, event: '3', reason: 'billing', text: { from: 'customer', text: 'Hi', names: ['Ada'] } }] },
      { suggestions: [shown] },
    )
    expect(rejects).toEqual([])
    expect(JSON.parse(JSON.stringify(facts.events?.list))).toEqual([
      event,
      { ...event, event: '2', facts: { reopens: 0, slaMet: false } },
      { ...event, event: '3', reason: 'billing', text: { from: 'customer', text: 'Hi', names: ['Ada'] } },
    ])
    expect(facts.events?.of).toEqual([0, 0, 1])
    expect(facts.suggestions?.of).toEqual([2])
  })

  test('are written all but those in which something is wrong, each with its own reason', () => {
    const { facts, rejects } = judged(
      { events: [event] },
      { events: [{ ...event, team: 'nobody' }] },
      { events: [{ ...event, at: '2026-11-02T13:00:00Z' }] },
      { events: [{ ...event, colour: 'red' }] },
      { events: [{ ...event, kind: 'lost' }] },
      { events: [{ ...event, facts: { reopens: -1 } }] },
      { events: [{ ...event, facts: { sla: true } }] },
      { events: [{ ...event, source: undefined }] },
      { events: [{ ...event, vendor: { rule: 'a' } }] },
      { events: [event, { ...event, event: '' }] },
      {},
      { suggestions: [{ ...shown, answeredAt: '2026-11-02T09:01:00Z' }] },
      { events: [{ ...event, conversation: 'T-2' }] },
    )
    expect(facts.events?.of).toEqual([0, 12])
    expect(facts.suggestions?.list).toEqual([])
    const reasons = Object.fromEntries(rejects.map(({ line, reason }) => [line, reason]))
    expect(reasons).toEqual({
      2: 'there is no team nobody: add it, or import with --create-teams',
      3: '2026-11-02T13:00:00Z lies in the future',
      4: 'there is no field colour',
      5: expect.stringContaining('kind: must be one of opened, updated'),
      6: 'facts.reopens: must be at least 0',
      7: 'facts: there is no field sla',
      8: 'source: must be of type string',
      9: 'vendor.word: must be of type string',
      10: 'event: use 1 to 200 visible characters',
      11: 'the row holds no fact',
      12: 'answeredAt: say when it was answered, and only where it was',
    })
  })

  test('say each value once', () => {
    const built = makeRows<FactKind>()
    for (let line = 1; line <= 100; line++) built.add(line, { events: [{ ...event, event: String(line), seq: line % 3 }] })
    const columns = built.rows().facts.events?.columns
    expect(columns?.team).toEqual({ values: ['support'] })
    expect(columns?.seq?.values).toEqual([1, 2, 0])
    expect(columns?.seq?.at?.slice(0, 4)).toEqual([0, 1, 2, 0])
  })

  test('with a group told as a whole are refused', () => {
    const rows = { lines: [1], facts: { events: { of: [0], columns: { ...columnsOf(event), facts: { values: [{ reopens: 1 }] } } } } }
    expect(rejectsOf(rows, judgeRows(rows, { now, teams }))).toEqual([
      { line: 1, reason: 'a field of a group has a column of its own, such as facts.reopens' },
    ])
  })
})

const columnsOf = (fact: object) => Object.fromEntries(Object.entries(fact).map(([name, value]) => [name, { values: [value] }]))
