import { count } from '#console/messages/formats.ts'
import { plural, words } from '#console/messages/words.ts'

type BreakingPoint = { team: string; value: number; low: number; high: number; people: number }

/** Words of the parts of the overview that come after it. */
export const partWords = words('overview-parts', {
  more: (n: number) => plural(n, { one: 'One more', other: `${count(n)} more` }),
  adoptionFailed: 'How teams take it up could not be read',
  adoptionTitle: (needing: number, told: number) => {
    if (told === 0) return 'Of no team enough is known to say who needs help'
    if (needing === 0) return 'No team needs help to begin'
    return plural(needing, { one: 'One team needs something first', other: `${count(needing)} teams need something first` })
  },
  adoptionSubtitle: 'Not the same problem, not the same remedy. Teams of a state stand by name, never by rate.',
  adoptionEmpty: 'Nobody’s use is known yet.',
  state: 'Where they stand',
  teamsOf: 'Teams',
  helps: 'What helps',
  whatCounts: 'What counts as use',
  rulesVersion: (version: number) => `What counts as active use, version ${String(version)}`,
  measure: 'Figure',
  qualityFailed: 'Differences between teams could not be read',
  teamsTitle: 'Teams',
  teamsSubtitle: 'Those that need attention first, then by name. Never by rate.',
  team: 'Team',
  use: 'Use',
  quality: 'Quality',
  alarms: 'Open alarms',
  waiting: 'Waiting',
  notKnown: 'not known',
  capacityTitle: 'How much the queue can take',
  capacitySubtitle: 'The newest simulation of each team.',
  capacityEmpty: 'Nothing was simulated yet.',
  capacityFailed: 'Simulations could not be read',
  capacityLink: 'Simulate',
  curveFailed: 'The newest simulation could not be read',
  curveFrom: (at: string, people: number) =>
    `Simulated ${at} with ${plural(people, { one: 'one person', other: `${count(people)} people` })} planned at one time.`,
  curveAbout: (team: string, digest: string, seed: number) => `Newest simulation, of ${team}; seed ${seed}; inputs ${digest.slice(0, 12)}`,
  openNewest: 'Open the simulation',
  breaksAt: ({ team, value, low, high, people }: BreakingPoint) =>
    `${team}: with ${plural(people, { one: 'one person', other: `${count(people)} people` })} planned, the queue no longer empties from ${count(Math.round(value))} cases a day on (${count(Math.round(low))} to ${count(Math.round(high))}).`,
  holds: (team: string, volume: number) => `${team}: ${count(Math.round(volume))} cases a day hold; no breaking point was found.`,
  holdsNot: (team: string, volume: number) => `${team}: ${count(Math.round(volume))} cases a day do not hold.`,
  openRun: 'Open',
  openRunOf: (team: string) => `Open the simulation of ${team}`,
})
