import { count, day } from '#console/messages/formats.ts'
import { words } from '#console/messages/words.ts'

const measureNames: { [id: string]: string } = {
  decisions: 'Decisions',
  errors: 'Errors',
  exceptions: 'Went to a person',
  run_time: 'Time of a run',
  run_cost: 'Cost of a run',
  handle_time: 'Handling time',
  cost: 'Cost of a conversation',
}

const partNames = { team: 'Team by team', aiAgent: 'AI agent by AI agent' }

/** Words of the weeks of an AI agent, a team, a department, the organisation. */
export const weekWords = words('weeks', {
  question: (name: string) => `How does ${name} do, week by week?`,
  organisation: 'the whole organisation',
  meta: 'Weeks begin on Monday, UTC. The week that goes on is not over yet. Drills are left out.',
  title: 'Week by week',
  subtitle:
    'The last 13 weeks, from the first with anything in it. Under a figure stands where it may lie: 95 times of 100 the truth is in between.',
  elsewhere: 'See its flow of cases',
  none: 'Nothing that AI agents decided was counted in the last 13 weeks. What teams did before, or by themselves, stands under Quality and Flow of cases, for any days.',
  measures: (id: string, currency: string | null) => `${measureNames[id] ?? id}${currency === null ? '' : `, ${currency}`}`,
  totals: (id: string, currency: string | null) =>
    `${id === 'run_cost' ? 'All runs' : 'All conversations'}${currency === null ? '' : `, ${currency}`}`,
  known: (n: number, of: number) => (n >= of ? `all ${count(of)} known` : `known of ${count(n)} of ${count(of)}`),
  knownMeta: 'Times and costs count where they were told. What nobody told is unknown and not zero; each currency stands by itself.',
  handleMeta: 'Time of a run is the AI agent’s, as it tells it; handling time is that of people, as the helpdesk tells it.',
  uptime: 'Hours at work',
  uptimeOf: (hours: number, expected: number) => `${count(hours)} of ${count(expected)}`,
  uptimeHint:
    'Hours at work: hours with a decision, of those in which three or more are usual by the eight weeks before. Nothing is expected while people had stopped it or no server ran. A quiet hour may be chance: one in twenty is empty where three are usual.',
  uptimeNotKnown: 'not known yet',
  noneExpected: 'none expected',
  week: 'Week of',
  running: 'goes on',
  against: (value: string) => `usual ${value}`,
  usualOf: (value: string, places: number, of: number) => `usual ${value}, of ${count(places)} of ${count(of)} at work`,
  noBaseline: 'No baseline is frozen here, so nothing says what is usual.',
  tooFew: (n: number) => `too few: ${count(n)}`,
  notKnown: 'none',
  parts: (of: 'team' | 'aiAgent') => partNames[of],
  partsHint: 'The same weeks, summed.',
  team: 'Team',
  aiAgent: 'AI agent',
  noAiAgent: 'Without an AI agent',
  chart: (name: string) => `${name}, week by week`,
  chartSubtitle: 'Weeks that are over, each with its 95 % interval.',
  chartCount: 'Weeks that are over.',
  chartUsual: 'The dotted line is the frozen baseline.',
  onDay: (on: string) => day(new Date(`${on}T12:00:00Z`)),
  department: 'Department',
  allDepartments: 'All departments',
})
