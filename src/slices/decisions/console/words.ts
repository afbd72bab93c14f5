import { count, share } from '#console/messages/formats.ts'
import { plural, words } from '#console/messages/words.ts'

const decisions = (n: number) => plural(n, { one: 'one decision', other: `${count(n)} decisions` })

export const decisionWords = words('decisions', {
  listCaption: 'Latest decisions',
  newWaiting: (n: number) => plural(n, { one: 'One new decision', other: `${count(n)} new decisions` }),
  newMany: (n: number) => `${count(n)} or more new decisions`,
  showNew: 'Show new decisions',
  newSpoken: 'New decisions wait above the list.',
  pause: 'Pause',
  goOn: 'Go on live',
  paused: 'Paused: new decisions wait until you ask for them.',
  flowing: 'New decisions come in at the top, unless you are pointing at the list.',
  next: 'Next decision',
  previous: 'Decision before',
  shadow: 'In shadow: only recorded',
  uncovered: 'No standard',
  byWhom: (aiAgent: string, team: string) => `${aiAgent}, for ${team}`,
  emptyList: 'No decision yet. When an AI agent asks whether it may do something, the answer appears here by itself.',
  noMatch: 'No decision on record fits these filters.',
  tier: 'Tier',
  allTiers: 'All',
  aiAgent: 'AI agent',
  allAiAgents: 'All AI agents',
  type: 'Kind of decision',
  allTypes: 'All kinds',
  team: 'Team',
  decided: 'Decisions',
  recorded: 'Recorded',
  because: 'Why',
  id: 'Id',
  totalsTitle: 'How far the AI agents may go alone',
  totalsSubtitle: 'In force: the answer that was given. By policy: what standards and teams say alone, before phases and kill switches.',
  inForce: 'In force',
  byPolicy: 'By policy',
  held: (n: number) =>
    n === 1
      ? 'One decision was held back by a phase or a kill switch.'
      : `${count(n)} more would go on their own by policy; phases, kill switches or a missing deployment hold them back.`,
  recordOnly: (n: number) => `${decisions(n)} in shadow: recorded and compared, never acted on.`,
  someShare: (n: number, of: number) => (of === 0 ? '–' : share(n / of)),
  answer: (n: number, of: { autonomous: number; review: number; human_only: number }) =>
    `They asked ${plural(n, { one: 'once', other: `${count(n)} times` })}: ${share(of.autonomous / n)} on their own, ${share(of.review / n)} with review, ${share(of.human_only / n)} for people only.`,
  nothing: 'They asked for nothing in this window.',
  window: 'Window',
  window1h: '1 hour',
  window24h: '24 hours',
  window7d: '7 days',
  windowMeta: (from: string) => `Since ${from}, counted in whole hours. A repeated call counts once.`,
  coveredKinds: (n: number) =>
    plural(n, {
      one: 'The one kind of decision in this window is covered.',
      other: `All ${count(n)} kinds of decision in this window are covered.`,
    }),
  coverageAll: 'Every kind of decision has a standard',
  coverageSome: (part: number) => `${share(part)} of decisions have a standard`,
  coverageSubtitle: 'Covered: a published standard speaks about this kind of decision. Without one, people decide.',
  uncoveredCaption: 'Kinds of decision without a standard',
  writeStandard: 'Write a standard',
  byAiAgentTitle: 'Who asked',
  byAiAgentSubtitle: 'Decisions in this window by AI agent and team, with the tier in force.',
})
