import { requireActFor, requireScope } from '#kernel/actor.ts'
import type { InputOf } from '#kernel/contract.ts'
import { AppError } from '#kernel/errors.ts'
import { must } from '#kernel/must.ts'
import { write } from '#kernel/verb.ts'
import type * as contract from '../contract.ts'
import { itemOfId } from '../store/items.ts'
import { toRow } from '../wire.ts'
import { openException } from './opening.ts'
import type { QueueParts } from './ports.ts'
import { found, readerOf } from './rights.ts'

/** Opens an item: a customer asks for a person, a run failed, or by hand. */
export function makeOpen({ chance, knownTeams }: QueueParts) {
  return write({
    scope: 'exceptions:open',
    action: 'exception.open',
    async run(tx, input: InputOf<typeof contract.openException>, ctx) {
      requireScope(ctx.actor, 'exceptions:open', input.team)
      const aiAgentId = input.aiAgent ?? ctx.actor.aiAgentId ?? null
      if (aiAgentId !== null) requireActFor(ctx.actor, aiAgentId)
      const [team] = await knownTeams(tx, [input.team])
      if (team === undefined)
        throw new AppError('not_found', `There is no team ${input.team}.`, { next: 'Add the team first, or check its id.' })
      const { origin, subject, title, severity, note, conversation } = input
      const id = chance.uuid(ctx.now)
      const opened = await openException(tx, {
        id,
        teamId: team,
        origin,
        aiAgentId,
        decisionType: input.decisionType,
        runId: input.run,
        subject,
        title,
        severity,
        content: { note, conversation },
        at: ctx.now,
      })
      must(opened, 'A fresh id opens an item')
      const item = found(await itemOfId(tx, { teams: [team] }, id), id)
      return { subject: `exception:${id}`, after: { team, origin, severity: item.severity }, result: toRow(item, readerOf(ctx)) }
    },
  })
}
