import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type KillSwitch, switchSpeakers } from './kill-switch.ts'

const made = { isOn: true, reason: 'Wrong refunds', whoToAsk: 'Ada', by: 'p', at: new Date(0) }
const all: KillSwitch = { ...made, scope: 'all', target: '*' }
const bot: KillSwitch = { ...made, scope: 'ai_agent', target: 'bot' }
const one: KillSwitch = { ...made, scope: 'deployment', target: 'bot~billing~general' }
const place = { aiAgentId: 'bot', deploymentId: 'bot~billing~general' }

test('a switch covers all, its AI agent or its deployment, and nothing else', () => {
  expect(switchSpeakers([all], { aiAgentId: 'other' })).toHaveLength(1)
  expect(switchSpeakers([bot], { aiAgentId: 'bot', deploymentId: null })).toHaveLength(1)
  expect(switchSpeakers([bot, one], { aiAgentId: 'other', deploymentId: 'other~billing~general' })).toEqual([])
  expect(switchSpeakers([one], { aiAgentId: 'bot', deploymentId: 'bot~airline~general' })).toEqual([])
  expect(switchSpeakers([one], { aiAgentId: 'bot' })).toEqual([])
})

test('every switch over a place speaks, the widest first, with the reason and whom to ask', () => {
  const spoken = switchSpeakers([one, bot, all], place)
  expect(spoken.map((each) => each.scope)).toEqual(['all', 'ai_agent', 'deployment'])
  expect(spoken[1]).toMatchObject({ ceiling: 'human_only', because: 'This AI agent is switched off: Wrong refunds.', ask: 'Ask Ada.' })
})

test('a switch that is off is silent, and the order of the switches does not matter', () => {
  const some = fc.shuffledSubarray([all, bot, one, { ...all, isOn: false }, { ...bot, isOn: false }])
  fc.assert(
    fc.property(some, (switches) => {
      const spoken = switchSpeakers(switches, place)
      expect(spoken).toHaveLength(switches.filter((each) => each.isOn).length)
      expect(spoken).toEqual(switchSpeakers([...switches].reverse(), place))
    }),
  )
})
