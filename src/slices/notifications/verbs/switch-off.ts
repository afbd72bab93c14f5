import { systemActor } from '#kernel/actor.ts'
import type { Clock } from '#kernel/clock.ts'
import type { Db } from '#kernel/db.ts'
import { type WriteAudit, write } from '#kernel/verb.ts'
import { lockChannel, saveChannel } from '../store/channels.ts'

const scope = 'channels:write'
const actor = systemActor('sender', [scope])

const stopChannel = write({
  scope,
  action: 'channel.switch_off',
  async run(tx, input: { channelId: string; because: string }) {
    const channel = await lockChannel(tx, input.channelId)
    if (channel) await saveChannel(tx, { ...channel, isOn: false, offBecause: input.because, etag: channel.etag + 1 })
    return { subject: `channel:${input.channelId}`, reason: input.because, result: {} }
  },
})

/** Switches a channel off because the other side wants nothing more. It says so in the list of channels. */
export async function switchOff(house: { db: Db; clock: Clock; audit: WriteAudit }, input: { channelId: string; because: string }) {
  await stopChannel({ actor, now: house.clock.now(), db: house.db, audit: house.audit, requestId: actor.id }, input)
}
