import type { Call } from '#sdk/call.ts'
import * as conversations from '#slices/conversations/contract.ts'
import * as identity from '#slices/identity/contract.ts'
import * as usage from '#slices/usage/contract.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** The middle of the last quarter that is over. */
const lastQuarter = (now: Date) => Date.UTC(now.getUTCFullYear(), Math.floor(now.getUTCMonth() / 3) * 3 - 2, 15, 9)

/** A number from 0 to 1 that looks like chance and is always the same. */
function scattered(nth: number): number {
  const far = Math.sin(nth * 12.9898) * 43_758.5453
  return far - Math.floor(far)
}

/** Answers of two versions to the same 900 cases: the surer, the likelier right, and more often than they say; the second more than the first. */
async function playGrades(call: Call, now: Date): Promise<void> {
  for (const [version, bonus] of [
    ['1', 0],
    ['2', 0.06],
  ] as const) {
    const grades = Array.from({ length: 900 }, (_, nth) => {
      const confidence = (((nth * 37) % 100) + 0.5) / 100
      const isInScope = confidence > 0.3 || nth % 4 !== 0
      const isRight = isInScope && scattered(nth + 1) < Math.min(0.99, 0.6 + 0.45 * confidence + bonus)
      return {
        team: 'billing',
        id: `${version}-${nth}`,
        aiAgent: 'refund-bot',
        aiAgentVersion: version,
        kind: ['refund', 'address', 'invoice'][nth % 3],
        case: `case-${nth}`,
        answer: isRight ? 'refund' : `other-${version}`,
        confidence,
        isRight,
        isInScope,
        at: new Date(now.getTime() - (10 - Number(version)) * dayMs).toISOString(),
      }
    })
    await call(usage.recordGrades, { grades })
  }
}

/** Suggestions of a quarter that is over: ten people, who take what is surer. */
async function playSuggestions(call: Call, now: Date): Promise<void> {
  const shown = lastQuarter(now)
  const suggestions = Array.from({ length: 500 }, (_, nth) => {
    const confidence = ((nth * 7) % 100) / 100
    const isTaken = (nth * 11) % 100 < confidence * 100
    const at = shown + nth * 60_000
    return {
      team: 'billing',
      id: `suggestion-${nth}`,
      person: `person-${nth % 10}`,
      aiAgent: 'refund-bot',
      shownAt: new Date(at).toISOString(),
      answeredAt: new Date(at + 8000).toISOString(),
      outcome: isTaken ? ('accepted' as const) : ('rejected' as const),
      confidence,
      keptShare: isTaken ? Number(nth % 4 === 0 ? 0.2 : 1) : null,
    }
  })
  await call(usage.recordSuggestions, { suggestions })
}

/** Cases of two teams over four weeks: some go to and fro, some stay open; a third team went quiet years ago. */
async function playCases(call: Call, now: Date): Promise<void> {
  const name = { department: null, timeZone: 'UTC', lead: null }
  await call(identity.createTeam, { id: 'desk', name: 'Desk', ...name })
  await call(identity.createTeam, { id: 'faded', name: 'Faded', ...name })
  const begin = now.getTime() - 28 * dayMs
  const event = (conversation: string, at: number, more: object = {}) => ({
    team: 'desk',
    source: 'desk',
    conversation,
    event: String(at),
    at: new Date(at).toISOString(),
    kind: 'updated' as const,
    ...more,
  })
  const events = Array.from({ length: 120 }, (_, nth) => {
    const at = begin + (nth % 20) * dayMs + (nth % 9) * hourMs
    const id = `case-${nth}`
    return [
      event(id, at, { kind: 'opened' }),
      ...(nth % 3 === 0 ? [event(id, at + hourMs, { team: 'billing' })] : []),
      ...(nth % 6 === 0 ? [event(id, at + 2 * hourMs)] : []),
      ...(nth % 5 === 0 ? [] : [event(id, at + 3 * hourMs, { kind: 'closed' })]),
    ]
  }).flat()
  await call(conversations.recordConversationEvents, { events })
  const long = Array.from({ length: 40 }, (_, nth) => event(`old-${nth}`, now.getTime() - 800 * dayMs, { team: 'faded', kind: 'closed' }))
  await call(conversations.recordConversationEvents, { events: long })
}

/** Checked answers, suggestions by confidence, and cases that flow. */
export async function playEvidence(call: Call, now: Date): Promise<void> {
  await playGrades(call, now)
  await playSuggestions(call, now)
  await playCases(call, now)
}
