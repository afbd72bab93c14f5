import { count, day, list, share } from '#console/messages/formats.ts'
import { plural, words } from '#console/messages/words.ts'

type State = 'open' | 'found' | 'treated' | 'closed'
type Cause = 'training' | 'tool' | 'knowledge' | 'policy' | 'case_mix' | 'chance' | 'other'
type Remedy = 'train' | 'fix_tool' | 'fix_knowledge' | 'change_policy' | 'leave_alone'
type EffectStatus = 'no_remedy' | 'too_early' | 'no_comparison' | 'unknown_yet' | 'better' | 'worse' | 'changed'
type Step = 'read' | 'listen' | 'find'

/** Words of investigations: why a team differs, and what is done about it. */
export const investigationWords = words('investigations', {
  question: 'Why does a team differ, and did the remedy help?',
  answerNone: 'Nothing is being looked into.',
  answer: (n: number) => plural(n, { one: 'One question is being looked into.', other: `${count(n)} questions are being looked into.` }),
  meta: 'First read, listen and find, then choose: training a team whose tool is broken makes things worse. People are heard without names.',
  open: 'Open an investigation',
  openText: 'Conversations are picked at random for you to read, so that nobody picks what fits.',
  shownOpen: 'Running',
  shownClosed: 'Closed',
  shown: 'Which',
  empty: 'Open one from the page Quality when a team is flagged, or here when you wonder.',
  emptyClosed: 'None is closed yet.',
  asked: 'Question',
  team: 'Team',
  measure: 'Figure',
  noMeasure: 'No figure, just a question',
  from: 'From',
  to: 'To',
  state: 'State',
  states: (state: State) => ({ open: 'Looking', found: 'Finding written down', treated: 'Remedy runs', closed: 'Closed' })[state],
  missing: (steps: Step[]) =>
    steps.length === 0
      ? 'Ready to choose a remedy.'
      : `Before a remedy: ${list(steps.map((step) => ({ read: 'read', listen: 'listen', find: 'find' })[step]))}.`,
  until: 'Until',
  window: (from: string, to: string) => `${from} to ${to}`,
  questionMissing: 'Write the question in a few words.',
  dayMissing: 'Choose a day.',
  cancel: 'Cancel',
  opened: 'The investigation is open.',
  back: 'All investigations',
  readTitle: 'Read',
  readText: (done: number, of: number) =>
    of === 0 ? 'This team has no conversations in that window, so there is nothing to read.' : `${count(done)} of ${count(of)} read.`,
  conversation: 'Conversation',
  note: 'What stood out',
  noteOf: (id: string) => `What stood out in ${id}`,
  markRead: 'Mark as read',
  markReadOf: (id: string) => `Mark ${id} as read`,
  isRead: 'Read',
  listenTitle: 'Listen',
  listenText: 'What did people of the team say? Say how many you heard, and no names.',
  people: 'People heard',
  said: 'What they said',
  saidBy: (n: number) => plural(n, { one: 'One person', other: `${count(n)} people` }),
  addVoices: 'Add',
  nobodyHeard: 'Nobody was heard yet.',
  findTitle: 'Find',
  finding: 'What it is',
  cause: 'Cause',
  causes: (cause: Cause) =>
    ({
      training: 'People do not know it well enough',
      tool: 'The AI agent does this work badly',
      knowledge: 'Documents are wrong, old or missing',
      policy: 'A rule or threshold does not fit',
      case_mix: 'The team has other cases',
      chance: 'Chance',
      other: 'Something else',
    })[cause],
  saveFinding: 'Save finding',
  chooseTitle: 'Choose',
  chooseText: 'The effect is measured from the first day on, against teams without a remedy.',
  remedy: 'Remedy',
  remedies: (remedy: Remedy) =>
    ({
      train: 'Train',
      fix_tool: 'Mend the AI agent',
      fix_knowledge: 'Mend the documents',
      change_policy: 'Change the policy',
      leave_alone: 'Leave alone',
    })[remedy],
  plan: 'Who does what',
  startsOn: 'In force from',
  chooseLabel: 'Choose remedy',
  tooEarly: 'A remedy can be chosen once the conversations are read, people are heard and a finding is written down.',
  effectTitle: 'Effect',
  effectOf: (change: string, low: string, high: string) => `${change} (${low} to ${high})`,
  points: (change: number) => `${change > 0 ? '+' : ''}${count(Math.round(change * 1000) / 10)} points`,
  effects: (status: EffectStatus, days: { before: number; after: number }) =>
    ({
      no_remedy: 'No remedy was chosen yet.',
      too_early: `Too early to tell: ${count(Math.min(days.before, days.after))} of 28 days are known on each side of its first day.`,
      no_comparison: 'It cannot be known: no other team without a remedy has enough cases to compare with.',
      unknown_yet: 'It cannot be known yet whether it changed anything.',
      better: 'It helped: the team gained on the others, by more than chance allows on any day one looks.',
      worse: 'It made things worse: the team lost against the others, by more than chance allows on any day one looks.',
      changed: 'It changed something: the team moved against the others, by more than chance allows on any day one looks.',
    })[status],
  effectChance: (p: number, teams: number) =>
    `${share(p)} of ${plural(teams + 1, { one: 'one team', other: `${count(teams + 1)} teams` })} moved at least as far`,
  effectTeam: 'This team',
  effectOthers: 'Teams without a remedy',
  effectDay: 'Day',
  remedyBegins: 'Remedy',
  closeTitle: 'Close',
  outcome: 'What came of it',
  closeLabel: 'Close investigation',
  closed: 'The investigation is closed.',
  saved: 'Saved.',
  wrongPeople: 'Write how many, at least one.',
  needed: 'Write it in a few words.',
  causeMissing: 'Choose what is behind it.',
  remedyMissing: 'Choose a remedy. Leaving alone is one.',
})

type Verdict = 'differs' | 'watch' | 'as_expected' | 'too_few' | 'not_adjusted'

/** Words of the page that says which teams really differ. */
export const qualityWords = words('quality', {
  question: 'Which team really differs, after its mix of cases, and since when?',
  meta: 'Teams are compared with what the organisation reaches on the same mix of cases. A team is flagged only if it lies outside of how teams ordinarily differ, and at most one flag in twenty is false.',
  window: (from: string, to: string) => `${from} to ${to}`,
  from: 'From',
  to: 'Until',
  show: 'Show',
  usualWindow: 'Choose the newest again',
  thinSince: (newest: string) => `the newest twelve weeks with enough cases to compare; too few came since, until ${newest}`,
  measure: 'Figure',
  nothing:
    'Nothing is counted in this window yet. Connect a helpdesk or import conversations; a comparison begins with ten teams and 30 cases each.',
  team: 'Team',
  raw: 'As counted',
  expected: 'Expected for its mix',
  shown: 'Best estimate, at the mix of all',
  since: 'Since',
  verdict: 'Verdict',
  verdicts: (verdict: Verdict) =>
    ({
      differs: 'Differs: look into it',
      watch: 'Watch',
      as_expected: 'As expected',
      too_few: 'Too few cases to tell',
      not_adjusted: 'Too few teams to tell',
    })[verdict],
  investigate: 'Investigate',
  investigateOf: (team: string) => `Investigate ${team}`,
  records: 'Open records',
  recordsOf: (team: string) => `Open the records of ${team}`,
  funnelTitle: 'Each team, by its number of cases',
  funnelSubtitle: 'Bands: where 95 % and 99.8 % of teams lie that differ only as teams do. Adjusted for the mix of cases.',
  cases: 'Cases',
  share: 'Share',
  teams: 'Teams',
  flagged: 'Differ',
  typicalTeam: (centre: number) => `${share(centre)}, typical team`,
  limit95: '95 %',
  limit998: '99.8 %',
  overall: (value: number) => `all teams ${share(value, 1)}`,
  spread: 'How far teams lie apart',
  meaning: 'What this figure means',
  toInvestigations: 'Investigations',
  tableTitle: 'Teams',
  tableSubtitle: 'Those to look into first, then by name. Never by rate: rates of teams with other cases cannot be ranked.',
  range: (low: number, high: number) => `${share(low, 1)} to ${share(high, 1)}`,
  answerTooFew: 'No team has enough cases to tell yet.',
  answerNotAdjusted: (judged: number) =>
    plural(judged, {
      one: 'One team has enough cases; it takes ten to compare.',
      other: `${count(judged)} teams have enough cases; it takes ten to compare.`,
    }),
  answerSame: (judged: number, isAlways: boolean) =>
    `${isAlways ? 'In every case' : 'Not once'} in ${plural(judged, { one: 'the one team', other: `any of the ${count(judged)} teams` })} with enough cases. ${isAlways ? 'Either it is always so' : 'Either it never happens'}, or the source does not say.`,
  answerNone: (judged: number) => `None of ${count(judged)} teams differs by more than teams ordinarily do.`,
  answerSome: (n: number, judged: number, told: string[]) =>
    [
      plural(n, { one: `One of ${count(judged)} teams really differs:`, other: `${count(n)} of ${count(judged)} teams really differ:` }),
      ...told,
    ].join(' '),
  others: 'Who else differs stands below.',
  tellOf: (told: { team: string; share: number; expected: number; since: string | null }) =>
    `${told.team} has ${share(told.share)} where its mix of cases would give ${share(told.expected)}${told.since ? `, since the week of ${day(new Date(`${told.since}T12:00:00Z`))}` : ''}.`,
  spreadOf: (value: number, low: number, high: number) =>
    `${share(value, 1)} (${share(low, 1)} to ${share(high, 1)}), the usual distance of a team’s true share from the middle (one standard deviation)`,
  questionOf: (team: string, measure: string) => `Why does ${team} differ in “${measure}”?`,
  weekOf: (on: string) => day(new Date(`${on}T12:00:00Z`)),
  of: (x: number, n: number) => `${count(x)} of ${count(n)}`,
  percent: (value: number) => share(value, 1),
})
