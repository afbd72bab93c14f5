import { count } from '#console/messages/formats.ts'
import { plural, words } from '#console/messages/words.ts'

type State =
  | 'open'
  | 'not_involved'
  | 'involved_no_answer'
  | 'assisted_escalation'
  | 'contained_unconfirmed'
  | 'contained_verified'
  | 'reopened'
  | 'recontacted'

type Kind =
  | 'opened'
  | 'updated'
  | 'ai_agent_answered'
  | 'customer_replied'
  | 'handed_over'
  | 'teammate_answered'
  | 'confirmed'
  | 'resolved'
  | 'closed'
  | 'reopened'
  | 'rated'

type VerifiedBy = 'customer' | 'llm' | 'human_review' | 'timeout'

/** Words of conversations and of what became of them. */
export const conversationWords = words('conversations', {
  question: 'What became of the conversations with our customers?',
  answer: (shown: number) => plural(shown, { one: 'One conversation shown.', other: `${count(shown)} conversations shown.` }),
  meta: 'What an AI agent did alone counts as confirmed only where somebody said so. Texts are shown without names, addresses and numbers.',
  caption: 'Conversations',
  conversation: 'Conversation',
  team: 'Team',
  state: 'What became of it',
  allStates: 'Whatever became of them',
  reason: 'What it is about',
  from: 'From',
  to: 'Until',
  apply: 'Show',
  aiAgent: 'AI agent',
  noAiAgent: 'None',
  began: 'Began',
  ended: 'Ended',
  goesOn: 'Goes on',
  states: (state: State) =>
    ({
      open: 'Goes on',
      not_involved: 'People alone',
      involved_no_answer: 'AI agent gave no answer',
      assisted_escalation: 'AI agent, then people',
      contained_unconfirmed: 'AI agent alone, nobody confirmed',
      contained_verified: 'AI agent alone, confirmed',
      reopened: 'Opened again',
      recontacted: 'Customer came back',
    })[state],
  aboutState: (state: State) =>
    ({
      open: 'It has not ended, so it is too early to know.',
      not_involved: 'No AI agent took part.',
      involved_no_answer: 'An AI agent was there and never answered.',
      assisted_escalation: 'An AI agent answered, and a person took part.',
      contained_unconfirmed: 'An AI agent answered alone. Whether it helped, nobody said.',
      contained_verified: 'An AI agent answered alone, and somebody confirmed that it helped.',
      reopened: 'An AI agent had ended it alone, and it was opened again.',
      recontacted: 'The customer came back about the same thing soon after.',
    })[state],
  behind: (name: string, hit: 'true' | 'false' | undefined) => {
    if (hit === undefined) return `Those that “${name}” counts.`
    return hit === 'true' ? `Those that “${name}” counts as such.` : `Those that “${name}” counts, and not as such.`
  },
  toMeasure: 'What it means',
  showAll: 'Show all conversations',
  empty: 'No conversations yet. They come from your helpdesk, by the API or from a file.',
  noMatch: 'No conversation fits.',
  next: 'Next conversation',
  previous: 'Previous conversation',
  csvAbout: 'Conversations as shown, those that began last first. Times in UTC.',
  back: 'All conversations',
  facts: 'What is known',
  steps: 'Step by step',
  stepsHint: 'Each step as the helpdesk told it, with where the conversation stood after it.',
  confirmedBy: 'Confirmed by',
  verifiers: (by: VerifiedBy) =>
    ({ customer: 'The customer', llm: 'A language model', human_review: 'A person who read it', timeout: 'Nobody: the time was up' })[by],
  notSaid: 'Nobody said so',
  helpdeskSays: 'The helpdesk says',
  vendorWord: ({ word, rule, ruleVersion }: { word: string; rule?: string; ruleVersion?: string }) =>
    [word, rule && `by the rule ${rule}`, ruleVersion && `version ${ruleVersion}`].filter(Boolean).join(', '),
  source: 'Comes from',
  channel: 'Channel',
  solved: 'Solved',
  closed: 'Closed',
  cameBack: 'Customer came back',
  openedAgain: 'Opened again',
  times: (amount: number) => plural(amount, { one: 'Once', other: `${count(amount)} times` }),
  never: 'Never',
  passedOn: 'Passed on',
  promise: 'Promised time',
  kept: (isKept: boolean) => (isKept ? 'Kept' : 'Not kept'),
  document: 'Solved with a document',
  rating: 'Customer’s rating',
  satisfied: (isSatisfied: boolean) => (isSatisfied ? 'Satisfied' : 'Not satisfied'),
  yesNo: (isSo: boolean) => (isSo ? 'Yes' : 'No'),
  notKnown: 'Not known',
  cost: 'Cost',
  said: (from: 'customer' | 'ai_agent' | 'teammate') => ({ customer: 'Customer', ai_agent: 'AI agent', teammate: 'Teammate' })[from],
  kinds: (kind: Kind) =>
    ({
      opened: 'Began',
      updated: 'Something changed',
      ai_agent_answered: 'AI agent answered',
      customer_replied: 'Customer wrote',
      handed_over: 'Handed to a person',
      teammate_answered: 'Teammate answered',
      confirmed: 'Confirmed as solved',
      resolved: 'Solved',
      closed: 'Closed',
      reopened: 'Opened again',
      rated: 'Customer gave a rating',
    })[kind],
})
