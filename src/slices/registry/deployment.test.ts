import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Deployment, deploymentId, isRestricting, move, movesFrom, type Phase, phaseTier, pickDeployment } from './deployment.ts'

const at = new Date('2026-05-04T08:00:00Z')
const ready = { hasOwner: true, missing: [] }

function deployed(phase: Phase, more: Partial<Deployment> = {}): Deployment {
  const pausedFrom = phase === 'paused' ? 'live' : null
  const begun = { id: 'd', aiAgentId: 'a', teamId: 't', process: 'general', aiAgentVersion: '1', etag: 1, changedAt: at }
  return { ...begun, phase, pausedFrom, ...more }
}

const phases: Phase[] = ['shadow', 'assist', 'live', 'paused', 'retired']
const anyPhase = fc.constantFrom(...phases)
const height = { human_only: 0, review: 1, autonomous: 2 }

describe('a phase', () => {
  test.each([
    ['shadow', 'human_only', true],
    ['assist', 'review', false],
    ['live', 'autonomous', false],
    ['paused', 'human_only', false],
    ['retired', 'human_only', false],
  ] as const)('%s permits at most %s', (phase, ceiling, recordOnly) => {
    expect(phaseTier(phase)).toMatchObject({ phase, ceiling, recordOnly })
    expect(phaseTier(phase).because).toMatch(/^The deployment is .+\.$/)
  })
})

describe('the moves of a deployment', () => {
  test.each([
    ['shadow', ['assist', 'paused', 'retired']],
    ['assist', ['shadow', 'live', 'paused', 'retired']],
    ['live', ['shadow', 'assist', 'paused', 'retired']],
    ['retired', []],
  ] as const)('from %s are %j', (phase, allowed) => {
    expect(movesFrom(deployed(phase))).toEqual(allowed)
  })

  test('from paused lead back to where it was or lower, never higher', () => {
    expect(movesFrom(deployed('paused', { pausedFrom: 'live' }))).toEqual(['shadow', 'assist', 'live', 'retired'])
    expect(movesFrom(deployed('paused', { pausedFrom: 'assist' }))).toEqual(['shadow', 'assist', 'retired'])
    expect(movesFrom(deployed('paused', { pausedFrom: 'shadow' }))).toEqual(['shadow', 'retired'])
  })

  test('never reach more than one step above the highest phase that it had, however often it is paused', () => {
    fc.assert(
      fc.property(fc.array(anyPhase, { maxLength: 12 }), (path) => {
        let [now, top] = [deployed('shadow'), 0]
        for (const phase of path) {
          if (!movesFrom(now).includes(phase)) continue
          now = move(now, { phase, at }, ready)
          expect(height[phaseTier(phase).ceiling]).toBeLessThanOrEqual(top + 1)
          top = Math.max(top, height[phaseTier(phase).ceiling])
        }
      }),
    )
  })

  test('that are not listed are refused with what is allowed', () => {
    expect(() => move(deployed('shadow'), { phase: 'live', at }, ready)).toThrow(/cannot go to live in one step/)
    expect(() => move(deployed('live'), { phase: 'live', at }, ready)).toThrow(/in live already/)
    expect(() => move(deployed('retired'), { phase: 'shadow', at }, ready)).toThrow(/that is final/)
  })

  test('call restricting only what never permits more', () => {
    fc.assert(
      fc.property(anyPhase, anyPhase, (from, to) => {
        if (isRestricting(from, to)) expect(height[phaseTier(to).ceiling]).toBeLessThanOrEqual(height[phaseTier(from).ceiling])
      }),
    )
    expect(isRestricting('paused', 'shadow')).toBe(false)
  })

  test('to live need an owner and a complete card, also on the way back from paused', () => {
    const [field] = [{ field: 'knownLimits', label: 'Known limits', why: '', isRequired: true, form: 'list' as const }]
    for (const from of [deployed('assist'), deployed('paused')]) {
      expect(() => move(from, { phase: 'live', at }, { hasOwner: false, missing: [] })).toThrow(/cannot go live/)
      expect(() => move(from, { phase: 'live', at }, { hasOwner: true, missing: [field] })).toThrow(/known limits/)
      expect(move(from, { phase: 'live', at }, ready)).toMatchObject({ phase: 'live', pausedFrom: null, etag: 2 })
    }
    expect(move(deployed('live'), { phase: 'assist', at }, { hasOwner: false, missing: [field] }).phase).toBe('assist')
  })

  test('may state a new version and stay in the phase', () => {
    expect(move(deployed('assist'), { phase: 'assist', aiAgentVersion: '2', at }, ready)).toMatchObject({
      phase: 'assist',
      aiAgentVersion: '2',
    })
    expect(() => move(deployed('assist'), { phase: 'assist', aiAgentVersion: '1', at }, ready)).toThrow(/already/)
  })
})

describe('picking the deployment of a proposal', () => {
  const live = deployed('live', { id: 'live', process: 'refunds' })
  const shadow = deployed('shadow', { id: 'shadow', process: 'bookings' })

  test('takes the one of the process that was named', () => {
    expect(pickDeployment([shadow, live], 'refunds')).toBe(live)
    expect(pickDeployment([shadow, live], 'claims')).toBeNull()
  })

  test('takes the one that permits least when no process was named', () => {
    expect(pickDeployment([live, shadow])).toBe(shadow)
    expect(pickDeployment([])).toBeNull()
  })
})

test('ids of deployments of one team say which one it is', () => {
  const of = { aiAgentId: 'refund-bot', teamId: 'billing', process: 'general' }
  expect([deploymentId(of, 1), deploymentId(of, 2)]).toEqual(['refund-bot~billing~general', 'refund-bot~billing~general~2'])
})
