import { count, share } from '#console/messages/formats.ts'
import { plural, words } from '#console/messages/words.ts'
import type { Note } from '../contract.ts'

type Text = (n: number, part: number) => string

const notes: { [code in Note['code']]: Text } = {
  flat_profile: () => 'Fewer than ten working days were seen, so arrivals are spread evenly over the open hours. Real days have peaks.',
  logged_days: (n) => `Whole days of the log were drawn (${count(n)} of them), so busy days stay busy.`,
  poisson: () => 'Arrivals are taken as independent of each other. Real ones come in clumps, so real waits are somewhat longer.',
  rate_upper_limit: (_, part) =>
    `The share that needs a person is known only roughly from what was seen: the upper end of its range is used, ${share(part, 1)}.`,
  rate_unknown: () => 'No decision was seen yet. Give the share that needs a person.',
  handling_unknown: (n) =>
    plural(n, {
      one: 'One more timed review is needed before the time for one is known. Until then it is what you give.',
      other: `${count(n)} more timed reviews are needed before the time for one is known. Until then it is what you give.`,
    }),
  handling_of_organisation: () => 'Too few people review in this team to show its own time. The time of the whole organisation is used.',
  handling_is_elapsed: () => 'The log holds time from opening to resolution. That is waiting, not work: give the minutes of one review.',
  arrives_closed: (_, part) =>
    `${share(part)} of cases arrive while nobody is planned and wait for the next opening. If most of them are late, no number of people in these shifts helps: plan people for those hours, or promise a wait in open hours only.`,
  volume_unknown: () => 'No decision was seen yet. Give the number of cases a day.',
  no_arrivals: () => 'Nothing arrives with these figures.',
  nobody_planned: () => 'Nobody is planned with these shifts.',
  days_reduced: (n) => `So many cases arrive that fewer days were played: ${count(n)}.`,
  approximate_scv: () =>
    'Reviews here do not vary as Erlang C assumes, so its figures are an approximation. The simulation takes the real spread.',
  proposed_shift: (n) =>
    plural(n, {
      one: 'No shift was given. Proposed: one person, Monday to Friday, 9:00 to 17:00.',
      other: `No shift was given. Proposed: ${count(n)} people, Monday to Friday, 9:00 to 17:00.`,
    }),
}

export const noteText = (note: Note) => notes[note.code](note.count ?? 0, note.share ?? 0)

/** Words of simulations: how far they are, what they rest on, and the list of them. */
export const runWords = words('capacityRuns', {
  title: 'Simulations of this team',
  subtitle: 'Newest first. Each can be repeated exactly by its seed.',
  empty: 'No simulation yet. Fill in what you assume and press Simulate.',
  name: 'Run',
  unnamed: (at: string) => `Run of ${at}`,
  state: 'State',
  states: (state: 'waiting' | 'running' | 'done' | 'cancelled' | 'failed') =>
    ({ waiting: 'Waiting', running: 'Running', done: 'Done', cancelled: 'Stopped', failed: 'Failed' })[state],
  volume: 'Cases a day',
  people: 'People planned',
  lateShare: 'Late',
  breaksAt: 'Breaks at',
  holds: 'Every promise kept',
  yes: 'Yes',
  no: 'No',
  notKnown: 'not known',
  notFound: 'not found',
  evidence: 'Kept as evidence',
  made: 'Made',
  progress: 'How far the simulation is',
  steps: (step: 'waiting' | 'first' | 'base' | 'curve' | 'breaking' | 'staffing' | 'done') =>
    ({
      waiting: 'Waits for its turn',
      first: 'First days',
      base: 'The volume asked about',
      curve: 'More and less volume',
      breaking: 'Where it breaks',
      staffing: 'How many people',
      done: 'Done',
    })[step],
  stepOf: (step: string, done: number, total: number) => `${step}: ${count(done)} of ${count(total)} days played`,
  cancel: 'Stop, keep what is known',
  cancelled: 'Stopped. What was known by then is kept.',
  failed: 'The simulation failed',
  partial: 'The answer so far. It grows while the simulation runs.',
  baseTitle: (days: number) => `${count(days)} days, simulated`,
  baseSubtitle: 'Means with their 95 % range between simulated stretches of days.',
  figure: 'Figure',
  value: 'Value',
  waitMean: 'Wait, mean',
  waitP50: 'Wait, half of them',
  waitP90: 'Wait, 9 of 10',
  waitP99: 'Wait, 99 of 100',
  depthP95: 'Most waiting at once, 95 of 100 days',
  depthChance: 'Days on which too many wait',
  occupancy: 'Busy, of time on duty',
  neverEmpty: 'Working days on which it is never empty',
  leftAtClose: 'Work left at close',
  expired: 'Nobody came before it expired',
  provenance: 'What this rests on',
  seed: 'Seed',
  digest: 'Inputs, SHA-256',
  engine: 'Simulation',
  days: 'Days played',
  daysIn: (days: number, reps: number) => `${count(days)} in ${count(reps)} stretches, after a first week each that is not counted`,
  events: 'Cases simulated',
  took: 'Time to the first answer, and to all of it',
  tookSeconds: (first: string, all: string) => `${first} s, ${all} s`,
  keep: 'Keep as evidence',
  keepTitle: 'Keep this simulation as evidence',
  keepText: 'A gate can then point to it. The note stands in the audit log; the simulation can no longer change.',
  keepLabel: 'Keep it',
  kept: (note: string) => `Kept as evidence: ${note}`,
  again: 'Repeat with these figures',
  waitsTitle: 'No simulation is open',
  waitsHint:
    'What you assume is worked out by arithmetic at once. Simulate plays thousands of days, with their peaks, and finds where the queue breaks.',
  started: 'The simulation has begun.',
  about: (team: string, digest: string, seed: number) => `Team ${team}; seed ${seed}; inputs ${digest.slice(0, 12)}`,
  notes: 'What to know about this answer',
})
