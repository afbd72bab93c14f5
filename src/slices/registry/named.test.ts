import { expect, test } from 'vitest'
import { aiAgentMark, idsIn, putNames, teamMark } from './named.ts'

const text = `${aiAgentMark('refund-bot')} in ${teamMark('billing')}, and ${teamMark('orders')}: {amount} in {team}`
const names = { team: new Map([['billing', 'Billing & Co']]), 'ai-agent': new Map([['refund-bot', '$& Refund bot']]) }

test('marks become the names of now, an id stays where no name is known, and nothing else in braces is touched', () => {
  expect(putNames(text, names)).toBe('$& Refund bot in Billing & Co, and orders: {amount} in {team}')
})

test('a text says which names it needs, once each', () => {
  expect(idsIn([text, teamMark('billing')], 'team')).toEqual(['billing', 'orders'])
  expect(idsIn([text], 'ai-agent')).toEqual(['refund-bot'])
})
