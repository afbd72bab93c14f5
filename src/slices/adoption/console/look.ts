import { day, share } from '#console/messages/formats.ts'
import type { Picture } from '#console/ui/chart/model.ts'
import type { Status } from '#console/ui/status-mark.tsx'
import type { Adoption, State, TeamUse } from './shapes.ts'
import { adoptionWords, teamUseWords } from './words.ts'

/** Asks for something to be done, in this order. */
const needing: State[] = ['quiet_rejection', 'overridden', 'blocked', 'slow_start', 'unknown']

const isHidden = ({ state }: TeamUse) => state === 'not_enough_people'
export const needsSomething = ({ state }: TeamUse) => needing.includes(state)
/** Why is the question, so a remedy may be chosen only after an investigation. */
export const isToInvestigate = ({ state }: TeamUse) => state === 'quiet_rejection' || state === 'unknown' || state === 'overridden'

/** Used little, or against its answers: here it is asked whether it is turned down or begins slowly. Elsewhere the signs say nothing of it. */
export const isAskedWhy = ({ state }: TeamUse) =>
  state === 'quiet_rejection' || state === 'overridden' || state === 'slow_start' || state === 'unknown'

export const statusOf = (state: State): Status =>
  ({
    quiet_rejection: 'act',
    overridden: 'watch',
    blocked: 'act',
    slow_start: 'watch',
    unknown: 'watch',
    onboarding: 'info',
    adopted: 'ok',
    over_reliant: 'watch',
    not_exposed: 'none',
    not_enough_people: 'none',
  })[state] as Status

function placeOf(team: TeamUse): number {
  if (needsSomething(team)) return needing.indexOf(team.state)
  return isHidden(team) ? needing.length + 1 : needing.length
}

/** Those that need something first, then by name: never by rate. */
export const inOrder = (teams: readonly TeamUse[], nameOf: (id: string) => string): TeamUse[] =>
  [...teams].sort((one, other) => placeOf(one) - placeOf(other) || nameOf(one.team).localeCompare(nameOf(other.team)))

export const hiddenIn = ({ teams }: Adoption) => teams.filter(isHidden).length

/** Trained beyond doubt, and still not used. */
const isTrained = ({ signals }: TeamUse) => signals.some(({ signal, reading }) => signal === 'training' && reading === 'high')

/** The finding in one sentence. */
export function answerOf({ teams, adopted }: Adoption, nameOf: (id: string) => string): string {
  if (teams.length === 0) return adoptionWords.answerNone
  const told = teams.filter((team) => !isHidden(team) && team.state !== 'not_exposed')
  if (told.length === 0) return adoptionWords.answerTooFew
  const at = (state: State) => inOrder(told, nameOf).filter((team) => team.state === state)
  const names = (state: State) => at(state).map(({ team }) => nameOf(team))
  return adoptionWords.answer({
    adopted,
    of: told.length,
    rejecting: names('quiet_rejection'),
    areTrained: at('quiet_rejection').every(isTrained),
    slow: names('slow_start'),
    blocked: names('blocked'),
    unclear: at('unknown').length,
  })
}

const weekMs = 7 * 86_400_000
const placeOfWeek = (on: string) => Date.parse(`${on}T00:00:00Z`) / weekMs

/** Active people week by week; a week with too few people is a hole. */
export function weeksPicture({ weeks }: TeamUse): Picture {
  const places = weeks.map(({ on }) => placeOfWeek(on))
  return {
    x: {
      label: teamUseWords.weekOf,
      format: (place) => day(new Date(Math.round(place * weekMs) + weekMs / 14)),
      ticks: (most) => places.filter((_, at) => at % Math.ceil(places.length / most) === 0),
    },
    y: { label: teamUseWords.activeShare, format: (value) => share(value), from: 0, to: 1 },
    series: [
      {
        id: 'active',
        label: teamUseWords.activeShare,
        tone: 1,
        points: weeks.map(({ on, active }) => ({
          x: placeOfWeek(on),
          y: active?.share ?? null,
          ...(active ? { low: active.low, high: active.high } : {}),
        })),
      },
    ],
  }
}

/** The curve at even steps, days or weeks, after the beginning: each place holds what was true on that day. */
function gridOf(survival: TeamUse['survival']): TeamUse['survival'] {
  const last = survival.at(-1)?.days ?? 0
  const step = last <= 28 ? 1 : 7
  return Array.from({ length: Math.ceil(last / step) }, (_, at) => (at + 1) * step).map((days) => {
    const known = survival.findLast((one) => one.days <= days)
    return known ? { ...known, days } : { days, share: 1, low: 1, high: 1, atRisk: 0 }
  })
}

export function survivalPicture({ survival }: TeamUse): Picture {
  return {
    x: { label: teamUseWords.survivalDays, format: (days) => String(Math.round(days)), from: 0 },
    y: { label: teamUseWords.stillUse, format: (value) => share(value), from: 0, to: 1 },
    series: [
      {
        id: 'still',
        label: teamUseWords.stillUse,
        shape: 'step',
        endsAtLast: true,
        tone: 1,
        points: [
          { x: 0, y: 1, low: 1, high: 1 },
          ...gridOf(survival).map(({ days, share: part, low, high }) => ({ x: days, y: part, low, high })),
        ],
      },
    ],
  }
}

/** People watched at the beginning, the end, and a few places between. */
export function watchedAt({ survival }: Pick<TeamUse, 'survival'>): { days: number; atRisk: number }[] {
  const most = 5
  const step = Math.max(1, Math.ceil((survival.length - 1) / (most - 1)))
  return survival.filter((_, at) => at % step === 0 || at === survival.length - 1)
}
