import { count, list } from '#console/messages/formats.ts'
import { plural, words } from '#console/messages/words.ts'

const standards = (n: number) => plural(n, { one: 'One standard is', other: `${count(n)} standards are` })
const drafts = (n: number) => plural(n, { one: 'one draft waits', other: `${count(n)} drafts wait` })

/** Words of the standards: the list, and a page for each. */
export const policyWords = words('policy', {
  screen: 'Policy',
  question: 'What may AI agents do on their own?',
  answer: (counts: { published: number; draft: number; withdrawn: number }) =>
    counts.draft > 0
      ? `${standards(counts.published)} in force, and ${drafts(counts.draft)} for a first publication.`
      : `${standards(counts.published)} in force.`,
  withdrawnToo: (n: number) => plural(n, { one: 'One is withdrawn.', other: `${count(n)} are withdrawn.` }),
  uncoveredToo: (n: number) =>
    plural(n, {
      one: 'One kind of decision seen in the last 7 days has no standard, so people decide it.',
      other: `${count(n)} kinds of decision seen in the last 7 days have no standard, so people decide them.`,
    }),
  definition:
    'A standard says for one kind of decision when an AI agent may act on its own, when a teammate looks first, and when only people act.',
  write: 'Write a standard',
  caption: 'Standards',
  search: 'Search by title or id',
  noMatch: 'No standard has this in its title or id.',
  emptyTitle: 'No standard yet',
  empty:
    'Until a standard is in force, every decision is made by people. Begin with one kind of decision that comes up often and is easy to describe.',
  emptyCommand: 'Or keep standards as files and put them in force by command line',
  listFailed: 'The standards could not be read',
  listStillWorks: 'what is in force goes on deciding.',
  title: 'Standard',
  id: 'Decision type',
  state: 'State',
  version: 'Version',
  parameters: 'Teams may tune',
  tunings: 'Teams that tune it',
  changed: 'Changed',
  stateNames: (state: 'published' | 'draft' | 'withdrawn') => ({ published: 'In force', draft: 'Draft', withdrawn: 'Withdrawn' })[state],
  draftToo: 'newer draft',
  valuesCount: (n: number) => (n === 0 ? '–' : plural(n, { one: '1 value', other: `${count(n)} values` })),
  teamsCount: (n: number) => (n === 0 ? '–' : plural(n, { one: '1 team', other: `${count(n)} teams` })),
  csvAbout: (at: string) => `Standards as they were at ${at}. Exactly the rows that were on screen.`,
  csvSearch: (text: string) => `Searched for: ${text}`,
  uncoveredTitle: (n: number) =>
    plural(n, { one: 'One kind of decision has no standard', other: `${count(n)} kinds of decision have no standard` }),
  uncoveredSubtitle: 'Seen in the last 7 days. People decide all of them until a standard is in force.',
  uncoveredCaption: 'Kinds of decision without a standard, last 7 days',
  decisions: 'Decisions',
  writeFor: (type: string) => `Write a standard for ${type}`,
  drafted: 'A draft exists',

  notFound: 'There is no such standard',
  notFoundText: (id: string) => `No standard was ever written for ${id}. People decide this kind of decision.`,
  back: 'To all standards',
  standardQuestion: (title: string) => `${title}: what may AI agents do on their own?`,
  standardAnswer: (rules: { autonomous: number; review: number; human_only: number }, otherwise: string) => {
    const parts = [
      rules.autonomous > 0
        ? plural(rules.autonomous, { one: 'one rule lets them act alone', other: `${count(rules.autonomous)} rules let them act alone` })
        : '',
      rules.review > 0 ? plural(rules.review, { one: 'one asks for a review', other: `${count(rules.review)} ask for a review` }) : '',
      rules.human_only > 0
        ? plural(rules.human_only, { one: 'one leaves it to people', other: `${count(rules.human_only)} leave it to people` })
        : '',
    ].filter(Boolean)
    return parts.length === 0 ? `In all cases: ${otherwise}.` : `${capital(list(parts))}. In all other cases: ${otherwise}.`
  },
  otherwiseWords: (tier: 'autonomous' | 'review' | 'human_only') =>
    ({ autonomous: 'on their own', review: 'with review', human_only: 'people only' })[tier],
  notInForce: 'It is not in force: people decide this kind of decision.',
  inForce: (version: number) => `In force, version ${version}`,
  edit: 'Edit',
  more: 'More',
  exportYaml: 'Save as a file',
  withdrawAct: 'Withdraw',
  publishDraft: 'Publish',
  openDraft: 'Open the draft',
  draftWaits: (version: number) => `Version ${version} is a draft`,
  draftWaitsText: (reason: string) => `Not in force yet. Saved with the note: “${reason}”`,

  criteriaTitle: 'What holds',
  criteriaSubtitle: 'The strictest rule that matches decides. What is missing or cannot be read goes to people.',
  tierRules: (n: number) => plural(n, { one: 'One rule', other: `${count(n)} rules` }),
  when: (condition: string) => `When ${condition}`,
  inAllOther: 'In all other cases',
  whileAwayTitle: 'While Pilotage cannot be reached',
  whileAway: (seconds: number) =>
    `At most with review, by rules that are at most ${seconds % 60 === 0 ? plural(seconds / 60, { one: '1 minute', other: `${count(seconds / 60)} minutes` }) : plural(seconds, { one: '1 second', other: `${count(seconds)} seconds` })} old. Nothing runs before Pilotage is back.`,
  noRules: 'No rule leads here.',
  noRulesYet: 'No rule yet.',
  requiresTitle: 'Must also be given',
  requires: (name: string) =>
    ({
      confidence: 'how sure the AI agent is',
      knowledge: 'the documents that it relied on',
      access: 'a grant of access',
    })[name] ?? name,
  inputsTitle: 'What the AI agent must say',
  inputsSubtitle: 'If one of these is missing or of another kind, people decide.',
  noInputs: 'Nothing: every case is treated alike.',
  parametersTitle: 'What teams may tune',
  parametersSubtitle: 'Each team may choose a value inside these bounds, and add rules of its own that restrict.',
  noParameters: 'No value: all teams follow the same rules. A team may still add rules that restrict.',
  standardValue: (value: string) => `Standard: ${value}`,
  looserHigher: 'Higher gives the AI agent more freedom.',
  looserLower: 'Lower gives the AI agent more freedom.',
  valueWithUnit: (value: number, unit: string | null) => (unit === null ? count(value) : `${count(value)} ${unit}`),

  examplesTitle: (n: number) => (n === 0 ? 'No example yet' : plural(n, { one: 'One example', other: `${count(n)} examples` })),
  examplesHold: (n: number) =>
    plural(n, {
      one: 'It holds. A standard is published only when every example does.',
      other: 'All hold. A standard is published only when every example does.',
    }),
  examplesBroken: (n: number) => plural(n, { one: 'One does not hold.', other: `${count(n)} do not hold.` }),
  noExamples: 'Examples show at a glance what a change would do, and keep a slip from being published.',
  holdsNot: 'Does not hold',
  gotInstead: (got: string, expected: string) => `Gets “${got}”, expected “${expected}”`,
  goToLine: (line: number) => `Go to line ${line}`,

  versionsTitle: 'Versions',
  versionsSubtitle: 'Every text that this standard had. Who changed it stands in the audit log.',
  versionsCaption: 'Versions, newest first',
  why: 'Why',
  when2: 'Saved',
  versionState: (state: 'draft' | 'published' | 'withdrawn', wasInForce: boolean) =>
    ({ draft: 'Draft', published: 'In force', withdrawn: wasInForce ? 'Was in force' : 'Set aside' })[state],
  rollBack: 'Put back in force',
  rollBackTo: (version: number) => `Put version ${version} back in force`,
  compare: 'Compare',
  compareWith: (version: number) => `Compare version ${version} with what is in force`,
  compareTitle: (version: number) => `Version ${version} beside what is in force`,
  versionShort: (version: number) => `Version ${version}`,

  teamsTitle: 'Tuned by teams',
  teamsSubtitle: 'Differences from the standard. All other teams use its values.',
  teamsCaption: 'Teams with values of their own',
  noTunings: 'No team has values of its own. All use those of the standard.',
  noTuningYet: 'A team can tune this once it is in force.',
  team: 'Team',
  differs: 'Different from the standard',
  instead: (value: string, standard: string) => `${value} instead of ${standard}`,
  looser: 'more freedom',
  stricter: 'less freedom',
  same: 'same as the standard',
  tune: 'Tune for a team',
  change: 'Change',
  changeFor: (team: string) => `Change what ${team} set`,
  remove: 'Back to the standard',
  removeFor: (team: string) => `Put ${team} back to the standard`,

  decisionsTitle: 'Newest decisions',
  decisionsSubtitle: 'What AI agents asked for, and what they were told.',
  decisionsAll: 'All decisions of this kind',
  noDecisions: 'No AI agent has asked for this yet.',

  publishTitle: (version: number) => `Publish version ${version}?`,
  publishText: 'It decides from the next decision on, in all teams. You can put an earlier version back at any time, in one step.',
  publishAct: 'Publish',
  published: (version: number) => `Version ${version} is in force`,
  rollBackTitle: (version: number) => `Put version ${version} back in force?`,
  rollBackText: (now: number | null) =>
    now === null
      ? 'Nothing is in force now. It decides from the next decision on, in all teams.'
      : `It takes the place of version ${now} from the next decision on, in all teams. Version ${now} is kept.`,
  withdrawTitle: (title: string) => `Withdraw “${title}”?`,
  withdrawText:
    'From the next decision on, people decide everything of this kind. The texts and the values of teams are kept, and you can put a version back.',
  withdrawDone: 'Withdrawn: people decide from now on',
})

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
