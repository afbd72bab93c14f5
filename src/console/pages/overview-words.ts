import { count, list } from '#console/messages/formats.ts'
import { plural, words } from '#console/messages/words.ts'

const teams = (n: number) => plural(n, { one: 'one team', other: `${count(n)} teams` })

export type PartId = 'quality' | 'adoption' | 'alarms' | 'limits' | 'escalations' | 'revisits'

type BreakingPoint = { team: string; value: number; low: number; high: number; people: number }
type Quality = { judged: number; differing: string[] }
type Taken = { adopted: number; of: number; needing: number }

/** Words of the organisation at a glance. */
export const overviewWords = words('overview', {
  question: 'Are all teams still getting the same quality, and who needs which help?',
  answer: (quality: Quality | null, taken: Taken | null) =>
    [
      quality && qualityTold(quality),
      taken && taken.of > 0
        ? `${count(taken.adopted)} of ${teams(taken.of)} ${plural(taken.adopted, { one: 'works', other: 'work' })} with AI agents week after week${taken.needing > 0 ? `, ${count(taken.needing)} ${plural(taken.needing, { one: 'needs', other: 'need' })} something first` : ''}.`
        : '',
    ]
      .filter(Boolean)
      .join(' '),
  window: (from: string, to: string) => `Quality: ${from} to ${to}`,
  windowOfUse: (from: string, to: string) => `Use: ${from} to ${to}`,
  hidden: (n: number, floor: number) =>
    plural(n, {
      one: `One team under ${count(floor)} people, use not shown`,
      other: `${count(n)} teams under ${count(floor)} people, use not shown`,
    }),
  meta: 'Teams stand apart, no figure here blends them',
  asOf: (at: string) => `As of ${at}`,
  whatCounts: 'What counts as use',
  rulesVersion: (version: number) => `What counts as active use, version ${String(version)}`,
  showAll: (n: number) => `Show all ${count(n)} teams`,
  charts: 'Charts',
  tables: 'Tables',
  view: 'How to show it',
  switchView: 'Charts or tables',
  decisions: (n: number, isWhole: boolean) => (isWhole ? `Needs a decision (${count(n)})` : `Needs a decision (${count(n)} so far)`),
  decisionsSubtitle: 'One act each. Keys 1 to 9 open them.',
  nothingToDecide: 'Nothing needs a decision',
  nothingToDecideHint: 'Teams that differ, alarms, broken limits, unanswered escalations and due revisits would stand here.',
  stillLooking: (parts: PartId[]) => `Still looking at ${list(parts.map(partNames))}.`,
  failed: (parts: PartId[]) => `Could not be read: ${list(parts.map(partNames))}. What stands here may not be all.`,
  retry: 'Try again',
  openNth: (nth: number) => `Open decision ${count(nth)}`,
  more: (n: number) => plural(n, { one: 'One more', other: `${count(n)} more` }),
  differs: (team: string, measures: string[]) => `${team} really differs in ${list(measures.map((name) => `“${name}”`))}.`,
  mayDiffer: (team: string, measures: string[]) => `${team} may differ in ${list(measures.map((name) => `“${name}”`))}.`,
  openQuality: 'See the teams',
  openAlarm: 'Open the alarm',
  alarmAt: (place: string) => `${place}. Nobody has taken it on.`,
  adoptionOf: (team: string, says: string) => `${team}: ${says}`,
  openAdoption: 'Read the evidence',
  limitAt: (place: string) => `${place} is over its limit.`,
  limitMore: (waiting: number, rate: string) =>
    `${rate}; ${plural(waiting, { one: 'one item waits', other: `${count(waiting)} items wait` })}. Nothing new is launched there.`,
  openLimit: 'Open the limit',
  escalation: (title: string) => `Nobody has answered: ${title}`,
  openEscalation: 'Open escalations',
  revisits: (n: number) => plural(n, { one: 'One half-year revisit is due.', other: `${count(n)} half-year revisits are due.` }),
  revisitsMore: (places: string[]) => `${list(places)}. A minute each.`,
  openRevisits: 'Answer',
  measure: 'Figure',
  qualityFailed: 'Differences between teams could not be read',
  adoptionFailed: 'How teams take it up could not be read',
  adoptionTitle: (needing: number) =>
    needing === 0
      ? 'No team needs help to begin'
      : plural(needing, { one: 'One team needs something first', other: `${count(needing)} teams need something first` }),
  adoptionSubtitle: 'Not the same problem, not the same remedy. Teams of a state stand by name, never by rate.',
  adoptionEmpty: 'Nobody’s use is known yet.',
  state: 'Where they stand',
  teamsOf: 'Teams',
  helps: 'What helps',
  capacityTitle: 'How much the queue can take',
  capacitySubtitle: 'The newest simulation of each team.',
  capacityEmpty: 'Nothing was simulated yet.',
  capacityFailed: 'Simulations could not be read',
  capacityLink: 'Simulate',
  breaksAt: ({ team, value, low, high, people }: BreakingPoint) =>
    `${team}: with ${plural(people, { one: 'one person', other: `${count(people)} people` })} planned, the queue no longer empties from ${count(Math.round(value))} tickets a day on (${count(Math.round(low))} to ${count(Math.round(high))}).`,
  holds: (team: string, volume: number) => `${team}: ${count(Math.round(volume))} tickets a day hold; no breaking point was found.`,
  holdsNot: (team: string, volume: number) => `${team}: ${count(Math.round(volume))} tickets a day do not hold.`,
  openRun: 'Open',
  openRunOf: (team: string) => `Open the simulation of ${team}`,
  teamsTitle: 'Teams',
  teamsSubtitle: 'Those that need attention first, then by name. Never by rate.',
  team: 'Team',
  use: 'Use',
  quality: 'Quality',
  alarms: 'Open alarms',
  waiting: 'Waiting',
  notKnown: 'not known',
})

function qualityTold({ judged, differing }: Quality): string {
  if (judged === 0) return 'Too few teams have enough cases to compare their quality yet.'
  if (differing.length === 0) return `Yes: none of ${teams(judged)} differs by more than teams ordinarily do.`
  return `Mostly: ${count(judged - differing.length)} of ${teams(judged)} lie where their cases would put them, ${list(differing)} ${plural(differing.length, { one: 'does', other: 'do' })} not.`
}

const partNames = (part: PartId) =>
  ({
    quality: 'quality',
    adoption: 'use',
    alarms: 'alarms',
    limits: 'limits',
    escalations: 'escalations',
    revisits: 'revisits',
  })[part]
