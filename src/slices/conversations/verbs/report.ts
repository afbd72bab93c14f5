import { mayActFor, requireScope } from '#kernel/actor.ts'
import type { InputOf } from '#kernel/contract.ts'
import type { Tx } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import { type Ctx, write } from '#kernel/verb.ts'
import { people } from '#slices/identity/index.ts'
import { versionsOf } from '#slices/measures/index.ts'
import type * as contract from '../contract.ts'
import type { Event } from '../event.ts'
import { recordEvents } from './record.ts'

const scope = 'conversations:write'

export type ReportParts = { pseudonymKey: Buffer; keepsRawTranscripts: boolean }

export const makeRecordConversationEvents = ({ pseudonymKey, keepsRawTranscripts }: ReportParts) =>
  write({
    scope,
    action: 'conversations.record',
    async run(tx, { events }: InputOf<typeof contract.recordConversationEvents>, ctx) {
      await requireTellable(tx, ctx, events)
      const parts = { at: ctx.now, pseudonymKey, keepsRaw: keepsRawTranscripts, versions: await versionsOf(tx) }
      const { isNews: _, ...result } = await recordEvents(tx, events, parts)
      return { subject: 'conversations', after: result, result }
    },
  })

/** Refuses a batch for teams that are not the caller's or not known, or about another AI agent than the key's. */
async function requireTellable(tx: Tx, { actor }: Ctx, events: readonly Event[]): Promise<void> {
  const teams = [...new Set(events.map(({ team }) => team))]
  for (const team of teams) requireScope(actor, scope, team)
  if (actor.aiAgentId !== undefined && events.some(({ aiAgent }) => aiAgent === undefined || !mayActFor(actor, aiAgent)))
    throw new AppError('not_allowed', `This key speaks for ${actor.aiAgentId} only.`, {
      next: 'Report what that AI agent did with it, and the rest with another key.',
    })
  const known = new Set(await people.teams(tx, teams))
  const unknown = teams.find((team) => !known.has(team))
  if (unknown !== undefined)
    throw new AppError('not_found', `There is no team ${unknown}.`, { next: 'Add it under Settings, or correct its id.' })
}
