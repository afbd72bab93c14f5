import { count, day, list, quarterOf, share } from '#console/messages/formats.ts'
import { plural, words } from '#console/messages/words.ts'
import type { Reading, Remedy, SignalId, Stage, State } from './shapes.ts'

const onDay = (on: string) => day(new Date(`${on}T12:00:00Z`))
const people = (n: number) => plural(n, { one: 'one person', other: `${count(n)} people` })

type Together = { aiAgent: string; quarter: string; share: number; of: number; unsure: number | null; sure: number | null }

type Told = { adopted: number; of: number; rejecting: string[]; areTrained: boolean; slow: string[]; blocked: string[]; unclear: number }

/** Words of how teams take AI agents up. */
export const adoptionWords = words('adoption', {
  question: 'Who uses it, who quietly avoids it, and what helps?',
  answerNone: 'Nobody’s use is known yet.',
  answerTooFew: 'No single team has enough people behind it to say.',
  together: ({ aiAgent, quarter, share: part, of, unsure, sure }: Together) =>
    [
      `All together took ${share(part)} of ${count(of)} suggestions of ${aiAgent}, ${quarterOf(quarter)}`,
      unsure !== null && sure !== null
        ? `: ${share(unsure)} where it was less than 30 % sure, ${share(sure)} where it was 70 % sure or more`
        : '',
      '.',
    ].join(''),
  answer: ({ adopted, of, rejecting, areTrained, slow, blocked, unclear }: Told) =>
    [
      plural(of, {
        one:
          adopted === 1
            ? 'The one team that can be told of works with it week after week'
            : 'The one team that can be told of has not adopted it',
        other: `${count(adopted)} of ${count(of)} teams ${adopted === 1 ? 'works' : 'work'} with it week after week`,
      }),
      rejecting.length > 0
        ? `; ${list(rejecting)} ${plural(rejecting.length, { one: 'turns', other: 'turn' })} it down${areTrained ? ' though trained' : ''}: mend the AI agent, do not train more`
        : '',
      slow.length > 0 ? `; ${list(slow)} ${plural(slow.length, { one: 'begins', other: 'begin' })} slowly: there, help people begin` : '',
      blocked.length > 0 ? `; it does not reach people in ${list(blocked)}` : '',
      unclear > 0 && rejecting.length === 0
        ? `; of ${plural(unclear, { one: 'one team', other: `${count(unclear)} teams` })} nobody can say yet why`
        : '',
      '.',
    ].join(''),
  window: (from: string, to: string) => `${onDay(from)} to ${onDay(to)}`,
  hidden: (n: number, floor: number) =>
    plural(n, {
      one: `One team with fewer than ${count(floor)} people is not shown`,
      other: `${count(n)} teams with fewer than ${count(floor)} people are not shown`,
    }),
  meta: 'Counted for teams, never for a person',
  empty: 'Once suggestions, access or training are reported or imported, teams stand here, four whole weeks at a time.',
  toMeasures: 'What figures mean',
  title: 'Teams',
  subtitle: 'Those that need something first, then by name. Never by rate: teams with other work cannot be ranked.',
  team: 'Team',
  state: 'Where it stands',
  states: (state: State) =>
    ({
      quiet_rejection: 'Turns it down',
      overridden: 'Used, and often overridden',
      blocked: 'Does not reach people',
      slow_start: 'Begins slowly',
      unknown: 'Not clear why',
      onboarding: 'On its way',
      adopted: 'Adopted',
      over_reliant: 'May trust it too much',
      not_exposed: 'Has no work for it',
      not_enough_people: 'Not enough people to show',
    })[state],
  tells: (state: State) =>
    ({
      quiet_rejection: 'People know it, tried it and turned away.',
      overridden: 'People use it, and often put something else in its place.',
      blocked: 'Too few people meet it at their work.',
      slow_start: 'People have hardly begun; little speaks against the AI agent itself.',
      unknown: 'It is used little, and what was counted does not say why.',
      onboarding: 'It is used; whether that lasts is not known yet.',
      adopted: 'People use it week after week.',
      over_reliant: 'Suggestions are accepted within seconds and hardly ever refused.',
      not_exposed: 'No work of this team was fit for it in these weeks.',
      not_enough_people: 'Too few people stand behind these figures.',
    })[state],
  helps: 'What helps',
  whatNext: 'What next',
  investigateOf: (team: string) => `Investigate ${team}`,
  next: 'Next team',
  previous: 'Team before',
  remedies: (remedy: Remedy) =>
    ({
      wait: 'Wait',
      grant_access: 'Bring it to people',
      keep: 'Keep going',
      check_quality: 'Check its answers',
      fix_the_tool: 'Mend the AI agent',
      enable: 'Help people begin',
      investigate: 'Find out first',
    })[remedy],
  whys: (state: State) =>
    ({
      quiet_rejection:
        'Training would make it worse: these people know how, and found that it does not help. Read cases, ask them, mend what they met.',
      overridden: 'Before anything else, look at what people put in its place: they may be right.',
      blocked: 'Nobody can take up what does not appear at their work. Look at access and where it is shown.',
      slow_start: 'Time, training and somebody to ask help here. Changing the AI agent would answer a question that nobody asked.',
      unknown: 'Slow starts and quiet rejections need opposite remedies, so ask before choosing one.',
      onboarding: 'Nothing to do now. Look again in a few weeks.',
      adopted: 'Nothing to do. Other teams may want to hear how it went.',
      over_reliant: 'Read a sample of what was accepted before trusting the figure.',
      not_exposed: 'Nothing to do until there is work for it.',
      not_enough_people: 'It will show by itself once enough people work with it.',
    })[state],
  active: 'Active last week',
  accepted: 'Suggestions accepted',
  assisted: 'Fit tickets helped with',
  part: (value: number) => share(value),
  range: (low: number, high: number) => `${share(low)} to ${share(high)}`,
  ofCases: (n: number) => `of ${count(n)}`,
  ofPeople: (n: number) => `of ${people(n)}`,
  notKnown: 'not known',
  notShown: 'not shown',
  byConfidence: 'By confidence',
  rules: 'What counts as active',
  rulesSubtitle: (version: number) => `Version ${count(version)}. It holds for all teams alike; changing it makes a new version.`,
  change: 'Change',
  rulesActive: ({ ticketsMin, ticketDaysMin, actionsMin, actionDaysMin }: Active) =>
    `Somebody is active in a week with at least ${count(ticketsMin)} fit tickets on ${count(ticketDaysMin)} days, and ${count(actionsMin)} suggestions accepted, edited or overridden with a reason on ${count(actionDaysMin)} days. Opening or hovering is not use.`,
  rulesAdopted: ({ activeShareMin, weeksMin, assistedShareMin }: Adopted) =>
    `A team is adopted when ${share(activeShareMin)} of people with work for it are active in ${count(weeksMin)} of four weeks, and it helps with ${share(assistedShareMin)} of fit tickets.`,
  rulesFloor: (floor: number) => `Nothing is shown of fewer than ${count(floor)} people.`,
})

type Active = { ticketsMin: number; ticketDaysMin: number; actionsMin: number; actionDaysMin: number }
type Adopted = { activeShareMin: number; weeksMin: number; assistedShareMin: number }

/** Words of one team's page. */
export const teamUseWords = words('adoption-team', {
  question: (team: string) => `How does ${team} take AI agents up?`,
  back: 'All teams',
  investigate: 'Investigate',
  questionOf: (team: string, state: State) =>
    state === 'quiet_rejection' ? `Why does ${team} turn the AI agent down?` : `Why does ${team} use the AI agent so little?`,
  tooFew: (floor: number) =>
    `Figures begin with ${count(floor)} people, so that nobody can be told apart. That says nothing about how the team works.`,
  gone: 'Nothing is known of this team’s use.',
  rejection: 'Chance that it is turned down',
  rejectionOf: (chance: number) => `${share(chance)}, rather than a slow start. How much each sign weighs is judgement.`,
  evidence: 'What speaks for and against',
  evidenceSubtitle: 'Each sign by itself, as counted over four whole weeks.',
  sign: 'Sign',
  counted: 'Counted',
  countedOf: (hits: number, of: number) => `${count(hits)} of ${count(of)}`,
  says: 'What it says',
  signals: (signal: SignalId) =>
    ({
      reach: 'Met it at work',
      training: 'Was trained',
      first_use: 'Used it once they had met it',
      stopping: 'Stopped after being active',
      override: 'Answers overridden or refused',
      unfit_reasons: 'Reasons that say it does not fit',
      active: 'Active, of those who met it',
    })[signal],
  abouts: (signal: SignalId) =>
    ({
      reach: 'of the team’s people, those who saw five suggestions or more',
      training: 'of the team’s people, those trained on it',
      first_use: 'of those who met it, those who used it at least once',
      stopping: 'of those once active, those without any use on 14 later days with work for it',
      override: 'of answered suggestions, those overridden or refused',
      unfit_reasons: 'of reasons given, those that say wrong, old, unsafe or not fitting, rather than “did not know” or “no time”',
      active: 'of those who met it, those active in these weeks',
    })[signal],
  /** What a clear sign says, whatever comes of it. */
  reads: (signal: SignalId, reading: Reading) => {
    if (reading === 'no_data') return 'Too few to say'
    if (reading === 'not_applicable') return 'Nothing: using it is an order'
    if (reading === 'unclear') return 'Neither way clearly'
    const [low, high] = (
      {
        reach: ['It does not reach people', 'It reaches people'],
        training: ['Few were trained', 'People were trained'],
        first_use: ['Few tried it', 'People tried it'],
        stopping: ['People stay', 'People stop'],
        override: ['Its answers are kept', 'Its answers are replaced'],
        unfit_reasons: ['People lacked time or training', 'It does not fit the work'],
        active: ['Little use', 'Use that lasts'],
      } as const
    )[signal]
    return reading === 'low' ? low : high
  },
  speaksFor: (weight: number) => (weight > 0 ? 'speaks for turning it down' : 'speaks for a slow start'),
  funnel: 'How far people came',
  funnelSubtitle: 'People, each counted in every line above as well.',
  stage: 'Stage',
  people: 'People',
  ofAccess: 'Of those with access',
  stages: (stage: Stage) =>
    ({
      access: 'Have access',
      trained: 'Were trained',
      reached: 'Met it at work',
      tried: 'Tried it',
      activated: 'Were active at least one week',
      active: 'Active in the last four weeks',
      retained: 'Active in most of them',
    })[stage],
  weeks: (now: string | null) =>
    now === null ? 'How many are active, week by week' : `${now} of people with work for it were active last week`,
  weeksSubtitle: 'Share of people with work for it who were active. A week with too few people has no share.',
  weekOf: 'Week of',
  activeShare: 'Active',
  survival: (last: { share: string; days: number } | undefined) =>
    last === undefined ? 'How long people keep using it' : `${last.share} still use it ${count(last.days)} days after they began`,
  survivalSubtitle: 'Of those who ever used it. The curve ends where too few are watched.',
  survivalDays: 'Days since first use',
  stillUse: 'Still use it',
  atRisk: 'People still watched',
  atRiskOn: (days: number, n: number) => `day ${count(days)}: ${count(n)}`,
  survivalTooFew: 'No curve yet: either nobody has stopped, or too few people have used it for long enough to say.',
  figures: 'At work',
  csvAbout: (window: string, version: number) => `${window}, counted by version ${count(version)} of what is active use`,
})

export const rulesWords = words('adoption-rules', {
  title: 'Change what counts as active',
  text: 'Every team is counted anew by it, past weeks too. The version before stays in the audit log.',
  ticketsMin: 'Fit tickets in a week',
  ticketDaysMin: 'On days of the week',
  actionsMin: 'Suggestions used in a week',
  actionDaysMin: 'Used on days of the week',
  activeShareMin: 'Share of people active (%)',
  weeksMin: 'Weeks of four',
  assistedShareMin: 'Share of fit tickets helped with (%)',
  reason: 'Why',
  reasonHint: 'Stays with the version, for everybody to read.',
  reasonMissing: 'Say why in a few words.',
  wrong: (min: number, max: number) => `Write a whole number, ${count(min)} to ${count(max)}.`,
  wrongShare: (min: number) => `Write a percentage, ${count(min)} to 100.`,
  cancel: 'Cancel',
  save: 'Make new version',
  saved: (version: number) => `Version ${count(version)} counts now.`,
})
