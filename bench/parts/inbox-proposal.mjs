/** One of many proposals that need a person, each a little different. */
export function proposal(n) {
  const amount = 300 + (n % 400)
  return {
    aiAgent: 'bench-bot',
    team: 'billing',
    decisionType: 'bench.refund',
    subject: `conversation:${n}`,
    run: `run-${n}`,
    call: 'call-1',
    action: { name: 'refund', arguments: { order_id: `W${n}`, amount, reason: 'charged twice' } },
    inputs: { amount, age: 1, kind: 'goods', insured: true },
    knowledge: [{ id: 'refund-timing', title: 'Refund timing' }],
    context: {
      title: `Refund for order ${n}`,
      conversation: [
        { from: 'customer', text: `I was charged twice for order ${n}. My bank shows both payments.` },
        { from: 'ai_agent', text: 'I can see two payments on the same day for the same invoice.' },
      ],
      reply: 'I will refund one of the two payments. It usually arrives within five working days.',
    },
  }
}
