import { teamsOf } from '#kernel/actor.ts'
import type { Db } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import { type App, serve } from '#kernel/http.ts'
import { read } from '#kernel/verb.ts'
import * as contract from './contract.ts'
import { type BundleParts, makeGetBundle } from './get-bundle.ts'
import { standardJsonSchema } from './json-schema.ts'
import { readStandard } from './read-standard.ts'
import { countStandards, standardsAfter, type TuningRow, tuningsOf, type VersionRow, versionOf, versionsOf } from './store.ts'
import * as verbs from './verbs.ts'
import { criteriaInWords } from './words.ts'

/** Mounts the routes of the policy slice. */
export function mountPolicy(app: App, ports: { requireTeam(id: string): Promise<void>; bundle: BundleParts }): void {
  serve(app, contract.listStandards, listStandards)
  serve(app, contract.getSchema, () => standardJsonSchema)
  serve(app, contract.checkStandard, checkStandard)
  serve(app, contract.getStandard, getStandard)
  serve(app, contract.getVersion, getVersion)
  serve(app, contract.saveDraft, async (ctx, input) => detail(ctx.db, (await verbs.saveDraft(ctx, input)).id))
  serve(app, contract.publish, async (ctx, input) => detail(ctx.db, (await verbs.publish(ctx, input)).id))
  serve(app, contract.withdraw, async (ctx, input) => detail(ctx.db, (await verbs.withdraw(ctx, input)).id))
  serve(app, contract.apply, verbs.apply)
  serve(app, contract.listTunings, listTunings)
  serve(app, contract.tune, async (ctx, input) => {
    await ports.requireTeam(input.team)
    return tuningToWire(await verbs.tune(ctx, input))
  })
  serve(app, contract.untune, verbs.untune)
  serve(app, contract.getBundle, makeGetBundle(ports.bundle))
}

const scope = 'standards:read'

const listStandards = read({
  scope,
  async run(db, input: { limit: number; after?: string; q?: string; ids?: string }) {
    const filter = { after: input.after ?? '', q: input.q, ids: input.ids?.split(','), limit: input.limit + 1 }
    const [rows, counts] = await Promise.all([standardsAfter(db, filter), countStandards(db)])
    const items = rows.slice(0, input.limit).map((row) => ({
      id: row.id,
      title: row.title,
      state: row.state,
      published: row.published,
      latest: row.latest,
      hasDraft: row.has_draft,
      parameters: row.parameters,
      tunings: row.tunings,
      changedAt: row.changed_at.toISOString(),
    }))
    return { items, next: rows.length > input.limit ? (items.at(-1)?.id ?? null) : null, counts }
  },
})

const checkStandard = read({
  scope,
  async run(_db, input: { text: string; file?: string }) {
    const found = readStandard(input.text, input.file)
    return {
      id: found.id,
      title: found.title,
      faults: found.faults,
      examples: found.examples,
      criteria: found.compiled ? criteriaInWords(found.compiled.standard) : null,
    }
  },
})

const getStandard = read({ scope, run: (db, input: { id: string }) => detail(db, input.id) })

async function detail(db: Db, id: string) {
  const row = await verbs.standardOr404(db, id)
  const versions = await versionsOf(db, id)
  const newest = versions[0] as VersionRow
  const inForce = row.published === null ? undefined : await versionOf(db, id, row.published)
  // What is in force is shown; a standard that was never published shows its draft.
  const shown = readStandard((inForce ?? newest).text)
  return {
    id,
    title: row.title,
    about: shown.compiled?.standard.about ?? null,
    state: stateFrom(row.published, versions),
    published: row.published,
    latest: row.latest,
    hasDraft: newest.state === 'draft',
    text: newest.text,
    publishedText: inForce?.text ?? null,
    criteria: shown.compiled ? criteriaInWords(shown.compiled.standard) : noCriteria,
    examples: shown.examples,
    versions: versions.map(versionToWire),
    etag: verbs.etagOf(row),
  }
}

function stateFrom(published: number | null, versions: readonly VersionRow[]) {
  if (published !== null) return 'published' as const
  return versions.some((version) => version.published_at !== null) ? ('withdrawn' as const) : ('draft' as const)
}

const noCriteria = {
  rules: [],
  otherwise: { tier: 'human_only' as const, because: 'This draft cannot be read yet, so nothing is decided by it.' },
  inputs: [],
  parameters: [],
  requires: [],
  bundleSecondsMax: null,
}

const getVersion = read({
  scope,
  async run(db, input: { id: string; version: number }) {
    const version = await versionOf(db, input.id, input.version)
    if (!version)
      throw new AppError('not_found', `Standard ${input.id} has no version ${input.version}.`, {
        next: 'Its versions are listed with the standard.',
      })
    return { ...versionToWire(version), id: input.id, text: version.text }
  },
})

const listTunings = read({
  scope,
  async run(db, input: { id: string; limit: number; after?: string }, ctx) {
    await verbs.standardOr404(db, input.id)
    const teams = teamsOf(ctx.actor, scope)
    const rows = await tuningsOf(db, input.id, { teams, after: input.after ?? '', limit: input.limit + 1 })
    const items = rows.slice(0, input.limit).map(tuningToWire)
    return { items, next: rows.length > input.limit ? (items.at(-1)?.team ?? null) : null }
  },
})

function versionToWire(row: VersionRow) {
  return {
    version: row.version,
    state: row.state,
    reason: row.reason,
    madeBy: row.made_by,
    madeAt: row.made_at.toISOString(),
    publishedAt: row.published_at?.toISOString() ?? null,
  }
}

function tuningToWire(row: TuningRow) {
  return {
    team: row.team_id,
    standard: row.standard_id,
    version: row.version,
    values: row.document.values ?? {},
    rules: row.document.rules ?? [],
    reason: row.reason,
    madeBy: row.made_by,
    madeAt: new Date(row.made_at).toISOString(),
    etag: String(row.version),
  }
}
