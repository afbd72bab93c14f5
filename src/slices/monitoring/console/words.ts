import { count, share } from '#console/messages/formats.ts'
import { locale, plural, words } from '#console/messages/words.ts'

type Kind = 'drift' | 'spike' | 'silence' | 'queue'
type Cause =
  | 'model_changed'
  | 'rule_changed'
  | 'knowledge_wrong'
  | 'knowledge_missing'
  | 'tool_failed'
  | 'stopped_by_people'
  | 'demand_changed'
  | 'definition_changed'
  | 'data_missing'
  | 'false_alarm'
  | 'over_by_itself'
  | 'not_known'

const minutesTold = (minutes: number) => {
  if (minutes < 120) return plural(Math.round(minutes), { one: 'one minute', other: `${count(Math.round(minutes))} minutes` })
  if (minutes < 2880) return `${count(Math.round(minutes / 60))} hours`
  return `${count(Math.round(minutes / 1440))} days`
}

const days = (amount: number) => plural(amount, { one: 'one day', other: `${count(amount)} days` })
const perYear = (amount: number) => new Intl.NumberFormat(locale(), { maximumFractionDigits: 2 }).format(amount)
export const falseAlarmsTold = perYear
const quarter = 91

/** Words of alarms and of what finds them. */
export const alarmWords = words('alarms', {
  question: 'Is anything going wrong that nobody looks after?',
  answerNone: 'No. Nothing stands out.',
  answerOpen: (n: number) => plural(n, { one: 'Yes: one alarm waits for somebody.', other: `Yes: ${count(n)} alarms wait for somebody.` }),
  answerLooked: (n: number) =>
    plural(n, { one: 'Somebody looks after the one alarm there is.', other: `Somebody looks after each of the ${count(n)} alarms.` }),
  meta: 'An alarm is about an AI agent or a measure of a team, never about a person. Each has one owner and a next step.',
  title: 'Alarms',
  thisOne: 'This alarm',
  subtitle: 'One for each cause, newest first. What is found again within a day is the same alarm.',
  shown: 'Which alarms',
  going: 'Going on',
  over: 'Over',
  noneGoing: 'No alarm goes on',
  noneGoingHint: 'When a watch finds something, it stands here with its owner, and the team’s escalation procedure begins.',
  noneOver: 'No alarm was ever raised here.',
  what: 'What',
  place: 'AI agent and team',
  wholeTeam: 'Whole team',
  kind: 'Found by',
  kinds: (kind: Kind) => ({ drift: 'Slow drift', spike: 'Jump of errors', silence: 'Silence', queue: 'Queue over its limit' })[kind],
  state: 'State',
  states: (state: 'open' | 'acknowledged' | 'explained' | 'fixed') =>
    ({ open: 'Open', acknowledged: 'Looked after', explained: 'Explained', fixed: 'Fixed' })[state],
  owner: 'Owner',
  noOwner: 'Nobody is named',
  ownerRoles: (role: 'accountable_owner' | 'team_lead') => ({ accountable_owner: 'accountable owner', team_lead: 'team lead' })[role],
  since: 'Began about',
  raised: 'Found',
  again: (n: number) => `found ${count(n)} times`,
  back: 'All alarms',
  next: 'Next step',
  toProcedure: 'See who was told',
  respond: (minutes: number) => `Whoever is told first has ${minutesTold(minutes)} to answer.`,
  toPlace: 'Open the AI agent',
  acknowledge: 'I look after it',
  acknowledgeText: 'Whoever was told hears that somebody looks after it. Nobody else is told any more.',
  explain: 'Explain it',
  explainText: 'Nothing has to be mended: say what was behind it. The watch begins anew.',
  fix: 'It is fixed',
  fixText: 'Say what was mended. The watch begins anew half way up to its limit, so that a fix that did not help shows sooner.',
  cause: 'What is behind it',
  causes: (cause: Cause) =>
    ({
      model_changed: 'The model or a prompt changed',
      rule_changed: 'A rule or a tuning changed',
      knowledge_wrong: 'Knowledge was wrong',
      knowledge_missing: 'Knowledge was missing',
      tool_failed: 'A tool or another system failed',
      stopped_by_people: 'People stopped it',
      demand_changed: 'Customers ask for other things',
      definition_changed: 'It is recorded in another way',
      data_missing: 'Data is missing',
      false_alarm: 'Nothing: chance',
      over_by_itself: 'It ended by itself',
      not_known: 'Not known yet',
    })[cause],
  note: 'In a few words',
  noteHint: 'Others read this later: what it was, and how one saw it.',
  noteMissing: 'Say it in a few words.',
  isNewLevel: 'This is the new normal: take what was seen since as the baseline',
  cancel: 'Cancel',
  acknowledged: 'You look after it.',
  explained: 'It is explained.',
  fixed: 'It is fixed.',
  evidence: 'What it rests on',
  evidenceBaseline: 'Usual',
  evidenceSeen: 'Since then',
  evidenceExcess: 'More than usual',
  evidenceExpected: 'Due and did not come',
  evidenceWaiting: 'Waiting',
  evidenceCases: (hits: number, of: number) => `${share(of === 0 ? 0 : hits / of, 1)}, ${count(hits)} of ${count(of)}`,
  evidenceRange: (low: number, high: number) => `between ${share(low, 1)} and ${share(high, 1)}`,
  evidenceWindow: (from: string, to: string) => `${from} to ${to}`,
  evidenceTypical: (now: string, low: string, high: string) => `${now} is typical, between ${low} and ${high}`,
  evidenceCasesOf: (n: number) => plural(n, { one: 'one case', other: `${count(n)} cases` }),
  evidenceInAll: 'More in all',
  evidenceLess: 'Less in all',
  evidenceMax: (waiting: number, most: number) => `${count(waiting)}; ${count(most)} were agreed`,
  evidenceMore: (n: number) => plural(Math.round(n), { one: 'about one case', other: `about ${count(Math.round(n))} cases` }),
  records: 'Records behind it',
  recordsHint: 'The newest 20 decisions that went wrong since it began.',
  recordWhat: (what: 'failed' | 'overridden') => ({ failed: 'Failed', overridden: 'Overridden' })[what],
  decision: 'Decision',
  at: 'When',
  decisionType: 'Kind',
  outcome: 'What became of it',
  aroundTitle: (name: string) => `${name}, day by day`,
  aroundSubtitle: (n: number) =>
    `${plural(n, { one: 'One day', other: `${count(n)} days` })} with cases, from four weeks before it began; the dotted line is what was usual.`,
  typicalTitle: (name: string) => `${name}: the moving average of typical values, and its limit`,
  typicalSubtitle: (n: number) =>
    `A tenth of each day’s typical value, nine tenths of the days before; ${plural(n, { one: 'one day', other: `${count(n)} days` })} since the watch began.`,
  typicalAverage: 'Moving average',
  chartTitle: (limit: number) => `The sum rests near zero while all is as usual, and alarms at ${count(limit)}`,
  chartSubtitle: (n: number) =>
    `Each case adds or takes away a little; ${plural(n, { one: 'one day', other: `${count(n)} days` })} since the watch began.`,
  chartSum: 'Sum',
  chartLimit: 'Limit',
  chartDay: 'Day',
  promise: 'What this watch promises',
  promiseFalse: (amount: number) => `At most ${perYear(amount)} false alarms a year.`,
  promiseZone: (usual: string, quiet: string) => `Usual is ${usual}; up to ${quiet} it stays quiet.`,
  promiseZoneDown: (usual: string, quiet: string) => `Usual is ${usual}; down to ${quiet} it stays quiet.`,
  promiseTypical:
    'It follows the typical value of each day, the middle on a scale of ratios, so that single odd cases hardly move it. Days without cases are left out.',
  promiseProvisional: 'The baseline is short, so the limit is twice as far away. Freeze one of four weeks to see sooner.',
  promiseWidened: (times: number) => `Cases come in clumps, so the limit is ${count(times)} times as far away.`,
  promiseAlike: (times: number) => `Days are like the day before, so the limit is ${count(times)} times as far away.`,
  promiseVolume: (n: number) => `Worked out for ${count(n)} cases on a usual day.`,
  promiseFinds: 'How fast it finds a change',
  promiseJump: (from: string, to: string) => `A jump from ${from} to ${to}`,
  promiseCreep: (from: string, to: string, over: number) =>
    `Creeping from ${from} to ${to} over ${over === quarter ? 'a quarter' : days(over)}`,
  promiseFound: (median: number | null, ninetieth: number | null) =>
    median === null
      ? 'seldom within two years at this volume'
      : `half by day ${count(median)}, nine in ten by ${ninetieth === null ? 'later than two years' : `day ${count(ninetieth)}`}`,
  promiseQuiet: (shortest: number, longest: number | null) =>
    longest === null
      ? `It tells after ${minutesTold(shortest)} without a decision in the busiest hour; in the quietest after more than eight weeks.`
      : `It tells after ${minutesTold(shortest)} without a decision in the busiest hour, and ${minutesTold(longest)} in the quietest.`,
  promiseSpike: (errors: number, of: number) => `${count(errors)} errors of ${count(of)} in an hour`,
  promiseJumpOnly: (errors: number, of: number) =>
    `Only a jump can be seen with so few in the baseline: ${count(errors)} of ${count(of)} in a day`,
  promiseRecent: (errors: number) => `${count(errors)} errors among the last 50`,
  newLevel: 'As a new baseline',
  times: 'Times',
})

const frozenNames: { [id: string]: string } = {
  errors: 'Errors',
  exceptions: 'Exception rate',
  decisions: 'Decisions',
  run_time: 'Time of a run',
  run_cost: 'Cost of a run',
  handle_time: 'Handling time',
  cost: 'Cost of a conversation',
}

/** Words of the settings page: budget, watches, baselines. */
export const watchWords = words('watches', {
  question: 'How many false alarms do we accept, and what would we find how fast?',
  answer: (n: number, aiAgents: number) =>
    `All watches together give at most ${plural(n, { one: 'one false alarm', other: `${perYear(n)} false alarms` })} a year, over ${plural(aiAgents, { one: 'one AI agent', other: `${count(aiAgents)} AI agents` })}.`,
  meta: 'Fewer false alarms mean that real changes are found later. Both are worked out before anything happens, not afterwards.',
  budget: 'Budget',
  budgetHint: 'False alarms a year that are accepted of one AI agent. Ten AI agents make ten times as many.',
  drift: 'Slow drift',
  spike: 'Jumps of errors',
  silence: 'Silence',
  ratio: 'Drift is looked for at',
  ratioHint: 'Times the usual share. 1.5 finds creeping soonest; jumps are found by another watch.',
  indifferent: 'Too small to matter, up to',
  indifferentHint: 'Times the usual share.',
  fold: 'The same alarm within',
  foldHint: 'Hours after it ended.',
  reason: 'Reason',
  reasonMissing: 'Say why in a few words.',
  wrong: (low: number, high: number) => `Write a number from ${perYear(low)} to ${perYear(high)}.`,
  save: 'Save the budget',
  saved: 'The budget is set.',
  lately: (alarms: number, of: number) =>
    `Alarms of the last ${count(of)} days: ${alarms === 0 ? 'none.' : count(alarms)}${alarms === 0 ? '' : '.'}`,
  latelyCause: (confirmed: number, known: number) => `${count(confirmed)} of the ${count(known)} with a cause were about something real.`,
  latelyDelay: (amount: number) => `Half were found within ${count(Math.round(amount * 10) / 10)} days of their estimated beginning.`,
  watches: 'Watches',
  watchesHint:
    'Every AI agent at work is watched for silence. A frozen baseline of its errors adds drift and jumps, one of its times and costs adds their drift. Watches for drift of one AI agent share its budget.',
  watchesNone: 'No AI agent is deployed yet. Once one is, it is watched for silence without anybody’s doing.',
  what: 'What is watched',
  state: 'State',
  states: (state: 'watching' | 'gathering' | 'no_baseline' | 'no_data' | 'paused' | 'alarm') =>
    ({
      watching: 'Watching',
      gathering: 'Too little known yet',
      no_baseline: 'Needs a baseline',
      no_data: 'No data comes in',
      paused: 'Paused',
      alarm: 'Alarm',
    })[state],
  directions: (direction: 'up' | 'down') => ({ up: 'rising', down: 'falling' })[direction],
  perYear: 'False alarms a year',
  finds: 'Would find',
  findsNone: 'Not worked out yet',
  findsJump: (to: string, median: number | null) =>
    median === null ? `${to}: seldom within two years` : `${to} within ${days(median)}, half the time`,
  findsQuiet: (minutes: number) => `silence of ${minutesTold(minutes)} in the busiest hour`,
  findsDaily: (errors: number, of: number) => `only a jump: ${count(errors)} of ${count(of)} in a day`,
  findsSpike: (errors: number, of: number) => `${count(errors)} errors of ${count(of)} in an hour`,
  acts: 'Pause',
  pause: 'Pause',
  pauseFor: (name: string) => `Pause the watch of ${name}`,
  pauseText: 'For planned work. It looks away for a day, and silence in that time counts for nothing.',
  resume: 'Go on',
  resumeFor: (name: string) => `Go on with the watch of ${name}`,
  resumeText: 'It watches again from now on.',
  paused: 'It looks away for a day.',
  resumed: 'It watches again.',
  baselines: 'Baselines',
  baselinesHint: 'What is usual, frozen from a window of days. Everything later is held against it. Who froze it stands in the audit log.',
  baselinesNone: 'Nothing is frozen yet. Choose four quiet weeks of an AI agent, so that its errors can be watched.',
  freeze: 'Freeze a baseline',
  freezeText: 'Choose days in which all was well, four weeks or more. It replaces the one before.',
  from: 'From',
  to: 'To, yesterday at the latest',
  team: 'Team',
  aiAgent: 'AI agent',
  wholeTeam: 'The team as a whole',
  measures: 'Measures',
  measuresHint:
    'Of an AI agent, errors are watched for drift and jumps from then on, times and costs for drift. Leave out what nobody reports: nothing can be frozen of it.',
  measureNames: (id: string) => frozenNames[id] ?? id,
  others: 'Other measures',
  othersHint: 'Their ids, separated by commas: the page What figures mean lists them.',
  watchToo: 'Watch for slow drift',
  watchNot: 'No',
  watchUp: 'Tell when it rises',
  watchDown: 'Tell when it falls',
  frozen: 'The baseline is frozen.',
  cancel: 'Cancel',
  measure: 'Measure',
  usual: 'Usual',
  cases: 'Cases',
  window: 'Window',
  sure: 'Sure enough',
  sureNames: (status: 'ok' | 'provisional' | 'none') =>
    ({ ok: 'Yes', provisional: 'Provisional: short, or few', none: 'Too few for a chart' })[status],
  upTo: (limit: number) => `at most ${share(limit, 1)}, 95 times of 100`,
  aDay: (n: string) => `${n} on a usual day`,
  range: (low: string, high: string) => `${low} to ${high}`,
  why: 'Why',
  toAudit: 'Who froze them',
})
