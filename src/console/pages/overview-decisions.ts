import type { OutputOf } from '#kernel/contract.ts'
import { hiddenIn, needsSomething } from '#slices/adoption/console/look.ts'
import type { Adoption } from '#slices/adoption/console/shapes.ts'
import { adoptionWords } from '#slices/adoption/console/words.ts'
import type { listRevisits } from '#slices/adoption/contract.ts'
import type { listEscalations } from '#slices/escalation/contract.ts'
import { placeName } from '#slices/limits/console/place.ts'
import { rateText } from '#slices/limits/console/rate-text.ts'
import type { listLimits } from '#slices/limits/contract.ts'
import type { listAlarms } from '#slices/monitoring/contract.ts'
import { isFlagged, type ReviewedTeam, tellsApart } from '#slices/quality/console/picture.ts'
import { investigationWords, qualityWords } from '#slices/quality/console/words.ts'
import type { getDivergence, listInvestigations } from '#slices/quality/contract.ts'
import { overviewWords } from './overview-words.ts'

/** Something that somebody has to decide, with the one act that begins it. */
export type Decision = { id: string; status: 'act' | 'watch'; text: string; more: string; act: string; path: string }

export type Divergence = OutputOf<typeof getDivergence>
export type Alarm = OutputOf<typeof listAlarms>['items'][number]
type Limit = OutputOf<typeof listLimits>['items'][number]
type Escalation = OutputOf<typeof listEscalations>['items'][number]
type Investigation = OutputOf<typeof listInvestigations>['items'][number]
/** How many are due, and the first of them by name. */
type Revisits = { due: number; first: OutputOf<typeof listRevisits>['items'] }

export type Names = { team: (id: string) => string; measure: (id: string) => string; aiAgent: (id: string) => string }

/** What is known so far; a part that has not arrived, or failed, is left out. */
export type Known = {
  quality?: Divergence
  /** Those that are not closed. */
  investigations?: Investigation[]
  adoption?: Adoption
  alarms?: Alarm[]
  limits?: Limit[]
  escalations?: Escalation[]
  revisits?: Revisits
}

type Flag = ReviewedTeam & { measure: string }

export type Flags = ReadonlyMap<string, Flag[]>

/** Every flag with its figure, by team. */
export function flagsByTeam({ measures }: Divergence): Flags {
  const found = new Map<string, Flag[]>()
  for (const { measure, teams } of measures)
    for (const team of teams.filter(isFlagged)) found.set(team.team, [...(found.get(team.team) ?? []), { ...team, measure }])
  return found
}

/** The investigation that runs, where each of these differences of a team is looked into already. */
function runningOf(team: string, told: Flag[], investigations: Investigation[]): Investigation | undefined {
  const running = told.map(({ measure }) => investigations.find((one) => one.team === team && one.measure === measure))
  return running.every((one) => one !== undefined) ? running[0] : undefined
}

/** A difference that somebody looks into already is no decision any more: it is watched, and its act opens the investigation. */
function ofQuality(divergence: Divergence, investigations: Investigation[], names: Names): Decision[] {
  return [...flagsByTeam(divergence)].map(([team, flags]) => {
    const clear = flags.filter(({ verdict }) => verdict === 'differs')
    const isClear = clear.length > 0
    const told = isClear ? clear : flags
    const [first] = told as [Flag]
    const measures = told.map(({ measure }) => names.measure(measure))
    const running = runningOf(team, told, investigations)
    const tells = qualityWords.tellOf({
      team: names.team(team),
      share: first.share ?? 0,
      expected: first.expected ?? 0,
      since: first.since,
    })
    return {
      id: `quality-${team}`,
      text: (isClear ? overviewWords.differs : overviewWords.mayDiffer)(names.team(team), measures),
      ...(running
        ? {
            status: 'watch',
            more: `${tells} ${overviewWords.lookedInto(investigationWords.states(running.state))}`,
            act: overviewWords.openInvestigation,
            path: `/investigations/${running.id}`,
          }
        : {
            status: isClear ? 'act' : 'watch',
            more: tells,
            act: overviewWords.openQuality,
            path: `/quality?measure=${first.measure}`,
          }),
    }
  })
}

const ofAdoption = ({ teams }: Adoption, names: Names): Decision[] =>
  teams
    .filter(({ state }) => state === 'quiet_rejection' || state === 'blocked')
    .map(({ team, state }) => ({
      id: `adoption-${team}`,
      status: 'act',
      text: overviewWords.adoptionOf(names.team(team), adoptionWords.tells(state)),
      more: adoptionWords.whys(state),
      act: overviewWords.openAdoption,
      path: `/adoption/${team}`,
    }))

const ofAlarms = (alarms: Alarm[], names: Names): Decision[] =>
  alarms
    .filter(({ state }) => state === 'open')
    .map(({ id, title, team }) => ({
      id: `alarm-${id}`,
      status: 'act',
      text: title,
      more: overviewWords.alarmAt(names.team(team)),
      act: overviewWords.openAlarm,
      path: `/alarms/${id}`,
    }))

const ofLimits = (limits: Limit[], names: Names): Decision[] =>
  limits.map((view) => ({
    id: `limit-${view.team} ${view.aiAgent ?? ''}`,
    status: 'act',
    text: overviewWords.limitAt(placeName(view, names)),
    more: overviewWords.limitMore(view.figures.depth, rateText(view.figures.rate)),
    act: overviewWords.openLimit,
    path: `/limits?team=${view.team}`,
  }))

/** Those that nobody has acknowledged; drills are no decision. */
const ofEscalations = (escalations: Escalation[], names: Names): Decision[] =>
  escalations
    .filter(({ state, isDrill }) => state === 'open' && !isDrill)
    .map(({ id, title, teamId, text }) => ({
      id: `escalation-${id}`,
      status: 'act',
      text: overviewWords.escalation(title),
      more: `${names.team(teamId)}. ${text}`,
      act: overviewWords.openEscalation,
      path: `/escalation?team=${teamId}`,
    }))

const ofRevisits = ({ due, first }: Revisits, names: Names): Decision[] =>
  due === 0
    ? []
    : [
        {
          id: 'revisits',
          status: 'watch',
          text: overviewWords.revisits(due),
          more: overviewWords.revisitsMore(first.map(({ aiAgent, team }) => `${names.aiAgent(aiAgent)} (${names.team(team)})`)),
          act: overviewWords.openRevisits,
          path: '/revisits',
        },
      ]

/** Everything that needs a decision: what must be acted on first, then what is to be watched, each by its text. */
export function decisionsOf(
  { quality, investigations = [], adoption, alarms, limits, escalations, revisits }: Known,
  names: Names,
): Decision[] {
  const all = [
    ...(escalations ? ofEscalations(escalations, names) : []),
    ...(alarms ? ofAlarms(alarms, names) : []),
    ...(limits ? ofLimits(limits, names) : []),
    ...(quality ? ofQuality(quality, investigations, names) : []),
    ...(adoption ? ofAdoption(adoption, names) : []),
    ...(revisits ? ofRevisits(revisits, names) : []),
  ]
  return [...all.filter(({ status }) => status === 'act'), ...all.filter(({ status }) => status === 'watch')]
}

/** Figures in which teams could be compared. */
export const comparedIn = ({ measures }: Divergence) => measures.filter((one) => one.judged > 0 && tellsApart(one))

/** Teams that could be compared in any figure, and those that really differ. */
function qualityOf(divergence: Divergence, names: Names) {
  const compared = comparedIn(divergence)
    .flatMap(({ teams }) => teams)
    .filter(({ verdict }) => verdict === 'as_expected' || verdict === 'differs' || verdict === 'watch')
  const differing = [...new Set(compared.filter(({ verdict }) => verdict === 'differs').map(({ team }) => names.team(team)))]
  return { judged: new Set(compared.map(({ team }) => team)).size, differing: differing.sort() }
}

const takenOf = (adoption: Adoption) => ({
  adopted: adoption.adopted,
  of: adoption.teams.filter(({ state }) => state !== 'not_exposed').length - hiddenIn(adoption),
  needing: adoption.teams.filter(needsSomething).length,
})

/** The finding in a sentence of each part that is known; undefined before anything is. */
export function answerOf({ quality, adoption }: Known, names: Names): string | undefined {
  return overviewWords.answer(quality ? qualityOf(quality, names) : null, adoption ? takenOf(adoption) : null) || undefined
}
