import { type Actor, requireActFor, requireEverywhere, requireScope, teamsOf } from '#kernel/actor.ts'
import type { Chance } from '#kernel/clock.ts'
import type { InputOf } from '#kernel/contract.ts'
import type { Tx } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import { type Ctx, read, requireMatch, write } from '#kernel/verb.ts'
import { teamExists } from '#slices/identity/index.ts'
import { type Channel, channelForAudit, channelToWire, secretAfter, secretOf, settingsOf } from '../channel.ts'
import type * as contract from '../contract.ts'
import { rotated, secretBytes, secretFrom } from '../signature.ts'
import { channelById, channelsAfter, insertChannel, lockChannel, removeChannel, saveChannel } from '../store/channels.ts'
import { giveUpChannel } from '../store/deliveries.ts'

const reading = 'channels:read'
const scope = 'channels:write'

export const listChannels = read({
  scope: reading,
  async run(db, input: InputOf<typeof contract.listChannels>, { actor }) {
    const filter = { ...input, teamIds: teamsOf(actor, reading), aiAgentId: actor.aiAgentId, limit: input.limit + 1 }
    const found = await channelsAfter(db, filter)
    const shown = found.slice(0, input.limit)
    return { items: shown.map(channelToWire), next: found.length > shown.length ? (shown.at(-1)?.id ?? null) : null }
  },
})

export const getChannel = read({
  scope: reading,
  async run(db, input: InputOf<typeof contract.getChannel>, { actor }) {
    const channel = await channelById(db, input.channel)
    if (!channel || !isSeenBy(actor, channel)) throw missing(input.channel)
    return channelToWire(channel)
  },
})

function isSeenBy(actor: Actor, channel: Channel): boolean {
  const teams = teamsOf(actor, reading)
  const isOfTeam = teams === null || channel.teamId === null || teams.includes(channel.teamId)
  return isOfTeam && (actor.aiAgentId === undefined || actor.aiAgentId === channel.aiAgentId)
}

export function missing(id: string): AppError {
  return new AppError('not_found', `There is no channel ${id}.`, { next: 'See /api/v1/channels for what there is.' })
}

/** A team's channel takes the right in the team; one of the whole organisation takes it in every team. */
export function requireOver(actor: Actor, channel: Pick<Channel, 'teamId' | 'aiAgentId'>): void {
  if (channel.teamId === null) requireEverywhere(actor, scope)
  else requireScope(actor, scope, channel.teamId)
  requireActFor(actor, channel.aiAgentId ?? 'all AI agents')
}

const keepChannel = write({
  scope,
  action: 'channel.create',
  async run(tx, channel: Channel, ctx) {
    requireOver(ctx.actor, channel)
    requireSense(channel)
    if (channel.teamId !== null && !(await teamExists(tx, channel.teamId)))
      throw new AppError('not_found', `There is no team ${channel.teamId}.`, { next: 'Add the team first, or correct its id.' })
    if (!(await insertChannel(tx, channel, ctx.now)))
      throw new AppError('conflict', 'The organisation has an e-mail channel already.', { next: 'Change that one, or delete it first.' })
    return { subject: `channel:${channel.id}`, after: channelForAudit(channel), result: channelToWire(channel) }
  },
})

/** Makes a channel. A signing secret is in the first answer only: a repeated request gets the same answer without it. */
export async function createChannel(chance: Chance, ctx: Ctx, input: InputOf<typeof contract.createChannel>) {
  const made = secretFrom(chance.bytes(secretBytes))
  const channel: Channel = {
    id: chance.uuid(ctx.now),
    teamId: input.teamId,
    kind: input.target.kind,
    name: input.name,
    settings: settingsOf(input.target),
    secret: secretOf(input.target, made),
    events: [...new Set(input.events)],
    aiAgentId: input.aiAgentId,
    isOn: input.isOn,
    offBecause: null,
    restsUntil: null,
    failures: 0,
    etag: 1,
  }
  const kept = await keepChannel(ctx, channel)
  return { ...kept, secret: kept.id === channel.id && channel.kind === 'webhook' ? made : null }
}

function requireSense(channel: Channel): void {
  if (channel.kind === 'smtp' && channel.teamId !== null)
    throw invalid('teamId', 'E-mail goes through one channel of the whole organisation: leave teamId out.')
  if (channel.kind !== 'webhook' && channel.events.length > 0)
    throw invalid('events', 'Only signed webhooks are told of events; the other kinds carry escalations.')
  if (channel.kind !== 'webhook' && channel.aiAgentId !== null) throw invalid('aiAgentId', 'Only a signed webhook may be for one AI agent.')
}

function invalid(path: string, message: string): AppError {
  return new AppError('invalid', message, { faults: [{ path, message }], next: `Correct ${path} and send it again.` })
}

export const changeChannel = write({
  scope,
  action: 'channel.change',
  async run(tx, input: InputOf<typeof contract.changeChannel>, ctx) {
    const before = await held(tx, input.channel, ctx)
    const { target } = input
    if (target && target.kind !== before.kind)
      throw invalid('target', `This channel is of kind ${before.kind} and stays so. Make another for ${target.kind}.`)
    const after: Channel = {
      ...before,
      name: input.name ?? before.name,
      settings: target ? settingsOf(target) : before.settings,
      secret: target ? secretAfter(before, target) : before.secret,
      events: input.events ? [...new Set(input.events)] : before.events,
      aiAgentId: input.aiAgentId === undefined ? before.aiAgentId : input.aiAgentId,
      isOn: input.isOn ?? before.isOn,
      offBecause: input.isOn === undefined ? before.offBecause : null,
      restsUntil: null,
      etag: before.etag + 1,
    }
    requireSense(after)
    requireOver(ctx.actor, after)
    await saveChannel(tx, after)
    const subject = `channel:${after.id}`
    return { subject, before: channelForAudit(before), after: channelForAudit(after), result: channelToWire(after) }
  },
})

/** The channel, held for a change by somebody who may and who saw how it is. */
async function held(tx: Tx, id: string, ctx: Ctx): Promise<Channel> {
  const channel = await lockChannel(tx, id)
  if (!channel) throw missing(id)
  requireOver(ctx.actor, channel)
  requireMatch(ctx, String(channel.etag), 'channel')
  return channel
}

export const deleteChannel = write({
  scope,
  action: 'channel.delete',
  async run(tx, input: InputOf<typeof contract.deleteChannel>, ctx) {
    const before = await held(tx, input.channel, ctx)
    await giveUpChannel(tx, before.id, 'The channel was deleted.')
    await removeChannel(tx, before.id)
    return { subject: `channel:${before.id}`, before: channelForAudit(before), result: {} }
  },
})

const keepSecret = write({
  scope,
  action: 'channel.rotate_secret',
  async run(tx, input: { channel: string; made: string }, ctx) {
    const before = await lockChannel(tx, input.channel)
    if (!before) throw missing(input.channel)
    requireOver(ctx.actor, before)
    if (before.kind !== 'webhook')
      throw new AppError('conflict', 'Only signed webhooks have a secret that we make.', {
        next: 'Change the target of this channel instead.',
      })
    const signing = rotated(before.secret.signing, input.made, ctx.now)
    await saveChannel(tx, { ...before, secret: { signing }, etag: before.etag + 1 })
    return { subject: `channel:${before.id}`, result: { at: ctx.now.toISOString(), olderSignsUntil: signing.olderUntil ?? null } }
  },
})

export async function rotateSecret(chance: Chance, ctx: Ctx, input: InputOf<typeof contract.rotateSecret>) {
  const made = secretFrom(chance.bytes(secretBytes))
  const { at, olderSignsUntil } = await keepSecret(ctx, { ...input, made })
  return { secret: at === ctx.now.toISOString() ? made : null, olderSignsUntil }
}
