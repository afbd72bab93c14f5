// An AI agent on the Vercel AI SDK with a scripted model, in a process of its own: `propose`, `resume` or `replay`.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { createPilotage } from '@pilotage/sdk'
import { generateText, isStepCount, jsonSchema, tool } from 'ai'
import { MockLanguageModelV4 } from 'ai/test'
import { govern } from './vercel-ai.mjs'

const step = process.argv[2]
const calls = { small: 20, large: 500, huge: 5000 }

const pilotage = createPilotage({ baseUrl: process.env.PILOTAGE_URL, apiKey: process.env.PILOTAGE_KEY })
const governed = govern({
  pilotage,
  proposalFor: ({ name, input, id }) => ({
    aiAgent: 'refund-bot',
    team: 'billing',
    decisionType: 'refund',
    subject: 'conversation:1',
    run: 'vercel-1',
    call: id,
    action: { name, arguments: input },
    inputs: { amount: input.amount },
  }),
  actions: {
    refund({ amount }) {
      appendFileSync('effects.log', `${amount}\n`)
      return { refunded: amount }
    },
  },
})

/** Wants three refunds first, and says what it got once every tool has answered. */
const model = new MockLanguageModelV4({
  async doGenerate({ prompt }) {
    const usage = { inputTokens: { total: 1 }, outputTokens: { total: 1 } }
    const isFirst = prompt.every((message) => message.role === 'user')
    const content = isFirst
      ? Object.entries(calls).map(([toolCallId, amount]) => ({
          type: 'tool-call',
          toolCallId,
          toolName: 'refund',
          input: JSON.stringify({ amount }),
        }))
      : [{ type: 'text', text: 'I am done.' }]
    return { content, finishReason: { unified: isFirst ? 'tool-calls' : 'stop' }, usage, warnings: [] }
  },
})

const inputSchema = jsonSchema({ type: 'object', properties: { amount: { type: 'number' } }, required: ['amount'] })

async function generate(messages) {
  const result = await generateText({
    model,
    tools: { refund: tool({ inputSchema, execute: governed.execute('refund') }) },
    toolApproval: governed.toolApproval,
    experimental_toolApprovalSecret: 'a secret of the test',
    stopWhen: isStepCount(5),
    messages,
  })
  return [...messages, ...result.responseMessages]
}

const load = (name) => JSON.parse(readFileSync(name, 'utf8'))
const save = (name, messages) => writeFileSync(name, JSON.stringify(messages))

if (step === 'propose') save('proposed.json', await generate([{ role: 'user', content: 'Refund all three.' }]))
if (step === 'resume') {
  const proposed = load('proposed.json')
  const answered = [...proposed, await governed.answersTo(proposed)]
  save('answered.json', answered)
  save('resumed.json', await generate(answered))
}
if (step === 'replay') save('replayed.json', await generate(load('answered.json')))
