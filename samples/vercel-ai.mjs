// Puts Pilotage between a model and its tools, for the Vercel AI SDK (ai 7). See docs/sdk.md; tests/sdk/package.test.ts plays it with samples/vercel-agent.mjs.

const approvals = { autonomous: 'approved', review: 'user-approval', human_only: 'denied' }

/**
 * `proposalFor` makes the proposal of a tool call: its `call` is the tool call's id, so asking again gets the same decision.
 * `actions` holds what each tool does once it may.
 */
export function govern({ pilotage, proposalFor, actions }) {
  const decide = (name, input, id) => pilotage.decide(proposalFor({ name, input, id }))

  return {
    /** For `toolApproval` of generateText, streamText or ToolLoopAgent. */
    async toolApproval({ toolCall }) {
      const { tier, reasons } = await decide(toolCall.toolName, toolCall.input, toolCall.toolCallId)
      return { type: approvals[tier], reason: reasons[0]?.because }
    },

    /** For `execute` of a tool: the arguments are those that were decided or that a teammate made of them, and it runs once. */
    execute(name) {
      return async (input, { toolCallId }) => {
        const decision = await decide(name, input, toolCallId)
        const review = await pilotage.waitForReview(decision, { timeoutSeconds: 0 })
        const done = await pilotage.execute(review, actions[name])
        return done.ran ? done.value : { notDone: done.why }
      }
    },

    /** Waits for people on what the messages ask for: push the result onto the messages and generate again. */
    async answersTo(messages) {
      const parts = messages.findLast(({ role }) => role === 'assistant').content
      const asked = parts.filter((part) => part.type === 'tool-approval-request' && !part.isAutomatic)
      const content = asked.map(async ({ approvalId, toolCallId }) => {
        const call = parts.find((part) => part.type === 'tool-call' && part.toolCallId === toolCallId)
        const review = await pilotage.waitForReview(await decide(call.toolName, call.input, toolCallId))
        const approved = review.state === 'approved' || review.state === 'executed'
        return { type: 'tool-approval-response', approvalId, approved, reason: review.message ?? review.state }
      })
      return { role: 'tool', content: await Promise.all(content) }
    },
  }
}
