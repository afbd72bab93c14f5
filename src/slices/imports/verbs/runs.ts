import type { Chance } from '#kernel/clock.ts'
import type { InputOf } from '#kernel/contract.ts'
import { AppError } from '#kernel/errors.ts'
import { read, write } from '#kernel/verb.ts'
import type * as contract from '../contract.ts'
import { nothingRead, type Run, runToWire } from '../run.ts'
import { addOrHold, forgetRejects, rejectsAfter, runOfId, runsBefore, saveRun } from '../store.ts'

const scope = 'imports:write'

export const makeBeginImport = (chance: Chance) =>
  write({
    scope,
    everywhere: true,
    action: 'import.begin',
    async run(tx, { restart, ...told }: InputOf<typeof contract.beginImport>, { now }) {
      const id = chance.uuid(now)
      const run = await addOrHold(tx, { ...told, ...nothingRead, id, beganAt: now, changedAt: now })
      const begun: Run =
        restart && run.id !== id ? { ...run, ...nothingRead, name: told.name, title: told.title, beganAt: now, changedAt: now } : run
      if (begun !== run) {
        await forgetRejects(tx, run.id)
        await saveRun(tx, begun)
      }
      const result = runToWire(begun)
      return { subject: `import:${begun.id}`, after: { name: begun.name, title: begun.title, read: begun.read }, result }
    },
  })

export const getImport = read({
  scope,
  everywhere: true,
  async run(db, input: InputOf<typeof contract.getImport>) {
    return runToWire(known(await runOfId(db, input.import)))
  },
})

export function known(run: Run | undefined): Run {
  if (run) return run
  throw new AppError('not_found', 'There is no import with this id.', { next: 'Begin it with POST /api/v1/imports.' })
}

export const listImports = read({
  scope,
  everywhere: true,
  async run(db, { limit, after }: InputOf<typeof contract.listImports>) {
    const runs = await runsBefore(db, { before: after === undefined ? null : placeOf(after), limit: limit + 1 })
    const items = runs.slice(0, limit)
    const last = items.at(-1)
    return { items: items.map(runToWire), next: runs.length > limit && last ? `${last.changedAt.toISOString()} ${last.id}` : null }
  },
})

function placeOf(cursor: string): Pick<Run, 'changedAt' | 'id'> {
  const [, time = '', id = ''] = /^(\S+) ([0-9a-f-]{36})$/.exec(cursor) ?? []
  const changedAt = new Date(time)
  if (Number.isNaN(changedAt.getTime()))
    throw new AppError('invalid', 'The place to go on from cannot be used.', {
      next: 'Send the `next` of the page before, or leave `after` out.',
    })
  return { changedAt, id }
}

export const listRejects = read({
  scope,
  everywhere: true,
  async run(db, input: InputOf<typeof contract.listRejects>) {
    known(await runOfId(db, input.import))
    const rows = await rejectsAfter(db, { id: input.import, after: input.after ?? 0, limit: input.limit + 1 })
    const items = rows.slice(0, input.limit)
    return { items, next: rows.length > input.limit ? (items.at(-1)?.line ?? null) : null }
  },
})
