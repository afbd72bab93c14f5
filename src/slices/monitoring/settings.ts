/** How many false alarms a year are accepted of one AI agent, by what finds them, and what counts as a change. Judgement, so the organisation sets it. */
export type Settings = {
  driftPerYear: number
  silencePerYear: number
  spikePerYear: number
  /** Drift is looked for at so many times the baseline: small finds creeping soonest, jumps are for spikes. */
  soughtRatio: number
  /** A share this much above the baseline matters to nobody. */
  indifferentRatio: number
  /** What is found again so soon after it ended is the same alarm. */
  foldHours: number
}

/** Less than one false alarm for each AI agent and year in all. */
export const shippedSettings: Settings = {
  driftPerYear: 0.5,
  silencePerYear: 0.25,
  spikePerYear: 0.25,
  soughtRatio: 1.5,
  indifferentRatio: 1.15,
  foldHours: 24,
}

type Watched = { watch: { aiAgentId: string; soughtRatio: number }; settings: Settings; among: number }

/** What a watch for drift is made for: watches of one AI agent share its budget, and a team as a whole has its own. */
export const rulesOf = ({ watch, settings, among }: Watched) => ({
  falseAlarmsPerYear: watch.aiAgentId === '' ? settings.driftPerYear : sharedBudget(settings.driftPerYear, among),
  soughtRatio: watch.soughtRatio,
  indifferentRatio: settings.indifferentRatio,
})

/** The share of a yearly budget that one of several watches of the same AI agent may spend. */
export const sharedBudget = (perYear: number, among: number): number => perYear / Math.max(1, among)
