import { requireScope } from '#kernel/actor.ts'
import type { InputOf } from '#kernel/contract.ts'
import type { Queryable, Tx } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import { read, requireMatch, write } from '#kernel/verb.ts'
import { people } from '#slices/identity/index.ts'
import { channelsFor } from '#slices/notifications/index.ts'
import { isOpen, nextOpening } from '../calendar.ts'
import { severities } from '../contract/shapes.ts'
import type * as contract from '../contract.ts'
import { type Procedure, procedureForAudit, type Step, stepFaults, stepsToRun, usualProcedure } from '../procedure.ts'
import { dropProcedure, saveProcedure } from '../store/procedures.ts'
import { type PlannedStep, planOf, procedureOf, proceduresFor, requireTeam } from './plan.ts'
import { respondBy } from './tell.ts'

const reading = 'escalation:read'
const scope = 'escalation:write'

export const listProcedures = read({
  scope: reading,
  async run(db, input: InputOf<typeof contract.listProcedures>, { actor }) {
    requireScope(actor, reading, input.team)
    await requireTeam(db, input.team)
    const items: Awaited<ReturnType<typeof wireOf>>[] = []
    const cases = severities.map((severity) => ({ teamId: input.team, severity }))
    for (const procedure of await proceduresFor(db, cases)) items.push(await wireOf(db, procedure))
    const channels = await channelsFor(db, { teamId: input.team })
    return { items, hasEmail: channels.some(({ kind, isOn }) => kind === 'smtp' && isOn) }
  },
})

async function wireOf(db: Queryable, procedure: Procedure) {
  const steps = stepsToRun(procedure)
  const known = await channelsFor(db, procedure)
  const ids = steps.flatMap(({ holderId }) => (holderId === null ? [] : [holderId]))
  const holders = new Map((await people.byIds(db, ids)).map(({ id, name, isActive }) => [id, { id, name, isActive }]))
  const { teamId, severity, isSet, clock, etag } = procedure
  return {
    ...{ teamId, severity, isSet, clock, etag: String(etag) },
    steps: steps.map(({ role, holderId, channelIds, respondMinutes }) => ({
      ...{ role, respondMinutes },
      holder: holderId === null ? null : (holders.get(holderId) ?? null),
      channels: known.filter(({ id }) => channelIds.includes(id)),
    })),
  }
}

export const setProcedure = write({
  scope,
  action: 'procedure.set',
  async run(tx, input: InputOf<typeof contract.setProcedure>, ctx) {
    requireScope(ctx.actor, scope, input.team)
    await requireTeam(tx, input.team)
    const before = await procedureOf(tx, input.team, input.severity)
    requireMatch(ctx, String(before.etag), 'procedure')
    await requireSteps(tx, input.team, input.steps)
    const { team: teamId, severity, clock, steps } = input
    const after: Procedure = { teamId, severity, clock, steps, isSet: true, etag: before.etag + 1 }
    if (!(await saveProcedure(tx, after, ctx.now))) throw changedMeanwhile()
    return { ...told(before, after), result: await wireOf(tx, after) }
  },
})

function told(before: Procedure, after: Procedure) {
  const subject = `procedure:${after.teamId}/${after.severity}`
  return {
    subject,
    before: before.isSet ? procedureForAudit(before) : undefined,
    after: after.isSet ? procedureForAudit(after) : undefined,
  }
}

function changedMeanwhile(): AppError {
  return new AppError('stale', 'Somebody changed the procedure at this moment.', {
    next: 'Read the procedure again and send your edit anew.',
  })
}

async function requireSteps(tx: Tx, teamId: string, steps: readonly Step[]): Promise<void> {
  const usable = new Set((await channelsFor(tx, { teamId })).map(({ id }) => id))
  const ids = steps.flatMap(({ holderId }) => (holderId === null ? [] : [holderId]))
  const active = new Set((await people.byIds(tx, ids)).filter(({ isActive }) => isActive).map(({ id }) => id))
  const faults = [
    ...stepFaults(steps),
    ...steps.flatMap(({ holderId }, index) =>
      holderId === null || active.has(holderId) ? [] : [{ path: `steps.${index}.holderId`, message: 'name somebody who has access here' }],
    ),
    ...steps.flatMap(({ channelIds }, index) =>
      channelIds.every((id) => usable.has(id))
        ? []
        : [{ path: `steps.${index}.channelIds`, message: 'name channels that this team may use' }],
    ),
  ]
  const [first] = faults
  if (first)
    throw new AppError('invalid', `The steps cannot be used. ${first.path}: ${first.message}.`, {
      faults,
      next: 'Correct the places in faults and send it again.',
    })
}

export const removeProcedure = write({
  scope,
  action: 'procedure.remove',
  async run(tx, input: InputOf<typeof contract.removeProcedure>, ctx) {
    requireScope(ctx.actor, scope, input.team)
    await requireTeam(tx, input.team)
    const before = await procedureOf(tx, input.team, input.severity)
    if (!before.isSet) throw new AppError('conflict', 'No procedure is set for this severity.', { next: 'Nothing is left to do.' })
    requireMatch(ctx, String(before.etag), 'procedure')
    if (!(await dropProcedure(tx, before))) throw changedMeanwhile()
    const after = usualProcedure(input.team, input.severity)
    return { ...told(before, after), result: await wireOf(tx, after) }
  },
})

export const previewProcedure = read({
  scope: reading,
  async run(db, input: InputOf<typeof contract.previewProcedure>, { actor, now }) {
    requireScope(actor, reading, input.team)
    await requireTeam(db, input.team)
    const plan = await planOf(db, input.team, input.severity)
    const { procedure, calendar } = plan
    const isOpenNow = isOpen(calendar, now)
    let at = procedure.clock === 'always' ? now : (nextOpening(calendar, now) ?? now)
    const steps = plan.steps.map((step, index) => {
      const tellAt = at
      at = step.problem === null ? respondBy(plan, step, tellAt) : tellAt
      return stepToWire(step, { tellAt, respondBy: index === plan.steps.length - 1 ? null : at })
    })
    return { at: now.toISOString(), isSet: procedure.isSet, clock: procedure.clock, isOpenNow, steps }
  },
})

function stepToWire({ role, holders, channels, problem }: PlannedStep, times: { tellAt: Date; respondBy: Date | null }) {
  return {
    ...{ role, channels, problem },
    holders: holders.map(({ name }) => name),
    tellAt: times.tellAt.toISOString(),
    respondBy: times.respondBy?.toISOString() ?? null,
  }
}
