import { may, teamsOf } from '#kernel/actor.ts'
import type { InputOf } from '#kernel/contract.ts'
import type { Db, Queryable } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import { type Ctx, read } from '#kernel/verb.ts'
import type * as contract from '../contract.ts'
import { addDays, dayOf } from '../day.ts'
import { type Definition, isMoney, versionOn } from '../definition.ts'
import { type Counted, figureOf } from '../figure.ts'
import { type CountQuery, type CountRow, type Grouping, readCounts, readSpreads } from '../store/sums.ts'
import { restatedSince } from '../store.ts'
import { known, versionsOf } from './definitions.ts'

const scope = 'measures:read'

type Asked = InputOf<typeof contract.getFigures>
type Place = Exclude<Grouping, 'version'>
type Window = Omit<CountQuery, 'measureIds' | 'by'>

export const getFigures = read({
  scope,
  async run(db, input: Asked, ctx) {
    const definitions = input.measures.split(',').map(known)
    requireReadable(definitions, input)
    const by = (input.by?.split(',') ?? []) as Place[]
    const window = windowOf(ctx, input)
    const limits = await matureUntil(db, definitions, ctx.now)
    const rows = await Promise.all(
      definitions.map((definition) =>
        rowsOf(db, {
          definition,
          by: isMoney(definition) ? [...new Set([...by, 'kind' as const])] : by,
          window: cutAt(window, limits.get(definition.id)),
        }),
      ),
    )
    const asOf = Math.max(0, ...rows.flat().map(({ changedAt }) => changedAt.getTime()))
    return {
      from: input.from,
      to: input.to,
      asOf: asOf === 0 ? null : new Date(asOf).toISOString(),
      restated: await restatedIn(db, definitions, window),
      immature: [...limits].filter(([, until]) => until < input.to).map(([measure, until]) => ({ measure, until })),
      rows: rows.flat().map(({ changedAt: _, ...row }) => row),
    }
  },
})

function requireReadable(definitions: readonly Definition[], { from, to }: Asked): void {
  if (from > to) throw new AppError('invalid', `The window ends (${to}) before it begins (${from}).`, { next: 'Swap from and to.' })
  const held = definitions.find(({ isAboutPeople }) => isAboutPeople)
  if (held)
    throw new AppError('not_allowed', `${held.name} is about people, and is given only where enough people stand behind it.`, {
      next: 'Read it on the page Adoption.',
    })
}

function windowOf({ actor }: Ctx, { team, aiAgent, kind, from, to }: Asked): Window {
  const mine = team !== undefined && may(actor, scope, team) ? [team] : []
  return { teams: team === undefined ? teamsOf(actor, scope) : mine, from, to, aiAgentId: actor.aiAgentId ?? aiAgent, kind }
}

/** The last day that is old enough to know, for each measure that has to wait. */
async function matureUntil(db: Db, definitions: readonly Definition[], now: Date): Promise<ReadonlyMap<string, string>> {
  const waiting = definitions.filter(({ settings }) => settings.recontactHours)
  if (waiting.length === 0) return new Map()
  const versions = await versionsOf(db)
  return new Map(
    waiting.map(({ id }) => {
      const hours = versionOn(versions.get(id) ?? [], dayOf(now)).settings.recontactHours ?? 0
      return [id, addDays(dayOf(new Date(now.getTime() - hours * 3_600_000)), -1)]
    }),
  )
}

const cutAt = (window: Window, until: string | undefined): Window =>
  until !== undefined && until < window.to ? { ...window, to: until } : window

async function restatedIn(db: Queryable, definitions: readonly Definition[], window: Window) {
  const query = { ...window, measureIds: definitions.map(({ id }) => id), by: [] }
  const rows = await restatedSince(db, query, addDays(window.to, 1))
  return rows.map(({ measure_id, n, x, noted_on }) => ({ measure: measure_id, n, x, notedOn: noted_on }))
}

type OneMeasure = { definition: Definition; by: readonly Place[]; window: Window }

/** Figures of one measure, group by group, each with the version that it was counted by. */
async function rowsOf(db: Queryable, { definition, by, window }: OneMeasure) {
  const asked: CountQuery = { ...window, measureIds: [definition.id], by: [...by, 'version'] }
  const counts = await readCounts(db, asked)
  const spreads = definition.form === 'median' ? await spreadsOf(db, { ...asked, by }) : new Map<string, Counted['spread']>()
  return counts.map((row) => ({
    ...figureOf(definition, { ...row, spread: spreads.get(keyOf(row.by.slice(0, -1))) }),
    ...placesOf(by, row),
    version: Number(row.by.at(-1)),
    changedAt: row.changedAt,
  }))
}

const keyOf = (places: readonly string[]) => places.join('\t')

const spreadsOf = async (db: Queryable, asked: CountQuery & { by: readonly Place[] }) =>
  new Map((await readSpreads(db, asked)).map(({ by, spread }) => [keyOf(by), spread]))

const spans: readonly Grouping[] = ['day', 'week', 'month']

function placesOf(by: readonly Grouping[], row: CountRow) {
  const named = by.map((name, at) => [spans.includes(name) ? 'on' : name, row.by[at] ?? ''] as const)
  return Object.fromEntries(named) as { team?: string; aiAgent?: string; kind?: string; on?: string }
}
