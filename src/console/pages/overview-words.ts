import { count, list } from '#console/messages/formats.ts'
import { plural, words } from '#console/messages/words.ts'

const teams = (n: number) => plural(n, { one: 'one team', other: `${count(n)} teams` })

export type PartId = 'quality' | 'adoption' | 'alarms' | 'limits' | 'escalations' | 'revisits'

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
  window: (figure: string, from: string, to: string) => `${figure || 'Quality'}: ${from} to ${to}`,
  windowOfUse: (from: string, to: string) => `Use: ${from} to ${to}`,
  hidden: (n: number, floor: number) =>
    plural(n, {
      one: `One team under ${count(floor)} people, use not shown`,
      other: `${count(n)} teams under ${count(floor)} people, use not shown`,
    }),
  meta: 'Teams stand apart, no figure here blends them',
  asOf: (at: string) => `As of ${at}`,
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
  lookedInto: (state: string) => `It is being looked into (${state}).`,
  openInvestigation: 'Open the investigation',
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
