import { describe, expect, test } from 'vitest'
import { consentIn, customerNamed } from './consent.ts'
import { listen } from './conversation.ts'

function heardAfter(...texts: [role: 'ai_agent' | 'customer', content: string][]) {
  const listener = listen()
  for (const [role, content] of texts) listener.learn({ role, content })
  return listener.heard
}

const proposal: ['ai_agent', string] = ['ai_agent', 'I will cancel reservation ABC123 and refund $1,290. Shall I go ahead?']

describe('consent', () => {
  test.each([
    ['Yes, please go ahead.', 'yes'],
    ['That sounds good. ###STOP###', 'yes'],
    ['Oui, merci.', 'yes'],
    ['No, wait.', 'none'],
    ['Before you cancel, how much is it?', 'none'],
    ["Please don't cancel yet, but yes, tell me more", 'none'],
    ['Which flights are those?', 'none'],
  ])('“%s” after a proposal that names everything is %s', (answer, expected) => {
    expect(consentIn(heardAfter(proposal, ['customer', answer]), [['ABC123'], ['1290']])).toBe(expected)
  })

  test('a yes to a proposal that left a detail out is unclear', () => {
    expect(consentIn(heardAfter(proposal, ['customer', 'Yes']), [['ABC123'], ['XYZ999']])).toBe('unclear')
  })

  test('what the AI agent says after the customer’s last words proves nothing', () => {
    expect(consentIn(heardAfter(['ai_agent', 'Hello'], ['customer', 'Yes'], proposal), [['ABC123']])).toBe('unclear')
  })

  test('nobody has said anything yet', () => {
    expect(consentIn(heardAfter(), [])).toBe('none')
  })
})

test('an id counts as named only when the customer said it', () => {
  const heard = heardAfter(['customer', 'My order is #w123.'], ['ai_agent', 'And W999?'])
  expect(customerNamed(heard, '#W123')).toBe(true)
  expect(customerNamed(heard, '#W999')).toBe(false)
})
