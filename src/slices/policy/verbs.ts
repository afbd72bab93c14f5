import { requireScope } from '#kernel/actor.ts'
import type { Tx } from '#kernel/db.ts'
import { bumpEpoch } from '#kernel/epoch.ts'
import { AppError } from '#kernel/errors.ts'
import { type Ctx, requireMatch, write } from '#kernel/verb.ts'
import { type ReadStandard, readStandard } from './read-standard.ts'
import type { Tuning } from './standard.ts'
import {
  addVersion,
  lockStandard,
  nextTuningVersion,
  replaceTuning,
  type StandardRow,
  setPublished,
  standardOfId,
  tuningOf,
  versionOf,
} from './store.ts'
import { checkTuning } from './tuning.ts'

/** Moves with every version and every publication, so an edit of an older state is refused. */
export function etagOf(row: StandardRow): string {
  return `${row.latest}.${row.published ?? 0}`
}

export async function standardOr404(db: Tx | Ctx['db'], id: string): Promise<StandardRow> {
  const row = await standardOfId(db, id)
  if (!row) throw new AppError('not_found', `There is no standard ${id}.`, { next: 'See /api/v1/standards for those that exist.' })
  return row
}

/** Refuses a text that could not decide anything, with every fault and every example that does not hold. */
function mustHold(found: ReadStandard): asserts found is ReadStandard & { compiled: NonNullable<ReadStandard['compiled']> } {
  const errors = found.faults.filter((fault) => !fault.warning)
  if (errors.length > 0 || !found.compiled)
    throw new AppError(
      'invalid',
      `The standard has ${errors.length === 1 ? 'a fault' : `${errors.length} faults`}. ${errors[0]?.message ?? ''}`,
      {
        faults: errors,
        next: 'Correct them and try again. Nothing was changed.',
      },
    )
  const broken = found.examples.filter((example) => !example.holds)
  if (broken.length > 0)
    throw new AppError('invalid', `${broken.length === 1 ? 'One example does' : `${broken.length} examples do`} not hold.`, {
      faults: broken.map((example) => ({ path: `examples: ${example.name}`, message: `expected ${example.expected}, got ${example.got}` })),
      next: 'Correct the rules or the examples. A standard is published only when every example holds.',
    })
}

function mustBeFor(id: string, found: ReadStandard): void {
  const named = found.id
  if (named === null || named === id) return
  throw new AppError('invalid', `The text is a standard for ${named}, not for ${id}.`, {
    next: `Write standard: ${id}, or save it under ${named}.`,
  })
}

function parametersIn(found: ReadStandard): number {
  return Object.keys(found.compiled?.standard.parameters ?? {}).length
}

export const saveDraft = write({
  scope: 'standards:write',
  everywhere: true,
  action: 'standard.draft',
  async run(tx, input: { id: string; text: string; reason: string }, ctx) {
    const row = await lockStandard(tx, input.id)
    if (row) requireMatch(ctx, etagOf(row), 'standard')
    const found = readStandard(input.text)
    mustBeFor(input.id, found)
    const title = found.title ?? row?.title ?? input.id
    const version = await addVersion(tx, { ...input, title, parameters: parametersIn(found), by: ctx.actor.pseudonym, at: ctx.now })
    if (!row && version > 1)
      throw new AppError('stale', `Somebody began ${input.id} at the same moment.`, { next: 'Read it again and add your change.' })
    return { subject: `standard:${input.id}`, after: { version }, reason: input.reason, result: { id: input.id } }
  },
})

export const publish = write({
  scope: 'standards:write',
  everywhere: true,
  action: 'standard.publish',
  async run(tx, input: { id: string; version: number; reason: string }, ctx) {
    const row = await lockStandard(tx, input.id)
    if (!row) throw new AppError('not_found', `There is no standard ${input.id}.`, { next: 'Save a draft first.' })
    requireMatch(ctx, etagOf(row), 'standard')
    const version = await versionOf(tx, input.id, input.version)
    if (!version)
      throw new AppError('not_found', `Standard ${input.id} has no version ${input.version}.`, {
        next: `Its newest version is ${row.latest}.`,
      })
    mustHold(readStandard(version.text))
    await setPublished(tx, input.id, { version: input.version, at: ctx.now })
    await bumpEpoch(tx, 'standard', input.id)
    return {
      subject: `standard:${input.id}`,
      before: { published: row.published },
      after: { published: input.version },
      reason: input.reason,
      result: { id: input.id },
    }
  },
})

export const withdraw = write({
  scope: 'standards:write',
  everywhere: true,
  action: 'standard.withdraw',
  async run(tx, input: { id: string; reason: string }, ctx) {
    const row = await lockStandard(tx, input.id)
    if (!row) throw new AppError('not_found', `There is no standard ${input.id}.`, { next: 'See /api/v1/standards for those that exist.' })
    requireMatch(ctx, etagOf(row), 'standard')
    await setPublished(tx, input.id, { version: null, at: ctx.now })
    await bumpEpoch(tx, 'standard', input.id)
    return {
      subject: `standard:${input.id}`,
      before: { published: row.published },
      after: { published: null },
      reason: input.reason,
      result: { id: input.id },
    }
  },
})

type Applied = { id: string; version: number; change: 'created' | 'published' | 'unchanged' }

export const apply = write({
  scope: 'standards:write',
  everywhere: true,
  action: 'standard.apply',
  async run(tx, input: { text: string; reason: string; file?: string; basedOn?: number }, ctx) {
    const found = readStandard(input.text, input.file)
    mustHold(found)
    const id = found.compiled.standard.standard
    const row = await lockStandard(tx, id)
    const before = row?.published ? await versionOf(tx, id, row.published) : undefined
    const subject = `standard:${id}`
    if (before?.text === input.text) {
      const result: Applied = { id, version: before.version, change: 'unchanged' }
      return { subject, reason: input.reason, result }
    }
    if (input.basedOn !== undefined && row && row.latest !== input.basedOn)
      throw new AppError('stale', `The newest version of ${id} is ${row.latest}, and the file was made from ${input.basedOn}.`, {
        next: 'Export it again, put your change in, and apply that.',
      })
    const version = await addVersion(tx, {
      id,
      title: found.title ?? id,
      parameters: parametersIn(found),
      text: input.text,
      reason: input.reason,
      by: ctx.actor.pseudonym,
      at: ctx.now,
    })
    await setPublished(tx, id, { version, at: ctx.now })
    await bumpEpoch(tx, 'standard', id)
    const result: Applied = { id, version, change: row ? 'published' : 'created' }
    return { subject, before: { published: row?.published ?? null }, after: { published: version }, reason: input.reason, result }
  },
})

type TuneInput = { team: string; id: string; values: Record<string, number>; rules: NonNullable<Tuning['rules']>; reason: string }

export const tune = write({
  scope: 'tuning:write',
  action: 'tuning.set',
  async run(tx, input: TuneInput, ctx) {
    requireScope(ctx.actor, 'tuning:write', input.team)
    const row = await lockStandard(tx, input.id)
    const published = row?.published ? await versionOf(tx, input.id, row.published) : undefined
    if (!published)
      throw new AppError('not_found', `There is no standard ${input.id} in force.`, { next: 'Publish it before a team tunes it.' })
    const before = await tuningOf(tx, input.team, input.id)
    // Who edited values that are gone by now did not mean to bring them back.
    if (before || ctx.ifMatch !== undefined) requireMatch(ctx, String(before?.version ?? 0), 'tuning')
    const document: Tuning = { values: input.values, rules: input.rules }
    mustFit(published.text, document)
    const version = await nextTuningVersion(tx, input.team, input.id)
    const made = {
      team_id: input.team,
      standard_id: input.id,
      version,
      document,
      reason: input.reason,
      made_by: ctx.actor.pseudonym,
      made_at: ctx.now,
    }
    await replaceTuning(tx, made)
    await bumpEpoch(tx, 'tuning', `${input.team}/${input.id}`)
    return { subject: `tuning:${input.team}/${input.id}`, before: before?.document, after: document, reason: input.reason, result: made }
  },
})

function mustFit(standardText: string, document: Tuning): void {
  const { compiled } = readStandard(standardText)
  const faults = compiled ? checkTuning(compiled, document).filter((fault) => !fault.warning) : []
  if (faults.length > 0)
    throw new AppError('invalid', `This tuning cannot be used. ${faults[0]?.message}`, {
      faults,
      next: 'Stay inside the bounds, or ask the centre of excellence for a waiver. Nothing was changed.',
    })
}

export const untune = write({
  scope: 'tuning:write',
  action: 'tuning.remove',
  async run(tx, input: { team: string; id: string; reason: string }, ctx) {
    requireScope(ctx.actor, 'tuning:write', input.team)
    // Held, so that who takes values away has seen the newest.
    await lockStandard(tx, input.id)
    const before = await tuningOf(tx, input.team, input.id)
    if (!before)
      throw new AppError('not_found', `Team ${input.team} has no values of its own for ${input.id}.`, {
        next: 'There is nothing to remove.',
      })
    requireMatch(ctx, String(before.version), 'tuning')
    await replaceTuning(tx, { ...before, document: null })
    await bumpEpoch(tx, 'tuning', `${input.team}/${input.id}`)
    return {
      subject: `tuning:${input.team}/${input.id}`,
      before: before.document,
      reason: input.reason,
      result: { team: input.team, standard: input.id },
    }
  },
})
