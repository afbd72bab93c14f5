import { count } from '#console/messages/formats.ts'
import { plural, words } from '#console/messages/words.ts'

type Moment = 'injected' | 'detected' | 'told' | 'acknowledged' | 'contained' | 'restored'
type ScenarioName = 'ai_agent_stops' | 'errors_spike' | 'queue_floods' | 'kill_switch'

/** Seconds as people say them: 0.4 s, 12 s, 3 min 20 s. */
export function seconds(n: number): string {
  if (n < 60) return `${count(Math.round(n * 10) / 10)} s`
  const whole = Math.round(n)
  const rest = whole % 60
  return rest === 0 ? `${count(whole / 60)} min` : `${count(Math.floor(whole / 60))} min ${rest} s`
}

/** Words of failure drills. */
export const drillWords = words('drills', {
  question: 'If it fails in the middle of a working day, do people notice and cope?',
  answerNever: 'Nobody has tried yet.',
  answerRunning: 'A drill is running now.',
  answerLast: (verdict: string, ago: string) => `The last drill, ${ago}: ${verdict}.`,
  meta: 'A drill sets off a labelled failure and lets the real procedure run. No real case and no real figure is touched. Times show roles, never names.',
  scenarios: (id: ScenarioName) =>
    ({ ai_agent_stops: 'AI agent stops', errors_spike: 'Errors rise', queue_floods: 'Queue floods', kill_switch: 'Kill switch' })[id],
  catalogueTitle: 'What can be made to fail',
  catalogueHint: 'At most one drill runs in a team at a time.',
  notOpen: (opens: string) =>
    `The team is not at work now; it opens ${opens}, by your clock. Outside of business hours a drill needs a reason.`,
  neverOpen: 'The team is not at work now. Outside of business hours a drill needs a reason.',
  lastRun: 'Last run',
  never: 'Never',
  start: 'Start',
  startOf: (title: string) => `Start: ${title}`,
  startTitle: (title: string, team: string) => `${title} in ${team}`,
  containedWhen: 'Counts as contained when',
  stopsWhen: 'Stops by itself when',
  hypothesis: 'What should happen',
  hypothesisHint: 'Say it before, so that the drill can prove it wrong.',
  aiAgent: 'AI agent',
  aiAgentMissing: 'Choose an AI agent.',
  severity: 'Severity',
  severities: (severity: 'critical' | 'high' | 'normal') => ({ critical: 'Critical', high: 'High', normal: 'Normal' })[severity],
  items: 'Labelled cases',
  minutesMax: 'Ends by itself after, in minutes',
  force: 'Why outside of business hours',
  forceHint: 'Others will read this in the audit log.',
  forceMissing: 'The team is not at work. Say why it cannot wait.',
  hypothesisMissing: 'Say in a sentence what should happen.',
  wrongWhole: (low: number, high: number) => `Write a whole number from ${count(low)} to ${count(high)}.`,
  startText: 'Messages go out over the real channels. Every one begins with [Drill].',
  cancel: 'Cancel',
  started: 'The drill has begun.',
  listTitle: 'Drills of this team',
  listSubtitle: 'Newest first.',
  empty: 'No drill yet. Begin with the kill switch: it touches nobody and takes a second.',
  what: 'Drill',
  state: 'State',
  states: (state: 'running' | 'ended' | 'aborted') => ({ running: 'Running', ended: 'Ended', aborted: 'Aborted' })[state],
  verdicts: (verdict: 'kept' | 'late' | 'unanswered' | 'unclear') =>
    ({
      kept: 'the promise was kept',
      late: 'answered, but late',
      unanswered: 'nobody answered',
      unclear: 'stopped before it showed anything',
    })[verdict],
  verdict: 'What it showed',
  answered: 'Answered after',
  promised: (promise: string) => `promised ${promise}`,
  notYet: 'not yet',
  began: 'Began',
  timeline: 'Time line',
  timelineSubtitle: 'Seconds since the failure was set off.',
  moments: (moment: Moment) =>
    ({
      injected: 'Failure set off',
      detected: 'Pilotage noticed',
      told: 'First person told',
      acknowledged: 'Somebody answered',
      contained: 'Contained',
      restored: 'As before',
    })[moment],
  after: (time: string) => `after ${time}`,
  moment: 'Moment',
  at: 'When',
  afterSeconds: 'Seconds since it began',
  by: 'By',
  byRole: (role: string) => `(${role})`,
  abort: 'Abort now',
  abortTitle: 'Abort the drill',
  abortText: 'It stops at once, and what it put in is removed.',
  aborted: 'Aborted. What it put in is removed.',
  end: 'End it',
  endTitle: 'End the drill',
  endText: 'It has shown enough. What it put in is removed.',
  ended: 'Ended.',
  learn: 'Add what was learned',
  learnTitle: 'What was learned',
  learnText: 'It stands with the drill and in its evidence.',
  learnLabel: 'Keep it',
  learnField: 'What was learned',
  learnedKept: 'Kept.',
  endsAt: (time: string) => `Ends by itself at ${time}.`,
  forced: (why: string) => `Outside of business hours: ${why}`,
  abortedBecause: (why: string) => `Aborted: ${why}`,
  itemsOf: (answered: number, injected: number) =>
    `${count(answered)} of ${plural(injected, { one: 'one labelled case', other: `${count(injected)} labelled cases` })} answered.`,
  nodes: 'Servers',
  nodeIn: (node: string, time: string) => `${node}: refused after ${time}`,
  nodeNot: (node: string) => `${node}: not yet`,
  learned: 'Learned',
  escalations: (n: number) => plural(n, { one: 'One escalation was set off.', other: `${count(n)} escalations were set off.` }),
  toEscalations: 'Open escalations',
  evidence: 'Evidence',
  evidenceTitle: 'Evidence for a gate',
  evidenceDigest: 'Digest, SHA-256',
  evidenceOn: 'Run on',
  evidenceHours: 'In business hours',
  yes: 'Yes',
  no: 'No',
  copyEvidence: 'As JSON',
  back: 'All drills',
  actFailed: 'That did not work',
})
