import type { Chance, Clock } from '#kernel/clock.ts'
import type { Db } from '#kernel/db.ts'
import type { WriteAudit } from '#kernel/verb.ts'
import { postFor } from '../bodies.ts'
import type { Channel } from '../channel.ts'
import { type Attempt, type Outcome, outcomeOf, waitAfter } from '../delivery.ts'
import { channelById, restChannel, wakeChannel } from '../store/channels.ts'
import { markDelivered, markFailed } from '../store/deliveries.ts'
import { switchOff } from '../verbs/switch-off.ts'
import { type Guard, PrivateTargetError } from './guard.ts'
import { sendMail } from './mail.ts'
import { post } from './post.ts'

type Parts = { db: Db; clock: Clock; chance: Chance; audit: WriteAudit; source: string }
type Surroundings = { guard: Guard; stopping: AbortSignal }

export const tryMs = 10_000

/** One try of one delivery, and what became of it on record. */
export async function tryOnce(parts: Parts, attempt: Attempt, { guard, stopping }: Surroundings): Promise<void> {
  const channel = await channelById(parts.db, attempt.channelId)
  if (!channel) return
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(tryMs)])
  const outcome = await deliver(parts, { channel, attempt }, { guard, signal }).catch(outcomeOfFault)
  // Left to its lease, as if we had died: nobody knows whether it arrived.
  if (stopping.aborted && outcome.kind !== 'delivered') return
  await note(parts, { channel, attempt, outcome })
}

type What = { channel: Channel; attempt: Attempt }

async function deliver(parts: Parts, { channel, attempt }: What, by: { guard: Guard; signal: AbortSignal }): Promise<Outcome> {
  if (channel.kind === 'smtp') return sendMail(channel, attempt, { ...by, domain: parts.source })
  const sent = postFor(channel, attempt, { now: parts.clock.now(), source: parts.source })
  return outcomeOf(channel.kind, await post(sent, by))
}

/** No answer at all. A target that we may not reach stays as it is until somebody changes it or the setting. */
function outcomeOfFault(error: unknown): Outcome {
  const { name, code, message } = error as { name?: string; code?: string; message?: string }
  if (error instanceof PrivateTargetError) return { kind: 'refused', status: null, problem: error.message }
  if (name === 'TimeoutError' || code === 'ETIMEDOUT')
    return { kind: 'unreachable', status: null, problem: `The other side did not answer within ${tryMs / 1000} seconds.` }
  return { kind: 'unreachable', status: null, problem: `The other side could not be reached: ${message ?? String(error)}.`.slice(0, 500) }
}

type Tried = What & { outcome: Outcome }

async function note(parts: Parts, { channel, attempt, outcome }: Tried): Promise<void> {
  const { db, clock, chance } = parts
  const now = clock.now()
  if (outcome.kind === 'delivered') {
    await markDelivered(db, attempt, { status: outcome.status, at: now })
    return wakeChannel(db, channel.id)
  }
  const { status, problem } = outcome
  if (outcome.kind === 'refused' || outcome.kind === 'gone') await markFailed(db, attempt, { status, problem, nextTryAt: null })
  if (outcome.kind === 'gone') return switchOff(parts, { channelId: channel.id, because: problem })
  if (outcome.kind === 'refused') return
  const share = () => chance.bytes(4).readUInt32BE() / 2 ** 32
  const after = (tries: number) => new Date(now.getTime() + waitAfter(tries, share(), outcome.waitMs))
  await markFailed(db, attempt, { status, problem, nextTryAt: after(attempt.tries) })
  if (outcome.kind === 'unreachable') {
    const failures = channel.failures + 1
    await restChannel(db, channel.id, { failures, until: after(failures) })
  }
}
