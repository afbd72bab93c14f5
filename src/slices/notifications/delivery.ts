import type * as z from 'zod/mini'
import type { ChannelKind } from './channel.ts'
import type { Delivery as DeliveryShape, deliveryStates } from './contract/shapes.ts'
import { noTeam, type StoredMessage } from './message.ts'

export type DeliveryState = (typeof deliveryStates)[number]

/** One message to one channel, from when it was put in line until it was delivered or is tried no more. */
export type Delivery = {
  teamId: string
  id: string
  channelId: string
  channelName: string
  channelKind: ChannelKind
  kind: string
  subject: string
  state: DeliveryState
  tries: number
  nextTryAt: Date | null
  lastStatus: number | null
  lastProblem: string | null
  createdAt: Date
  deliveredAt: Date | null
  isDrill: boolean
}

/** A delivery that is being tried, with what is to be sent. */
export type Attempt = Pick<Delivery, 'teamId' | 'id' | 'channelId' | 'kind' | 'subject' | 'tries' | 'isDrill'> & { message: StoredMessage }

/**
 * How a try ended. `try_later`: this message, for a passing reason. `unreachable`: the other side as a whole, so that nothing
 * else is tried there for a while. `refused`: it will never be taken. `gone`: the other side wants nothing more, ever.
 */
export type Outcome =
  | { kind: 'delivered'; status: number | null }
  | { kind: 'try_later' | 'unreachable' | 'refused' | 'gone'; status: number | null; problem: string; waitMs?: number }

const firstWaitMs = 5000
const longestWaitMs = 3_600_000
/** How long something is tried at all. */
export const triedForMs = 24 * 3_600_000

/**
 * Milliseconds to wait after the nth try that failed: 5 s, doubling to an hour, of which chance (0 to 1) takes up to half, so
 * that what failed together does not come back together. What the other side asked for is kept to, up to an hour.
 */
export function waitAfter(tries: number, chance: number, askedMs = 0): number {
  const whole = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.max(0, Math.min(tries - 1, 20)))
  return Math.max(Math.round(whole * (1 - chance / 2)), Math.min(askedMs, longestWaitMs))
}

/** How the answer of an HTTP server is taken. Redirects are not followed: they could lead inside. */
export function outcomeOf(kind: ChannelKind, answer: { status: number; text: string; retryAfterMs?: number }): Outcome {
  const { status } = answer
  if (status >= 200 && status < 300) return { kind: 'delivered', status }
  const said = answer.text.trim() === '' ? '' : ` It said: ${answer.text.trim().slice(0, 300)}`
  if (status === 410) return { kind: 'gone', status, problem: `The other side answered 410: it wants nothing more.${said}` }
  if (status >= 300 && status < 400)
    return {
      kind: 'unreachable',
      status,
      problem: `The other side answered ${status}: it sent us elsewhere, and we do not follow. Correct the address.`,
    }
  const problem = `The other side answered ${status}.${said}`
  // Standard Webhooks: everything but 2xx and 410 is tried again. The others say with these that the message itself is wrong.
  if (kind !== 'webhook' && [400, 405, 413, 415, 422].includes(status)) return { kind: 'refused', status, problem }
  return { kind: 'unreachable', status, problem, waitMs: answer.retryAfterMs }
}

export function deliveryToWire(delivery: Delivery): z.infer<typeof DeliveryShape> {
  const { teamId, nextTryAt, createdAt, deliveredAt, ...rest } = delivery
  return {
    ...rest,
    teamId: teamId === noTeam ? null : teamId,
    nextTryAt: nextTryAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    deliveredAt: deliveredAt?.toISOString() ?? null,
  }
}
