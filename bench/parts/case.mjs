/** What every arm of the benchmark is asked: a refund under a standard of twenty rules, one of which matches. */
export const standard = `standard: bench.refund
title: Refund
inputs:
  amount: { type: money, currency: USD }
  age: { type: number, unit: hours }
  kind: { type: choice, of: [goods, service, fee] }
  insured: { type: flag }
parameters:
  alone_max: { type: money, currency: USD, default: 100, min: 0, max: 200, looser: higher }
rules:
  - id: routine
    when: amount <= alone_max && kind == "goods"
    tier: autonomous
    because: Refunds up to {alone_max} for goods are routine.
${Array.from({ length: 19 }, (_, index) => `  - id: check-${index + 1}\n    when: amount > ${1000 + index * 10} && age > ${index + 1} && !insured\n    tier: review\n    because: Large refunds of uninsured goods are looked at.`).join('\n')}
otherwise: { tier: review, because: A teammate looks at the rest. }
examples:
  - name: routine
    inputs: { amount: 20, age: 3, kind: goods, insured: true }
    expect: { tier: autonomous }
`

export const body = JSON.stringify({
  aiAgent: 'bench-bot',
  team: 'billing',
  decisionType: 'bench.refund',
  subject: 'conversation:48213',
  run: 'run-@',
  call: 'call-1',
  action: {
    name: 'refund',
    arguments: { order_id: 'W1234567', amount: 42.5, payment_method: 'credit_card_4421486', reason: 'arrived damaged' },
  },
  inputs: { amount: 42.5, age: 30, kind: 'goods', insured: true },
  confidence: 0.93,
})
