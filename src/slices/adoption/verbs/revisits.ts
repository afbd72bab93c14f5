import { may, requireScope, teamsOf } from '#kernel/actor.ts'
import type { InputOf, OutputOf } from '#kernel/contract.ts'
import { AppError } from '#kernel/errors.ts'
import { must } from '#kernel/must.ts'
import { read, requireMatch, write } from '#kernel/verb.ts'
import { dayOf } from '#slices/measures/index.ts'
import type * as contract from '../contract/revisits.ts'
import { nextDue, type Revisit } from '../revisit.ts'
import { countAnswers, countWaiting, holdRevisit, revisitsIn, saveAnswer, scheduleNext } from '../store/revisits.ts'
import { type Facts, factsOf } from './facts.ts'

const reading = 'adoption:read'

export const listRevisits = read({
  scope: reading,
  async run(db, input: InputOf<typeof contract.listRevisits>, { actor, now }) {
    const mine = input.team !== undefined && may(actor, reading, input.team) ? [input.team] : []
    const teams = input.team === undefined ? teamsOf(actor, reading) : mine
    const [today, after] = [dayOf(now), placeOf(input.after)]
    const filter = { teams, aiAgentId: actor.aiAgentId ?? input.aiAgent, today, isDue: input.isDue, after, limit: input.limit + 1 }
    const found = await revisitsIn(db, filter)
    const shown = found.slice(0, input.limit)
    // Frozen with the answer; made anew until then.
    const open = shown.filter(({ facts }) => facts === null)
    const made = new Map((await factsOf(db, open, today)).map((facts, at) => [open[at], facts]))
    const items = shown.map((each) => toWire(each, { today, facts: made.get(each) ?? (each.facts as Facts) }))
    return { items, next: found.length > input.limit ? String(after + input.limit) : null }
  },
})

function placeOf(after: string | undefined): number {
  const place = Number(after ?? 0)
  if (Number.isSafeInteger(place) && place >= 0 && place < 1_000_000) return place
  throw new AppError('invalid', 'That is no place in this list.', { next: 'Send what the page before gave as next.' })
}

export const answerRevisit = write({
  scope: 'adoption:write',
  action: 'revisit.answer',
  async run(tx, input: InputOf<typeof contract.answerRevisit>, ctx) {
    const { team, aiAgent, dueOn, answer, reason, said = null } = input
    requireScope(ctx.actor, 'adoption:write', team)
    const revisit = await holdRevisit(tx, { teamId: team, aiAgentId: aiAgent, dueOn })
    if (!revisit)
      throw new AppError('not_found', `There is no revisit of ${aiAgent} in ${team} on ${dueOn}.`, {
        next: 'See /api/v1/adoption/revisits.',
      })
    if (revisit.answeredAt)
      throw new AppError('conflict', 'It is answered already.', { next: 'The next one comes half a year after that answer.' })
    requireMatch(ctx, String(revisit.etag), 'revisit')
    const today = dayOf(ctx.now)
    if (revisit.dueOn > today)
      throw new AppError('conflict', `It is due on ${revisit.dueOn}.`, { next: 'Come back then: half a year is what it asks about.' })
    const [facts] = await factsOf(tx, [revisit], today)
    must(facts, 'Each revisit has its facts')
    const answered: Revisit = { ...revisit, facts, answer, reason, said, answeredAt: ctx.now }
    await saveAnswer(tx, answered)
    const next = nextDue(answered, today)
    if (next !== null) await scheduleNext(tx, { ...answered, dueOn: next })
    const result = toWire({ ...answered, etag: answered.etag + 1 }, { today, facts })
    return { subject: `revisit:${team}/${aiAgent}/${dueOn}`, after: { answer, reason, said }, result }
  },
})

export const countRevisits = read({
  scope: reading,
  async run(db, input: InputOf<typeof contract.countRevisits>, { actor, now }) {
    if (input.from !== undefined && input.to !== undefined && input.from > input.to)
      throw new AppError('invalid', `The window ends (${input.to}) before it begins (${input.from}).`, { next: 'Swap from and to.' })
    const teams = teamsOf(actor, reading)
    const rows = await countAnswers(db, { teams, ...input })
    const due = await countWaiting(db, { teams, today: dayOf(now) })
    return { due, answered: rows.reduce((total, { teams: n }) => total + n, 0), rows }
  },
})

function toWire(
  revisit: Revisit,
  { today, facts }: { today: string; facts: Facts },
): OutputOf<typeof contract.listRevisits>['items'][number] {
  const { teamId, aiAgentId, liveOn, dueOn, answer, reason, said, answeredAt, etag } = revisit
  return {
    team: teamId,
    aiAgent: aiAgentId,
    liveOn,
    dueOn,
    isDue: answeredAt === null && dueOn <= today,
    facts,
    answer,
    reason,
    said,
    answeredAt: answeredAt?.toISOString() ?? null,
    etag: String(etag),
  }
}
