import { count, day, share } from '#console/messages/formats.ts'
import { locale, plural, words } from '#console/messages/words.ts'

const onDay = (on: string) => day(new Date(`${on}T12:00:00Z`))
const inHundred = (part: number) => count(Math.round(part * 100))
const points = (n: number) => plural(n, { one: 'one answer', other: `${count(n)} answers` })

type Counted = { hits: number; of: number; low: number; high: number }
type Limit = { threshold: number; coverage: number; precision: number; low: number }

/** Words of the page that says what an AI agent would do on its own above a confidence. */
export const confidenceWords = words('confidence', {
  question: (name: string) => `What would happen if ${name} answered on its own above a confidence?`,
  questionOfAny: 'What would happen if an AI agent answered on its own above a confidence?',
  meta: 'Confidence is what the AI agent says of its own answer. Right is what somebody checked. It holds for cases like those that were checked, and only if these were picked by chance.',
  sample: (answers: number, from: string, to: string) =>
    `${points(answers)} checked, ${from === to ? onDay(from) : `${onDay(from)} to ${onDay(to)}`}`,
  nothing: 'No checked answers with a confidence yet. Report them through the API under “grades”, or import them.',
  aiAgent: 'AI agent',
  version: 'Version',
  versionOf: (version: string, answers: number) => `${version} (${count(answers)})`,
  goal: 'Right of 100, at least',
  goalOf: (goal: number) => `${count(goal * 100)} of 100`,
  goalAbout: 'How good is good enough is a judgement: by what a wrong answer costs the customer.',
  answerSafe: ({ threshold, coverage }: Limit, goal: number) =>
    `From a confidence of ${share(threshold)} on it can answer ${inHundred(coverage)} of 100 cases itself, and at least ${inHundred(goal)} of 100 of those will be right.`,
  answerPlain: ({ threshold }: Limit) =>
    `The answers alone would say ${share(threshold)}, but a threshold that is chosen on the answers that judge it promises too much.`,
  answerUnproven: ({ threshold }: Limit, goal: number, answers: number) =>
    `Nothing can be vouched for yet: ${share(threshold)} reaches ${inHundred(goal)} of 100 in these answers, but ${points(answers)} cannot prove it.`,
  answerNever: (goal: number) =>
    `At no confidence are ${inHundred(goal)} of 100 of its answers right: leave every answer to a person, or lower the goal.`,
  chartTitle: 'Share that it answers itself, and share of these that is right',
  chartSubtitle: (answers: number) =>
    `At and above each confidence, of ${points(answers)}. The band is where the true share lies, 95 %, threshold by threshold.`,
  confidence: 'Confidence',
  share: 'Share',
  precision: 'Right',
  coverage: 'Answers itself',
  goalLine: (goal: number) => `goal ${share(goal)}`,
  safeMark: (threshold: number) => `can be vouched for ${share(threshold)}`,
  reachedMark: (threshold: number) => `reached ${share(threshold)}`,
  atTitle: (threshold: number) => `If it answered itself from ${share(threshold)} on`,
  atSubtitle: 'Each number opens to the checked answers behind it.',
  at: 'From a confidence of, in percent',
  atWrong: 'Write a whole number from 0 to 99.',
  look: 'Look',
  alone: 'Answered by itself',
  rightOf: ({ hits, of, low, high }: Counted) =>
    `${count(hits)} of ${count(of)}; the true share lies between ${share(low, 1)} and ${share(high, 1)}`,
  right: 'Right',
  wrong: 'Wrong, let through',
  outOfScope: 'Cases it is not meant for, let through',
  heldRight: 'Right, but left to people',
  review: (from: number) => `For review, from ${share(from)} on`,
  people: (below: number) => `To people only, below ${share(below)}`,
  ofAll: (n: number, of: number) => `${count(n)} of ${count(of)} (${share(of === 0 ? 0 : n / of)})`,
  reached: (goal: number) => `Reaches ${share(goal)} in these answers`,
  safe: (goal: number) => `Can be vouched for at ${share(goal)}`,
  safeNone: 'None yet',
  safeAbout: 'At this threshold and at each higher one with enough answers, the lower end of the exact 95 % interval reaches the goal.',
  kindsTitle: 'By kind of case',
  kindsSubtitle:
    'What the AI agent took the case for. Where the upper end lies below the goal, it is certainly worse there than it should be.',
  kind: 'Kind of case',
  noKind: 'Not told',
  items: 'Checked',
  aloneShort: 'Itself',
  reviewShort: 'Review',
  peopleShort: 'People',
  range: (low: number, high: number) => `${share(low, 1)} to ${share(high, 1)}`,
  calibrationTitle: 'What it says, and how often it is right',
  calibrationNone: 'What it says is what it keeps, as far as these answers can tell.',
  tooModest: (says: number, right: number) => `It is too modest: where it says ${share(says)}, it is right in ${inHundred(right)} of 100.`,
  tooSure: (says: number, right: number) =>
    `It is too sure of itself: where it says ${share(says)}, it is right in ${inHundred(right)} of 100.`,
  high: (says: number, right: number) => `Where it says ${share(says)}, it is right in ${inHundred(right)} of 100.`,
  calibrationOff: (error: number) => `On average what it says is ${count(error * 100)} points off.`,
  saysLine: 'As it says',
  isLine: 'Right',
  typical: 'Confidence, mean and middle',
  typicalOf: (mean: number, median: number) => `${share(mean, 1)} and ${share(median)}`,
  ranking: 'Tells right from wrong',
  rankingOf: (ranking: number) =>
    `in ${inHundred(ranking)} of 100 pairs of a right and a wrong answer the right one has the higher confidence (50 is chance)`,
  versionsTitle: (before: string, after: string) => `From ${before} to ${after}`,
  versionsBetter: (fixed: number, broken: number) =>
    `${count(fixed)} cases came right and ${count(broken)} went wrong: better, by more than chance.`,
  versionsWorse: (fixed: number, broken: number) =>
    `${count(broken)} cases went wrong and ${count(fixed)} came right: worse, by more than chance.`,
  versionsOpen: (fixed: number, broken: number) =>
    `${count(fixed)} cases came right and ${count(broken)} went wrong: so even a split can be chance.`,
  versionsNoPairs: 'No case is known that both answered: say “case” when you report checked answers.',
  sameCases: 'Cases that both answered',
  changed: 'Answered otherwise than before',
  byChance: 'Chance of so uneven a split, if neither were better',
  drift: 'How far confidence moved (stability index)',
  driftOf: (psi: number, byChance: number) =>
    `${new Intl.NumberFormat(locale(), { maximumFractionDigits: 3 }).format(psi)}: ${driftWord(psi, byChance)}`,
  driftAbout:
    'By custom under 0.1 is little, 0.1 to 0.25 some, above that much. Thresholds that were set for the earlier version are set anew where confidence moved.',
  distribution: 'How confident each version is',
  distributionSubtitle: 'Share of its checked answers in each tenth of confidence.',
  suggestionsTitle: 'Suggestions to teammates: accepted, by confidence',
  suggestionsSubtitle: (quarter: string, answered: number) =>
    `${quarter}, ${count(answered)} answered with a confidence, all teams together`,
  suggestionsFew: (floor: number) => `Too few people answered its suggestions: figures begin with ${count(floor)} people.`,
  suggestionsNone: 'No quarter with suggestions is over yet.',
  suggestionsFlat: 'Showing only the surer suggestions would save little: its confidence hardly says what people accept.',
  suggestionsCut: (at: number, lost: number, avoided: number) =>
    `Shown only from ${share(at)} on, it would have spared people ${inHundred(avoided)} of 100 suggestions that they turned down, and cost ${inHundred(lost)} of 100 that they accepted.`,
  quarter: 'Quarter',
  accepted: 'Accepted',
  acceptedOf: ({ hits, of, low, high }: Counted) => `${count(hits)} of ${count(of)} (${share(low)} to ${share(high)})`,
  kept: 'Accepted and kept as it was',
  rewritten: 'Accepted and more than half rewritten',
  answerTime: 'Half are answered within',
  seconds: (seconds: number) => `${count(seconds)} seconds`,
  suggestionsRanking: (ranking: number) =>
    `in ${inHundred(ranking)} of 100 pairs of one accepted and one not, the accepted one had the higher confidence (50 is chance)`,
  onlyAboveTitle: 'If only the surer suggestions were shown',
  onlyAbove: 'Shown from',
  shown: 'Still shown',
  acceptedLost: 'Accepted ones lost',
  avoided: 'Others spared',
  teamsHeld: (n: number) =>
    plural(n, { one: 'One team of too few people is left out.', other: `${count(n)} teams of too few people are left out.` }),
  open: 'See on its confidence',
})

function driftWord(psi: number, byChance: number): string {
  if (psi <= byChance) return 'no more than chance'
  return `${driftSize(psi)}, and ${count(psi / byChance)} times what chance alone gives`
}

function driftSize(psi: number): string {
  if (psi < 0.1) return 'little by custom'
  return psi <= 0.25 ? 'some' : 'much'
}

/** Words of the list of checked answers. */
export const gradeWords = words('grades', {
  title: 'Checked answers',
  question: 'Which checked answers stand behind a figure?',
  answer: (n: number) => plural(n, { one: 'One answer so far.', other: `${count(n)} answers so far.` }),
  meta: 'Newest first. What an AI agent answered and what somebody found when checking it; no person stands in it.',
  back: 'Back to confidence',
  empty: 'No checked answer fits.',
  emptyAll: 'None is reported yet.',
  id: 'Answer',
  team: 'Team',
  aiAgent: 'AI agent',
  version: 'Version',
  kind: 'Kind of case',
  case: 'Case',
  said: 'Answered',
  confidence: 'Confidence',
  found: 'Found',
  right: 'Right',
  wrong: 'Wrong',
  outOfScope: 'Not meant for it',
  at: 'Given on',
  filter: (parts: string[]) => `Shown: ${parts.join(', ')}.`,
  from: (at: number) => `confidence from ${share(at)}`,
  below: (at: number) => `confidence below ${share(at)}`,
  about: 'Checked answers of AI agents',
})
