import type { OutputOf } from '#kernel/contract.ts'
import type { Answer, getRun, Note } from '#slices/capacity/contract.ts'
import { complain, say } from './command.ts'

export type Run = OutputOf<typeof getRun>
type Ranged = { value: number; low: number; high: number }
type Base = NonNullable<Answer['base']>

const percent = (share: number) => `${(share * 100).toFixed(1)} %`
const whole = (value: number) => Math.round(value).toLocaleString('en-US')

function ranged({ value, low, high }: Ranged, format: (value: number) => string): string {
  const [middle, from, to] = [value, low, high].map(format)
  return from === to ? `${middle}` : `${middle} (${from} to ${to})`
}

/** Says what a simulation found, the most important first. */
export function report({ answer, problem, state, inputsDigest, seed }: Run): void {
  if (problem) complain(problem)
  const base = answer?.base
  if (!answer || !base) {
    say(`The simulation is ${state} and has no answer yet.`)
    return
  }
  const { settled, erlang, notes } = answer.quick
  const breaks = breakingLine(answer.breaking)
  if (breaks) say(breaks)
  say(
    `${whole(settled.volumePerDay)} cases a day make ${whole(settled.exceptionsPerDay)} exceptions of ${settled.handleMinutes} minutes each.`,
  )
  for (const line of baseLines(base)) say(line)
  say(`Erlang C, for arrivals spread evenly over the open hours: ${erlang.peopleToPlan} people planned.`)
  if (answer.staffing) say(peopleLine(answer.staffing))
  for (const note of notes) say(`- ${noteLines[note.code](note)}`)
  say(`Seed ${seed}, inputs ${inputsDigest.slice(0, 12)}: the same again by these.`)
  say(`First answer after ${answer.firstAnswerSeconds?.toFixed(1)} s, all of it after ${answer.allSeconds?.toFixed(1)} s.`)
}

function breakingLine(breaking: Answer['breaking']): string | null {
  if (!breaking) return null
  if (breaking.state === 'already')
    return 'The queue breaks at this volume already: on most days it is never empty from one opening to the next.'
  if (breaking.state === 'beyond')
    return `Up to ${breaking.searchedTo.toFixed(1)} times this volume the queue still empties from day to day.`
  if (!breaking.at) return null
  const { multiple, volumePerDay } = breaking.at
  return `At ${ranged(volumePerDay, whole)} cases a day, ${multiple.value.toFixed(1)} times this volume, the queue no longer empties overnight.`
}

const brokenNames: { [name in Base['broken'][number]]: string } = {
  late: 'too many are late',
  depth: 'too many wait at once',
  occupancy: 'people have no pause between reviews',
  never_empty: 'the queue is never empty on too many days',
  grows: 'the backlog grows from day to day',
}

function baseLines(base: Base): string[] {
  return [
    base.holds ? 'Every promise is kept.' : `It does not hold: ${base.broken.map((name) => brokenNames[name]).join(', ')}.`,
    `Simulated over ${whole(base.days)} days:`,
    `  ${ranged(base.lateShare, percent)} late; 90 of 100 wait at most ${ranged(base.waitMinutesP90, whole)} minutes`,
    `  at most ${ranged(base.depthMaxP95, whole)} waiting on 95 of 100 days; never empty from one opening to the next on ${ranged(base.neverEmptyShare, percent)} of days`,
    ...(base.occupancy ? [`  people busy ${ranged(base.occupancy, percent)} of their time on duty`] : []),
  ]
}

function peopleLine({ peoplePlanned }: NonNullable<Answer['staffing']>): string {
  return peoplePlanned === null
    ? 'No number of people in these shifts keeps every limit.'
    : `${peoplePlanned} people planned keep every limit; one fewer does not.`
}

/** The same facts as on the page, in a line each. */
const noteLines: { [code in Note['code']]: (note: Note) => string } = {
  flat_profile: () => 'Fewer than ten working days were seen: arrivals are spread evenly over the open hours.',
  logged_days: ({ count }) => `Whole days of the log were drawn, ${count} of them, so busy days stay busy.`,
  poisson: () => 'Arrivals are taken as independent of each other; real ones come in clumps.',
  rate_upper_limit: ({ share }) => `The exception rate is the upper end of its range, ${percent(share ?? 0)}: few decisions were seen.`,
  rate_unknown: () => 'No decision was seen yet: give --rate.',
  handling_unknown: () => 'Minutes for one review are given, not measured: thirty timed reviews are needed for that.',
  handling_of_organisation: () => 'Too few people review in this team: the time of the whole organisation is used.',
  handling_is_elapsed: () => 'The log holds time to resolve, which is waiting and no work.',
  volume_unknown: () => 'No decision was seen yet: give --volume.',
  arrives_closed: ({ share }) => `${percent(share ?? 0)} arrive while nobody is planned and wait for the next opening, whoever works then.`,
  no_arrivals: () => 'Nothing arrives.',
  nobody_planned: () => 'Nobody is planned.',
  days_reduced: ({ count }) => `So many exceptions arrive that fewer days were played: ${count}.`,
  approximate_scv: () => 'Handling times are not exponential: what Erlang C says is an approximation.',
  proposed_shift: ({ count }) => `No people were given: ${count} are proposed, Monday to Friday, 09:00 to 17:00.`,
}
