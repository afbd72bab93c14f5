// An AI agent asks, waits for a person when one is needed, and acts once. Set PILOTAGE_URL and PILOTAGE_KEY.
import { createPilotage } from '@pilotage/sdk'

const proposal = {
  aiAgent: 'refund-bot',
  team: 'billing',
  decisionType: 'refund',
  subject: 'conversation:4711',
  run: 'run-4711',
  call: 'call-1',
  action: { name: 'refund', arguments: { order: 'W123', amount: 142.5 } },
  inputs: { amount: 142.5 },
}

const pilotage = createPilotage({ baseUrl: process.env.PILOTAGE_URL, apiKey: process.env.PILOTAGE_KEY })
const decision = await pilotage.decide(proposal)
const review = await pilotage.waitForReview(decision)
const done = await pilotage.execute(review, ({ order, amount }) => `Refunded ${amount} for order ${order}.`)
console.log(done.ran ? done.value : done.why)
