import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { beyond } from '../../../tests/reference/table.ts'
import { type Conversation, containmentOf, containmentWithFollowUp, type Ending } from './containment.ts'
import { satisfactionOf } from './satisfaction.ts'

const read = (name: string) => JSON.parse(readFileSync(join(import.meta.dirname, '../../../tests/reference/honest-metrics', name), 'utf8'))
const at = (time: string) => Date.parse(`${time}Z`)
const endings: Record<string, Ending> = {
  handoff: 'handed',
  customer_confirmed: 'confirmed',
  agent_closed: 'closed',
  customer_left: 'left',
}

const { as_of, conversations: listed, expected: windows } = read('containment.json')
const conversations = (listed as Record<string, string>[]).map(
  (row): Conversation => ({
    id: row.id as string,
    customer: row.customer as string,
    issue: row.issue as string,
    begunAt: at(row.start as string),
    endedAt: at(row.end as string),
    isAutomationFirst: Boolean(row.automation_first),
    ending: endings[row.ended_by as string] as Ending,
  }),
)

describe('what automation contained', () => {
  test.each((windows as { window_hours: number }[]).map((expected) => [expected.window_hours, expected] as const))(
    'agrees with the reference within %i hours, conversation by conversation',
    (windowHours, expected) => {
      const found = containmentOf(conversations, { asOf: at(as_of), windowHours })
      const {
        window_hours: _,
        classification,
        ...wanted
      } = expected as unknown as Record<string, number> & { classification: [string, string][] }
      const { counts } = found
      const got = {
        attempted: found.attempted,
        mature: found.mature,
        handed: counts.handed,
        recontacted: counts.recontacted,
        left_unknown: counts.unknown,
        contained: counts.contained,
        raw_containment: expect.closeTo(found.raw.share as number, 11),
        honest_low: expect.closeTo(found.low.share as number, 11),
        honest_high: expect.closeTo(found.high.share as number, 11),
      }
      expect(wanted).toEqual(got)
      const named = classification.map(([id, name]) => [id, name === 'left_unknown' ? 'unknown' : name])
      expect(Object.fromEntries(found.classes)).toEqual(Object.fromEntries(named))
    },
  )

  const one: Conversation = {
    id: 'a',
    customer: 'k',
    issue: 'refund',
    begunAt: 0,
    endedAt: 10,
    isAutomationFirst: true,
    ending: 'confirmed',
  }
  const later = { ...one, id: 'b', begunAt: 11, endedAt: 12, isAutomationFirst: false }
  const hour = 3_600_000

  test('a contact for an unknown reason counts against it, and is told apart', () => {
    const found = containmentOf([one, { ...later, issue: null }], { asOf: 9 * hour, windowHours: 1 })
    expect(found.counts.recontacted).toBe(1)
    expect(found.recontactedByCustomerOnly).toBe(1)
    expect(containmentOf([one, { ...later, issue: 'login' }], { asOf: 9 * hour, windowHours: 1 }).counts.contained).toBe(1)
    expect(containmentOf([one, { ...later, customer: 'other' }], { asOf: 9 * hour, windowHours: 1 }).counts.contained).toBe(1)
  })

  test('nothing has a share while every window is open', () => {
    const found = containmentOf([one], { asOf: hour, windowHours: 1 })
    expect(found).toMatchObject({ attempted: 1, mature: 0, low: { share: null }, high: { share: null } })
    expect(containmentWithFollowUp(found, { asked: 5, helped: 5 })).toBeNull()
  })

  test('those who went silent are counted by asking some of them', () => {
    const found = containmentOf([one, { ...one, id: 'c', customer: 'l', ending: 'left' }], { asOf: 9 * hour, windowHours: 1 })
    expect([found.low.share, found.high.share]).toEqual([0.5, 1])
    expect(containmentWithFollowUp(found, { asked: 10, helped: 4 })).toBeCloseTo(0.7, 12)
    expect(containmentWithFollowUp(found, { asked: 0, helped: 0 })).toBeNull()
  })
})

describe('satisfaction of all contacts', () => {
  test.each((read('csat.json') as { strata: [string, number, number, number][]; expected: Record<string, number> }[]).map((row) => [row]))(
    'agrees with the reference %o',
    ({ strata, expected }) => {
      const found = satisfactionOf(strata.map(([, contacts, answers, satisfied]) => ({ contacts, answers, satisfied })))
      const got = {
        contacts: found.contacts,
        responses: found.answers,
        response_rate: found.answerShare,
        raw: found.raw.share as number,
        worst_case_low: found.lowest,
        worst_case_high: found.highest,
        post_stratified: found.weighted as number,
        covered_share: found.coveredShare,
        // The reference gives the error as a part of all contacts, the product that of the mean over what is covered.
        post_stratified_se: (found.standardError as number) * found.coveredShare,
      }
      expect(Object.entries(got).filter(([name, value]) => beyond(value, expected[name] as number, { relative: 1e-9 }) !== 0)).toEqual([])
    },
  )

  test('is only bounded when few answered or much is not covered', () => {
    const full = { contacts: 100, answers: 30, satisfied: 20 }
    expect(satisfactionOf([full]).show).toBe('weighted')
    expect(satisfactionOf([{ ...full, contacts: 301 }]).show).toBe('bounds')
    expect(satisfactionOf([full, { contacts: 30, answers: 9, satisfied: 9 }])).toMatchObject({ show: 'bounds', weighted: 20 / 30 })
    expect(satisfactionOf([{ contacts: 10, answers: 0, satisfied: 0 }])).toMatchObject({
      show: 'bounds',
      lowest: 0,
      highest: 1,
      weighted: null,
    })
    expect(satisfactionOf([]).show).toBe('nothing')
  })
})
