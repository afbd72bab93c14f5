import { count, list, share } from '#console/messages/formats.ts'
import { words } from '#console/messages/words.ts'

type ChangeTold = { measure: string; from: string; to: string; since: string; moved: number; compared: number; teams: string[] }

/** Words of looking back: what changed in all that was counted, when nobody watched. */
export const lookBackWords = words('lookBack', {
  title: 'Looking back',
  subtitle:
    'Where a figure went from one level to another in all that was counted, the greatest change first. Found afterwards, so nobody was told at the time. What one team alone did, or what came because other teams came, is left out.',
  empty: 'No figure changed its level for good, as far back as anything is counted.',
  answer: (told: string) => `Looking back: ${told}`,
  told: ({ measure, from, to, since, moved, compared, teams }: ChangeTold) =>
    `“${measure}” went from ${from} to ${to} on ${since}${whereTold({ moved, compared, teams })}`,
  measure: 'Figure',
  since: 'Since',
  before: 'Before',
  after: 'After',
  teams: 'Teams that moved with it',
  teamsOf: (moved: number, compared: number) => `${count(moved)} of ${count(compared)}`,
  records: 'Open records',
  show: 'Show',
  showOf: (measure: string, since: string) => `Show “${measure}” around ${since}`,
  chartTitle: (measure: string, since: string) => `“${measure}” around ${since}`,
  chartSubtitle: 'Day by day over eight weeks on each side, all teams.',
  day: 'Day',
  sample: (x: number, n: number) => `${count(x)} of ${count(n)}`,
  percent: (part: number) => share(part, 1),
})

/** In most teams one cause is likely; in few it is about those. */
function whereTold({ moved, compared, teams }: Pick<ChangeTold, 'moved' | 'compared' | 'teams'>): string {
  const of = `${count(moved)} of ${count(compared)}`
  if (compared < 3) return `, in ${list(teams)}.`
  if (moved >= 0.8 * compared) return `, in ${of} teams at once: look for one cause, not for teams.`
  if (moved <= 3) return `, in only ${of} teams: ${list(teams)}.`
  return `, in ${of} teams.`
}
