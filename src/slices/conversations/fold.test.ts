import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { catalogue, sumTallies } from '#slices/measures/index.ts'
import { eventKinds } from './contract.ts'
import { type Conversation, conversationOf, stateOf } from './conversation.ts'
import { compareSteps, type Step } from './event.ts'
import { pack, unpack } from './pack.ts'
import { bitOf, makeSum, measureIds, standingOf } from './tally.ts'

/** Every measure as it ships. */
const versions = new Map(
  catalogue.map(({ id, settings }) => {
    const values = Object.fromEntries(Object.entries(settings).map(([name, { value }]) => [name, value]))
    return [id, [{ measureId: id, version: 1, settings: values, reason: '', fromOn: null, madeAt: null }]]
  }),
)
const hour = 3_600_000
const start = Date.parse('2026-03-01T10:00:00Z')

const step = (kind: Step['kind'], atHours: number, more: Partial<Step> = {}): Step => ({
  event: `${kind}-${atHours}`,
  at: start + atHours * hour,
  seq: 0,
  kind,
  team: 'billing',
  aiAgent: 'bot',
  ...more,
})

const fold = (...steps: Step[]): Conversation => conversationOf([...steps].sort(compareSteps))
const stateNow = (conversation: Conversation, nextContactAt: number | null = null) =>
  standingOf({ conversation, nextContactAt }, versions).state

describe('The rung of a conversation', () => {
  const opened = step('opened', 0)
  const answered = step('ai_agent_answered', 1)
  const resolved = step('resolved', 2)
  const rows: [string, Step[]][] = [
    ['open', [opened]],
    ['open', [opened, answered]],
    [
      'not_involved',
      [
        { ...opened, aiAgent: undefined },
        { ...step('teammate_answered', 1), aiAgent: undefined },
        { ...resolved, aiAgent: undefined },
      ],
    ],
    ['involved_no_answer', [opened, step('handed_over', 1), step('teammate_answered', 2), step('closed', 3)]],
    ['assisted_escalation', [opened, answered, step('handed_over', 2)]],
    ['assisted_escalation', [opened, answered, step('teammate_answered', 2), step('closed', 3)]],
    ['contained_unconfirmed', [opened, answered, resolved]],
    ['contained_unconfirmed', [opened, answered, { ...resolved, verifiedBy: 'timeout' }]],
    ['contained_verified', [opened, answered, step('confirmed', 1.5, { verifiedBy: 'customer' }), resolved]],
    ['contained_verified', [opened, answered, { ...resolved, verifiedBy: 'llm' }]],
    ['contained_verified', [opened, answered, { ...resolved, verifiedBy: 'human_review' }]],
    ['reopened', [opened, answered, resolved, step('reopened', 3)]],
    ['reopened', [opened, answered, resolved, step('reopened', 3), step('teammate_answered', 4), step('closed', 5)]],
    ['reopened', [opened, answered, resolved, step('updated', 3, { reopens: 1 })]],
  ]
  it.each(rows)('is %s', (state, steps) => {
    expect(stateNow(fold(...steps))).toBe(state)
  })

  it('is recontacted where the customer came back in time, and only then', () => {
    const contained = fold(opened, answered, { ...resolved, verifiedBy: 'customer' })
    expect(stateNow(contained, start + 74 * hour)).toBe('recontacted')
    expect(stateNow(contained, start + 74 * hour + 1)).toBe('contained_verified')
    expect(stateOf(fold(opened, answered, step('handed_over', 2), step('closed', 3)), true)).toBe('assisted_escalation')
  })

  it('remembers the teams that had it, one after the other, and nothing where it stays in one', () => {
    const inTeam = (team: string, at: number) => step('updated', at, { team })
    expect(fold(opened, answered).path).toBeNull()
    const passed = fold(opened, inTeam('desk', 1), inTeam('desk', 2), inTeam('billing', 3))
    expect(passed).toMatchObject({ teamId: 'billing', path: ['billing', 'desk', 'billing'] })
  })

  it('keeps the helpdesk’s own word and rule beside, and a reopening takes back who verified', () => {
    const said = fold(opened, answered, {
      ...resolved,
      verifiedBy: 'llm',
      word: 'hard resolution',
      rule: 'inactivity',
      ruleVersion: '2026-05',
    })
    expect(said).toMatchObject({ verifiedBy: 'llm', vendor: { word: 'hard resolution', rule: 'inactivity', ruleVersion: '2026-05' } })
    expect(fold(opened, answered, { ...resolved, verifiedBy: 'llm' }, step('reopened', 3)).verifiedBy).toBeNull()
  })
})

describe('What a source says of the future', () => {
  it('is not known before its time', () => {
    const final = { resolvedAt: start + 5 * hour, closedAt: start + 9 * hour }
    const steps = [0, 3, 5, 9].map((at) => step('updated', at, final))
    const known = steps.map((_, place) => fold(...steps.slice(0, place + 1)))
    expect(known.map(({ resolvedAt }) => resolvedAt)).toEqual([null, null, final.resolvedAt, final.resolvedAt])
    expect(known.map(({ closedAt }) => closedAt)).toEqual([null, null, null, final.closedAt])
    expect(known.map((each) => stateNow({ ...each, aiAgentId: null }))).toEqual(['open', 'open', 'not_involved', 'not_involved'])
  })
})

const anyStep: fc.Arbitrary<Step> = fc.record(
  {
    event: fc.string({ minLength: 1, maxLength: 4 }),
    at: fc.integer({ min: 0, max: 6 }).map((at) => start + at * hour),
    seq: fc.integer({ min: 0, max: 2 }),
    kind: fc.constantFrom(...eventKinds),
    team: fc.constantFrom('billing', 'shipping'),
    aiAgent: fc.constantFrom('bot', undefined),
    reason: fc.constantFrom('refund', 'late', undefined),
    verifiedBy: fc.constantFrom('customer', 'llm', 'timeout', undefined),
    reopens: fc.constantFrom(0, 1, undefined),
    slaMet: fc.constantFrom(true, false, undefined),
    resolvedAt: fc.constantFrom(start + 3 * hour, undefined),
    handleSeconds: fc.constantFrom(60, undefined),
  },
  { requiredKeys: ['event', 'at', 'seq', 'kind', 'team'] },
)
const anySteps = fc.uniqueArray(anyStep, { minLength: 1, maxLength: 12, selector: ({ event }) => event })

describe('The fold', () => {
  it('gives the same for any order and any grouping into batches, kept and read again', () => {
    fc.assert(
      fc.property(anySteps, fc.infiniteStream(fc.nat()), (steps, chance) => {
        const order = [...steps].map((each) => [chance.next().value as number, each] as const).sort(([one], [other]) => one - other)
        const batches: Step[][] = [[]]
        for (const [draw, each] of order) {
          if (draw % 3 === 0) batches.push([])
          batches.at(-1)?.push(each)
        }
        const kept = batches.flatMap((batch) => unpack(pack([...batch].sort(compareSteps))))
        expect(conversationOf(kept.sort(compareSteps))).toEqual(fold(...steps))
      }),
    )
  })

  it('counts a conversation so that taking the old away and adding the new leaves the new', () => {
    fc.assert(
      fc.property(anySteps, fc.option(fc.integer({ min: 1, max: 200 })), (steps, came) => {
        const sorted = [...steps].sort(compareSteps)
        const after = { conversation: conversationOf(sorted), nextContactAt: came === null ? null : start + came * hour }
        const before = { conversation: conversationOf(sorted.slice(0, 1)), nextContactAt: null }
        const [moved, direct] = [makeSum(versions), makeSum(versions)]
        moved.add(before, 1)
        moved.add(before, -1)
        moved.add(after, 1)
        direct.add(after, 1)
        expect(sumTallies([moved.tally()])).toEqual(sumTallies([direct.tally()]))
      }),
    )
  })

  it('keeps the squares of values right where their sum stays the same', () => {
    const passedOn = (times: number) => ({ conversation: fold(step('closed', 1, { reassignments: times })), nextContactAt: null })
    const sum = makeSum(versions)
    for (const times of [1, 3]) sum.add(passedOn(times), -1)
    for (const times of [2, 2]) sum.add(passedOn(times), 1)
    expect(sumTallies([sum.tally()]).counts).toMatchObject([{ measureId: 'reassignments', n: 0, total: 0n, squares: -2n }])
  })

  it('marks with bits exactly what it counts', () => {
    fc.assert(
      fc.property(anySteps, (steps) => {
        const counted = { conversation: fold(...steps), nextContactAt: null }
        const standing = standingOf(counted, versions)
        const sum = makeSum(versions)
        sum.add(counted, 1)
        const { counts } = sum.tally()
        for (const id of measureIds) {
          const bit = bitOf(id)?.bit ?? 0
          const count = counts.find(({ measureId }) => measureId === id)
          expect((standing.counted & bit) !== 0, id).toBe(count?.n === 1)
          expect((standing.hit & bit) !== 0, id).toBe(count?.x === 1)
        }
      }),
    )
  })

  it('knows every measure of conversations in the catalogue, and on which day it counts', () => {
    const definitions = catalogue.filter(({ records }) => records === 'conversations')
    expect([...measureIds].sort()).toEqual(definitions.map(({ id }) => id).sort())
    for (const { id, countedOn } of definitions) expect(bitOf(id)?.on, id).toBe(countedOn.includes('ended') ? 'ended' : 'begun')
  })
})
