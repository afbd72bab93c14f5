import { teamsOf } from '#kernel/actor.ts'
import type { InputOf } from '#kernel/contract.ts'
import type { Tx } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import { must } from '#kernel/must.ts'
import { type Ctx, read, write } from '#kernel/verb.ts'
import { people } from '#slices/identity/index.ts'
import type { Channel } from '../channel.ts'
import type * as contract from '../contract.ts'
import { type Delivery, deliveryToWire, triedForMs } from '../delivery.ts'
import { messageId, noTeam, type OutgoingMessage } from '../message.ts'
import { channelById, wakeChannel } from '../store/channels.ts'
import { deliveriesBefore, deliveryById, putBack } from '../store/deliveries.ts'
import { missing, requireOver } from './channels.ts'
import { enqueue } from './enqueue.ts'

const reading = 'channels:read'
const scope = 'channels:write'

export const listDeliveries = read({
  scope: reading,
  async run(db, input: InputOf<typeof contract.listDeliveries>, { actor }) {
    const { after, limit, team, channelId, state } = input
    const teamIds = teamsOf(actor, reading)
    const found = await deliveriesBefore(db, {
      teamIds,
      aiAgentId: actor.aiAgentId,
      team,
      channelId,
      state,
      before: after,
      limit: limit + 1,
    })
    const shown = found.slice(0, limit)
    return { items: shown.map(deliveryToWire), next: found.length > shown.length ? (shown.at(-1)?.id ?? null) : null }
  },
})

export const getDelivery = read({
  scope: reading,
  async run(db, input: InputOf<typeof contract.getDelivery>, ctx) {
    return deliveryToWire(await seenDelivery(db, input.delivery, { ctx, asked: reading }))
  },
})

/** The delivery, for somebody who may see it; of another team's it is not even said that it exists. */
async function seenDelivery(db: Parameters<typeof deliveryById>[0], id: string, by: { ctx: Ctx; asked: string }): Promise<Delivery> {
  const { actor } = by.ctx
  const found = await deliveryById(db, id)
  const teams = teamsOf(actor, by.asked)
  const channel = found && actor.aiAgentId !== undefined ? await channelById(db, found.channelId) : undefined
  const isOwn = actor.aiAgentId === undefined || channel?.aiAgentId === actor.aiAgentId
  if (found && isOwn && (teams === null || teams.includes(found.teamId))) return found
  throw new AppError('not_found', `There is no delivery ${id}.`, { next: 'See /api/v1/deliveries. What ended is kept for 30 days.' })
}

export const retryDelivery = write({
  scope,
  action: 'delivery.retry',
  async run(tx, input: InputOf<typeof contract.retryDelivery>, ctx) {
    const before = await seenDelivery(tx, input.delivery, { ctx, asked: scope })
    const times = { at: ctx.now, givesUpAt: new Date(ctx.now.getTime() + triedForMs) }
    if (!(await channelById(tx, before.channelId)))
      throw new AppError('conflict', 'The channel of this message was deleted.', {
        next: 'Make a channel and let it be sent anew from where it came.',
      })
    if (!(await putBack(tx, before, times)))
      throw new AppError('conflict', 'This message was delivered.', { next: 'Nothing is left to do.' })
    // Somebody asked for it now, so the rest of the channel ends too.
    await wakeChannel(tx, before.channelId)
    const after = await deliveryById(tx, before.id)
    must(after, 'what was just put back is there')
    return {
      subject: `delivery:${before.id}`,
      before: { state: before.state },
      after: { state: after.state },
      result: deliveryToWire(after),
    }
  },
})

export const testChannel = write({
  scope,
  action: 'channel.test',
  async run(tx, input: InputOf<typeof contract.testChannel>, ctx) {
    const channel = await channelById(tx, input.channel)
    if (!channel) throw missing(input.channel)
    requireOver(ctx.actor, channel)
    const to = channel.kind === 'smtp' ? await recipient(tx, input.to, ctx) : undefined
    const message = testMessage(channel, { to, at: ctx.now })
    if (!(await enqueue(tx, message))) throw new AppError('conflict', `${channel.name} is off.`, { next: 'Switch it on, then test it.' })
    const made = await deliveryById(tx, messageId(message))
    must(made, 'what was just put in line is there')
    return { subject: `channel:${channel.id}`, result: deliveryToWire(made) }
  },
})

function testMessage(channel: Channel, { to, at }: { to?: string; at: Date }): OutgoingMessage {
  return {
    teamId: channel.teamId ?? noTeam,
    channelId: channel.id,
    kind: 'test',
    subject: `Test of ${channel.name}`,
    text: 'This is a test of this channel by Pilotage. Nothing happened, and nothing needs to be done.',
    severity: 'normal',
    dedupKey: `test:${channel.id}:${at.getTime()}`,
    action: 'trigger',
    isDrill: false,
    to,
    at,
  }
}

/** Tests go to people who have access here, so that nobody writes to strangers through our server. */
async function recipient(tx: Tx, to: string | undefined, ctx: Ctx): Promise<string> {
  const { actor } = ctx
  const isSelf = to === undefined && actor.kind === 'person'
  const [person] = isSelf ? await people.byIds(tx, [actor.id]) : await people.byEmails(tx, to === undefined ? [] : [to])
  if (person?.isActive) return person.email
  const message = to === undefined ? 'Say to whom the test goes.' : 'Nobody who has access here has this address.'
  throw new AppError('invalid', message, { faults: [{ path: 'to', message }], next: 'Write the address of somebody who has access here.' })
}
