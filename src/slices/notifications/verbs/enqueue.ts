import type { Tx } from '#kernel/db.ts'
import type { EventType } from '../channel.ts'
import { triedForMs } from '../delivery.ts'
import { messageId, type OutgoingMessage } from '../message.ts'
import { webhooksFor } from '../store/channels.ts'
import { insertDelivery } from '../store/deliveries.ts'

/**
 * Puts a message in line in the caller's transaction: one insert, sent soon after the commit, at least once and under one id.
 * False when the channel is gone, off or another team's; then nothing is sent.
 */
export function enqueue(tx: Tx, message: OutgoingMessage): Promise<boolean> {
  const { teamId, channelId, kind, subject, isDrill, at, text, link, severity, dedupKey, action, to, payload } = message
  return insertDelivery(tx, {
    id: messageId(message),
    teamId,
    channelId,
    kind,
    subject,
    isDrill,
    at,
    givesUpAt: new Date(at.getTime() + triedForMs),
    message: { text, link, severity, dedupKey, action, to, payload, at: at.toISOString() },
  })
}

export type PublishedEvent = {
  teamId: string
  aiAgentId?: string
  type: EventType
  /** Ids and what happened; nothing of a customer, and no person. */
  data: Record<string, unknown>
  at: Date
  isDrill?: boolean
}

/** Tells every signed webhook that asked for such events. Costs one small read when there is none. */
export async function publishEvent(tx: Tx, event: PublishedEvent): Promise<void> {
  const { teamId, type, data, at, isDrill = false } = event
  const channels = await webhooksFor(tx, event)
  const dedupKey = `${type}:${JSON.stringify(data)}`
  const payload = { type, timestamp: at.toISOString(), data: { team: teamId, ...data, isDrill } }
  for (const channelId of channels)
    await enqueue(tx, {
      teamId,
      channelId,
      kind: type,
      subject: type,
      text: type,
      severity: 'normal',
      dedupKey,
      action: 'trigger',
      isDrill,
      payload,
      at,
    })
}
