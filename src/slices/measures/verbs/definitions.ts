import type { InputOf, OutputOf } from '#kernel/contract.ts'
import type { Queryable } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import { read, write } from '#kernel/verb.ts'
import { catalogue, definitionOf } from '../catalogue.ts'
import type * as contract from '../contract.ts'
import { addDays, dayOf } from '../day.ts'
import { type Definition, shippedVersion, type Version } from '../definition.ts'
import { ownersOf } from '../store/owners.ts'
import { addVersion, laterVersions } from '../store.ts'

/** All versions of each measure, oldest first. */
export async function versionsOf(db: Queryable): Promise<ReadonlyMap<string, Version[]>> {
  const later = await laterVersions(db)
  return new Map(
    catalogue.map((definition) => [
      definition.id,
      [shippedVersion(definition), ...later.filter(({ measureId }) => measureId === definition.id)],
    ]),
  )
}

export const listMeasures = read({
  scope: 'measures:read',
  async run(db) {
    const [versions, owners] = [await versionsOf(db), await ownersOf(db)]
    const items = catalogue.map((one) => toDefinition(one, versions.get(one.id) ?? [], ownerOf(one, owners)))
    return { items, next: null }
  },
})

export const getMeasure = read({
  scope: 'measures:read',
  async run(db, input: InputOf<typeof contract.getMeasure>) {
    const definition = known(input.measure)
    return toDefinition(definition, (await versionsOf(db)).get(definition.id) ?? [], ownerOf(definition, await ownersOf(db)))
  },
})

export const changeMeasure = write({
  scope: 'measures:write',
  everywhere: true,
  action: 'measure.change',
  async run(tx, input: InputOf<typeof contract.changeMeasure>, ctx) {
    const definition = known(input.measure)
    const versions = (await versionsOf(tx)).get(definition.id) ?? []
    const before = versions.at(-1) ?? shippedVersion(definition)
    const settings = { ...before.settings, ...fitting(definition, input.settings) }
    const made = {
      measureId: definition.id,
      version: before.version + 1,
      settings,
      reason: input.reason,
      fromOn: addDays(dayOf(ctx.now), 1),
      madeAt: ctx.now,
    }
    if (!(await addVersion(tx, made)))
      throw new AppError('conflict', 'Somebody changed this measure at the same moment.', {
        next: 'Look at its newest version, then send yours again.',
      })
    return {
      subject: `measure:${definition.id}`,
      before: before.settings,
      after: settings,
      reason: input.reason,
      result: toDefinition(definition, [...versions, made], ownerOf(definition, await ownersOf(tx))),
    }
  },
})

/** The measure of that id; refused where there is none. */
export function known(id: string): Definition {
  const definition = definitionOf(id)
  if (definition) return definition
  throw new AppError('not_found', `There is no measure ${id}.`, { next: 'See /api/v1/measures for those that there are.' })
}

function fitting({ name, settings }: Definition, given: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  if (Object.keys(given).length === 0)
    throw new AppError('invalid', 'Nothing is changed.', {
      next: `Give a setting: ${Object.keys(settings).join(', ') || 'this measure has none'}.`,
    })
  for (const [setting, value] of Object.entries(given)) {
    const allowed = settings[setting]
    if (!allowed)
      throw new AppError('invalid', `${name} has no setting ${setting}.`, {
        next: `It has: ${Object.keys(settings).join(', ') || 'none'}.`,
      })
    if (value < allowed.min || value > allowed.max)
      throw new AppError('invalid', `${setting} is ${value}, and may be ${allowed.min} to ${allowed.max} ${allowed.unit}.`, {
        next: 'Choose a value between the two.',
      })
  }
  return given
}

/** Who answers for what it means: the centre of excellence until somebody else is named. */
export const ownerOf = ({ id }: Definition, owners: ReadonlyMap<string, string>): string => owners.get(id) ?? 'Centre of excellence'

export function toDefinition(definition: Definition, versions: readonly Version[], owner: string): OutputOf<typeof contract.getMeasure> {
  const { settings, ...said } = definition
  const values = versions.at(-1)?.settings ?? {}
  return {
    ...said,
    owner,
    settings: Object.entries(settings).map(([name, setting]) => ({ name, ...setting, value: values[name] ?? setting.value })),
    version: versions.at(-1)?.version ?? 1,
    versions: versions.map(({ version, settings: each, reason, fromOn }) => ({ version, settings: each, reason, fromOn })),
  }
}
