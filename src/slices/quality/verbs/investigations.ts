import { may, requireScope, teamsOf } from '#kernel/actor.ts'
import type { InputOf, OutputOf } from '#kernel/contract.ts'
import type { Queryable, Tx } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import { type Ctx, read, requireMatch, write } from '#kernel/verb.ts'
import { teamOf } from '#slices/identity/index.ts'
import { addDays, dayOf, definitionOf } from '#slices/measures/index.ts'
import type * as contract from '../contract/investigations.ts'
import { type Evidence, type Investigation, missingOf, sampleSize, stateOf } from '../investigation.ts'
import {
  evidenceOf,
  holdInvestigation,
  insertInvestigation,
  insertRead,
  insertVoices,
  investigationOf,
  investigationsIn,
  saveInvestigation,
} from '../store/investigations.ts'
import type { QualityParts } from './parts.ts'

const reading = 'quality:read'
const writing = 'quality:write'

const nothingYet: Evidence = { reads: [], voices: [] }

export const listInvestigations = read({
  scope: reading,
  async run(db, input: InputOf<typeof contract.listInvestigations>, { actor }) {
    const mine = input.team !== undefined && may(actor, reading, input.team) ? [input.team] : []
    const teams = input.team === undefined ? teamsOf(actor, reading) : mine
    const found = await investigationsIn(db, { ...input, teams, limit: input.limit + 1 })
    const shown = found.slice(0, input.limit)
    const evidence = await evidenceOf(
      db,
      shown.map(({ id }) => id),
    )
    const items = shown.map((each) => toWire(each, evidence.get(each.id)))
    return { items, next: found.length > input.limit ? (items.at(-1)?.id ?? null) : null }
  },
})

export const getInvestigation = read({
  scope: reading,
  async run(db, input: InputOf<typeof contract.getInvestigation>, { actor }) {
    return wired(db, await known(db, teamsOf(actor, reading), input.investigation))
  },
})

/** The investigation of that id, if the actor may see its team. */
export async function known(db: Queryable, teams: readonly string[] | null, id: string): Promise<Investigation> {
  return (await investigationOf(db, teams, id)) ?? notThere(id)
}

function notThere(id: string): never {
  throw new AppError('not_found', `There is no investigation ${id}.`, { next: 'See /api/v1/investigations.' })
}

export function openInvestigation({ chance, sample }: QualityParts) {
  return write({
    scope: writing,
    action: 'investigation.open',
    async run(tx, input: InputOf<typeof contract.openInvestigation>, ctx) {
      requireScope(ctx.actor, writing, input.team)
      await requireSound(tx, input, ctx)
      const id = chance.uuid(ctx.now)
      const { team, measure = null, question, from, to } = input
      const seed = chance.bytes(4).readUInt32BE()
      const picked = await sample(tx, { teamId: team, measureId: measure, from, to, size: sampleSize, seed })
      const made = {
        ...blank,
        teamId: team,
        id,
        measureId: measure ?? '',
        question,
        fromOn: from,
        toOn: to,
        openedAt: ctx.now,
        sample: picked,
      }
      await insertInvestigation(tx, made)
      const after = { team, measure, question, from, to, toRead: picked.length }
      return { subject: `investigation:${id}`, after, result: toWire(made, nothingYet) }
    },
  })
}

const blank = { finding: null, cause: null, remedy: null, plan: null, startsOn: null, closedAt: null, outcome: null, etag: 1 }

async function requireSound(tx: Tx, { team, measure, from, to }: InputOf<typeof contract.openInvestigation>, ctx: Ctx): Promise<void> {
  if (!(await teamOf(tx, team)))
    throw new AppError('not_found', `There is no team ${team}.`, { next: 'Check its id, or make the team first.' })
  if (measure !== undefined && !definitionOf(measure))
    throw new AppError('not_found', `There is no measure ${measure}.`, { next: 'See /api/v1/measures for those that there are.' })
  if (from > to) throw new AppError('invalid', `The window ends (${to}) before it begins (${from}).`, { next: 'Swap from and to.' })
  if (from > dayOf(ctx.now)) throw new AppError('invalid', `${from} is not over yet.`, { next: 'Choose a window that has begun.' })
}

type Given = { investigation: string }
type Changing<I> = {
  action: string
  change(tx: Tx, at: { investigation: Investigation; input: I; ctx: Ctx }): Promise<Investigation>
  needsMatch?: boolean
}

/** A change of an investigation that is not closed. */
function changing<I extends Given>({ action, change, needsMatch = true }: Changing<I>) {
  return write({
    scope: writing,
    action,
    async run(tx, input: I, ctx) {
      const investigation = (await holdInvestigation(tx, teamsOf(ctx.actor, writing), input.investigation)) ?? notThere(input.investigation)
      if (investigation.closedAt)
        throw new AppError('conflict', 'This investigation is closed.', { next: 'Open another one if the question comes up again.' })
      if (needsMatch) requireMatch(ctx, String(investigation.etag), 'investigation')
      const changed = await change(tx, { investigation, input, ctx })
      await saveInvestigation(tx, changed, ctx.now)
      const { investigation: _, ...after } = input
      return { subject: `investigation:${investigation.id}`, after, result: await wired(tx, { ...changed, etag: changed.etag + 1 }) }
    },
  })
}

export const recordRead = changing<InputOf<typeof contract.recordRead>>({
  action: 'investigation.read',
  needsMatch: false,
  async change(tx, { investigation, input, ctx }) {
    const { source, conversation, note = null } = input
    if (!investigation.sample.some((each) => each.source === source && each.conversation === conversation))
      throw new AppError('invalid', `${conversation} is not among those that were picked.`, {
        next: 'Read those of the sample, so that nobody picks what fits.',
      })
    await insertRead(tx, investigation, { source, conversation, note, at: ctx.now })
    return investigation
  },
})

export const recordVoices = (parts: QualityParts) =>
  changing<InputOf<typeof contract.recordVoices>>({
    action: 'investigation.listen',
    needsMatch: false,
    async change(tx, { investigation, input, ctx }) {
      await insertVoices(tx, investigation, { id: parts.chance.uuid(ctx.now), people: input.people, said: input.said, heardAt: ctx.now })
      return investigation
    },
  })

export const recordFinding = changing<InputOf<typeof contract.recordFinding>>({
  action: 'investigation.find',
  async change(_tx, { investigation, input }) {
    if (investigation.remedy)
      throw new AppError('conflict', 'A remedy was chosen on this finding.', { next: 'Close this investigation and open another one.' })
    return { ...investigation, finding: input.finding, cause: input.cause }
  },
})

const stillToDo = { read: 'read the conversations that were picked', listen: 'hear people of the team', find: 'write down the finding' }

export const chooseRemedy = changing<InputOf<typeof contract.chooseRemedy>>({
  action: 'investigation.choose',
  async change(tx, { investigation, input, ctx }) {
    const missing = missingOf(investigation, (await evidenceOf(tx, [investigation.id])).get(investigation.id) ?? nothingYet)
    if (missing.length > 0)
      throw new AppError('conflict', 'It is too early to choose a remedy.', {
        next: `First ${missing.map((step) => stillToDo[step]).join(', then ')}.`,
      })
    if (input.startsOn < addDays(dayOf(ctx.now), -1))
      throw new AppError('invalid', `${input.startsOn} is past.`, {
        next: 'Say the first day on which it is in force: its effect is measured from there.',
      })
    return { ...investigation, remedy: input.remedy, plan: input.plan, startsOn: input.startsOn }
  },
})

export const closeInvestigation = changing<InputOf<typeof contract.closeInvestigation>>({
  action: 'investigation.close',
  async change(_tx, { investigation, input, ctx }) {
    if (investigation.finding === null)
      throw new AppError('conflict', 'Nothing was found yet.', {
        next: 'Write down a finding first, even if it is that chance explains it.',
      })
    return { ...investigation, closedAt: ctx.now, outcome: input.outcome }
  },
})

async function wired(db: Queryable, investigation: Investigation) {
  return toWire(investigation, (await evidenceOf(db, [investigation.id])).get(investigation.id))
}

function toWire(investigation: Investigation, evidence: Evidence = nothingYet): OutputOf<typeof contract.getInvestigation> {
  const { id, teamId, measureId, question, fromOn, toOn, openedAt, sample, finding, cause, remedy, plan, startsOn, closedAt, outcome } =
    investigation
  const readOf = ({ source, conversation }: Investigation['sample'][number]) =>
    evidence.reads.find((each) => each.source === source && each.conversation === conversation)
  return {
    id,
    team: teamId,
    measure: measureId === '' ? null : measureId,
    question,
    from: fromOn,
    to: toOn,
    openedAt: openedAt.toISOString(),
    state: stateOf(investigation),
    missing: missingOf(investigation, evidence),
    toRead: sample.map((each) => ({ ...each, isRead: readOf(each) !== undefined, note: readOf(each)?.note ?? null })),
    readsNeeded: sample.length,
    heard: evidence.voices.map(({ people, said, heardAt }) => ({ people, said, at: heardAt.toISOString() })),
    finding,
    cause,
    remedy,
    plan,
    startsOn,
    closedAt: closedAt?.toISOString() ?? null,
    outcome,
    etag: String(investigation.etag),
  }
}
