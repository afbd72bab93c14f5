import { count, day, month, share } from '#console/messages/formats.ts'
import { plural, words } from '#console/messages/words.ts'

const cases = (n: number) => plural(n, { one: 'one case', other: `${count(n)} cases` })
const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** Words of the page about when cases come, what is open, who passes on to whom, and which teams went quiet. */
export const flowWords = words('flow', {
  question: 'When do cases come, what stays open, and who passes on to whom?',
  meta: 'Days are UTC days. What is open is told by what is known now: a case that was reopened is open until its last end, and counts in the team that has it now.',
  window: (from: string, to: string) => `${day(new Date(`${from}T12:00:00Z`))} to ${day(new Date(`${to}T12:00:00Z`))}`,
  from: 'From',
  to: 'To',
  look: 'Look',
  wrongWindow: 'The last day lies before the first.',
  nothing: 'No cases yet. Connect a helpdesk or import conversations.',
  answer: (told: { before: number; open: number; begun: number; ended: number; top: string | null }) =>
    [
      told.open > told.before
        ? `${count(told.open - told.before)} more cases are open than when the window began, ${count(told.open)} in all`
        : `${count(told.open)} cases are open, ${count(told.before - told.open)} fewer than when the window began`,
      told.top === null ? '.' : `; ${told.top}.`,
    ].join(''),
  answerPassed: (share_: number, back: number) =>
    `${count(Math.round(share_ * 100))} of 100 were passed on, and ${count(Math.round(back * 100))} of 100 of those came back to a team that had had them`,
  openTitle: 'Open at the end of each week',
  openSubtitle: 'Begun, and neither solved nor closed. The last week may not be over.',
  week: 'Week from',
  open: 'Open',
  begun: 'Begun',
  ended: 'Ended',
  number: 'Cases',
  teamsTitle: 'Open by team, at the end of the window',
  team: 'Team',
  hoursTitle: 'When cases come, by hour of the day',
  hoursSubtitle: (timeZone: string, n: number) => `By the clock of ${timeZone}; ${cases(n)}.`,
  hoursBare: 'All begin at one hour of the day: the source tells days only, so its hours say nothing.',
  hour: 'Hour',
  weekdayTitle: 'By day of the week',
  weekday: 'Day',
  weekdays: (nth: number) => weekdays[nth - 1] ?? '',
  shareOf: 'Share',
  busiest: 'Busiest hours',
  busiestOf: (at: string, n: number) => `${at}: ${cases(n)}`,
  passedTitle: 'Passed on from team to team',
  passedSubtitle: 'By the team that each event names. A pair of teams that pass to and fro has a question to settle.',
  without: 'Leave out a team that stands for none',
  withoutNone: 'Leave out nothing',
  passedOn: 'Cases passed on at least once',
  moves: 'Times passed on',
  pingPong: 'Came back to a team that had had them',
  ofAll: (n: number, of: number) => `${count(n)} of ${count(of)} (${share(of === 0 ? 0 : n / of)})`,
  pairFrom: 'From',
  pairTo: 'To',
  back: 'The other way',
  nobody: 'No case was passed on.',
  quietTitle: (year: number) => `Teams that were quiet in ${year}`,
  quietSubtitle:
    'Quiet is under a tenth of the best year until then: they stopped, or work elsewhere now. Those that went quiet last stand first.',
  quietNone: (teams: number) => `None of ${count(teams)} teams was quiet.`,
  quietSome: (n: number, teams: number, stopped: number) =>
    [
      plural(n, { one: `One of ${count(teams)} teams was quiet`, other: `${count(n)} of ${count(teams)} teams were quiet` }),
      stopped === 0
        ? ''
        : plural(stopped, { one: ', one of them since before that year', other: `, ${count(stopped)} of them since before that year` }),
      '.',
    ].join(''),
  onDay: (on: string) => day(new Date(`${on}T12:00:00Z`)),
  inMonth: (on: string) => month(new Date(`${on}T12:00:00Z`)),
  year: 'Year',
  inYear: 'Cases in the year',
  best: 'Best year',
  bestOf: (year: number, n: number) => `${count(n)} in ${year}`,
  activeMonths: 'Months with cases',
  lastMonth: 'Last month',
  isQuiet: 'Quiet',
  isNotQuiet: 'At work',
  notYet: 'Not yet begun',
  standing: 'Standing',
  records: 'Open those begun',
})
