import { type Actor, requireScope, teamsOf } from '#kernel/actor.ts'
import type { Chance } from '#kernel/clock.ts'
import type { InputOf } from '#kernel/contract.ts'
import { AppError } from '#kernel/errors.ts'
import { read, write } from '#kernel/verb.ts'
import type * as contract from '../contract.ts'
import { deleteView, holdViewsOf, putView, type Viewer, viewOfId, viewsFor } from '../store/views.ts'
import { type View, viewsMax } from '../view.ts'
import { requireNotProposing } from './rights.ts'

const viewerOf = (actor: Actor, right: string): Viewer => ({ personId: personOf(actor), teams: teamsOf(actor, right) })
const personOf = (actor: Actor): string | null => (actor.kind === 'person' ? actor.id : null)

export const listViews = read({
  scope: 'exceptions:read',
  async run(db, { screen }: InputOf<typeof contract.listViews>, { actor }) {
    return { items: (await viewsFor(db, viewerOf(actor, 'exceptions:read'), screen)).map(toAnswer) }
  },
})

const scope = 'exceptions:work'

export function makeSaveView(chance: Chance) {
  return write({
    scope,
    action: 'view.save',
    async run(tx, { screen, team, ...said }: InputOf<typeof contract.saveView>, ctx) {
      requireNotProposing(ctx.actor)
      const personId = team === null ? requirePerson(ctx.actor) : null
      if (team !== null) requireScope(ctx.actor, scope, team)
      const own = await holdViewsOf(tx, { screen, personId, teamId: team })
      const before = own.find((view) => view.name.toLowerCase() === said.name.toLowerCase())
      if (!before && own.length >= viewsMax)
        throw new AppError('conflict', `There are ${viewsMax} views already.`, { next: 'Forget one that nobody needs, or use its name.' })
      const after: View = { id: before?.id ?? chance.uuid(ctx.now), screen, personId, teamId: team, ...said }
      await putView(tx, after, ctx.now)
      return { subject: `view:${after.id}`, before: before && told(before), after: told(after), result: toAnswer(after) }
    },
  })
}

export const dropView = write({
  scope,
  action: 'view.drop',
  async run(tx, { id }: { id: string }, { actor }) {
    requireNotProposing(actor)
    const view = await viewOfId(tx, viewerOf(actor, scope), id)
    if (!view) throw new AppError('not_found', `There is no view ${id} of yours.`, { next: 'See /api/v1/views for what there is.' })
    await deleteView(tx, id)
    return { subject: `view:${id}`, before: told(view), result: {} }
  },
})

function requirePerson(actor: Actor): string {
  const id = personOf(actor)
  if (id !== null) return id
  throw new AppError('not_allowed', 'Only people have views of their own.', { next: 'Name a team to keep it for.' })
}

const told = ({ name, teamId, query, isDefault }: View) => ({ name, team: teamId, query, isDefault })

function toAnswer({ id, screen, name, teamId, query, isDefault }: View) {
  return { id, screen, name, team: teamId, query, isDefault }
}
