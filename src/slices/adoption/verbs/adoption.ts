import { may, teamsOf } from '#kernel/actor.ts'
import type { InputOf, OutputOf } from '#kernel/contract.ts'
import { AppError } from '#kernel/errors.ts'
import { read, write } from '#kernel/verb.ts'
import type { Share } from '#kernel/wilson.ts'
import { addDays, dayOf, newestDay } from '#slices/measures/index.ts'
import { cohortsOf } from '../cohorts.ts'
import type * as contract from '../contract/adoption.ts'
import { definitionFrom, type RulesVersion } from '../rules.ts'
import { remedyOf, stateOf } from '../state.ts'
import { addRules, rulesInForce } from '../store/rules.ts'
import type { TeamView } from '../team.ts'
import { weeksUntil } from '../weeks.ts'
import type { AdoptionParts } from './parts.ts'
import { makeRecall } from './recall.ts'
import { historyDays } from './use.ts'

type Output = OutputOf<typeof contract.getAdoption>
type TeamRow = Output['teams'][number]

const scope = 'adoption:read'

export function getAdoption({ groupFloor }: AdoptionParts) {
  const recall = makeRecall()
  return read({
    scope,
    async run(db, input: InputOf<typeof contract.getAdoption>, { actor, now }): Promise<Output> {
      const rules = await rulesInForce(db)
      const nothing = { from: null, to: null, rules, peopleMin: groupFloor, adopted: 0, teams: [], cohorts: [] }
      const until = input.until ?? (await newestDay(db, ['suggestions']))
      if (until === null) return nothing
      const weeks = weeksUntil(until, dayOf(now))
      const mine = input.team !== undefined && may(actor, scope, input.team) ? [input.team] : []
      const teams = input.team === undefined ? teamsOf(actor, scope) : mine
      const settings = { definition: definitionFrom(rules), peopleMin: groupFloor, weeks }
      const aiAgentId = actor.aiAgentId ?? input.aiAgent
      const known = await recall(db, { ...settings, teams, aiAgentId, rulesVersion: rules.version })
      const rows = [...known].map(([team, summary]) => (summary?.view ? shown(team, summary.view) : { team, ...held }))
      const told = rows.flatMap(({ team, state }) => {
        const summary = state === 'not_enough_people' ? null : known.get(team)
        return summary ? [{ team, lastings: summary.lastings }] : []
      })
      return {
        ...nothing,
        from: weeks.from,
        to: weeks.to,
        adopted: rows.filter(({ state }) => state === 'adopted').length,
        teams: rows,
        cohorts: cohortsOf({ peopleMin: groupFloor, shown: told, since: addDays(weeks.to, -historyDays) }),
      }
    },
  })
}

/** Nothing but a team's name leaves the house where too few people stand behind it. */
const held: Omit<TeamRow, 'team'> = {
  state: 'not_enough_people',
  rejection: null,
  signals: [],
  remedy: 'wait',
  funnel: null,
  weeks: [],
  accepted: null,
  assisted: null,
  survival: [],
}

function shown(team: string, view: TeamView): TeamRow {
  const { state: method, funnel, weeks, accepted, assisted, survival } = view
  const state = stateOf(view)
  return {
    team,
    state,
    rejection: state === 'adopted' || state === 'over_reliant' || state === 'not_exposed' ? null : method.rejection,
    signals: method.evidence.map(signalOf),
    remedy: remedyOf(state, method.remedy),
    funnel: funnel && funnelOf(funnel),
    weeks: weeks.map(({ on, active }) => ({ on, active: partOf(active) })),
    accepted: partOf(accepted),
    assisted: partOf(assisted),
    survival,
  }
}

/** A signal with too little behind it says so and nothing else: what it counts may be a handful of people. */
function signalOf({ signal, state: reading, hits, of, logOdds }: TeamView['state']['evidence'][number]): TeamRow['signals'][number] {
  const isKnown = reading !== 'no_data' && reading !== 'not_applicable'
  return { signal, reading, hits: isKnown ? hits : 0, of: isKnown ? of : 0, weight: logOdds }
}

function partOf(part: Share | null) {
  return part?.share == null ? null : { share: part.share, low: part.low, high: part.high, of: part.of }
}

function funnelOf(stages: NonNullable<TeamView['funnel']>): NonNullable<TeamRow['funnel']> {
  const at = (name: string) => stages.find(({ stage }) => stage === name)?.people ?? 0
  return {
    access: at('access'),
    trained: at('trained'),
    reached: at('reached'),
    tried: at('tried'),
    activated: at('activated'),
    active: at('active'),
    retained: at('retained'),
  }
}

export const changeRules = write({
  scope: 'adoption:write',
  everywhere: true,
  action: 'adoption.define',
  async run(tx, input: InputOf<typeof contract.changeRules>, ctx) {
    const before = await rulesInForce(tx)
    const { reason, ...rules } = input
    const made: RulesVersion = { ...rules, version: before.version + 1 }
    if (!(await addRules(tx, made, { reason, at: ctx.now })))
      throw new AppError('conflict', 'Somebody changed this at the same moment.', {
        next: 'Look at what counts now, then send yours again.',
      })
    return { subject: 'adoption_rules', before, after: made, reason, result: made }
  },
})
