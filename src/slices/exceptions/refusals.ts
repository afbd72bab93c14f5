import { AppError } from '#kernel/errors.ts'
import { ReasonCode } from './contract/shapes.ts'
import { type Item, isClaimed, type Reader, type Reason, resolvingVerbs, type Verb } from './item.ts'

/** Why this item cannot be worked on now, null when it can. */
export function closedTo(item: Item, { pseudonym, now }: Reader): AppError | null {
  if (item.state === 'resolved') return new AppError('conflict', 'This item is resolved.', { next: 'Take the next one.' })
  if (item.state === 'held')
    return item.heldBy === pseudonym
      ? new AppError('conflict', 'You answered this item a moment ago.', { next: 'Undo that first, as long as it can be undone.' })
      : new AppError('conflict', 'A colleague answered this item a moment ago.', { next: 'Take the next one.' })
  if (item.state === 'deferred') return new AppError('conflict', 'This item is put off.', { next: 'Take it back with undo first.' })
  if (isClaimed(item, now) && item.claimedBy !== pseudonym)
    return new AppError('claimed', 'A colleague opened this.', { next: 'Take the next one, or come back when they have let it go.' })
  return null
}

const doing: Record<Verb, string> = {
  approve: 'approved',
  edit: 'edited',
  reject: 'rejected',
  respond: 'answered',
  take_over: 'taken over',
}

/** Why this verb does not fit this item, null when it does. */
export function unfit(item: Item, verb: Verb, now: Date): AppError | null {
  const verbs = resolvingVerbs(item, now)
  if (verbs.includes(verb)) return null
  const because = item.isPeopleOnly || item.origin === 'human_only' ? 'it is for people only' : 'nothing waits for that'
  return new AppError('conflict', `This item cannot be ${doing[verb]}: ${because}.`, {
    next: `What fits: ${verbs.join(', ')}.`,
    verbs,
  })
}

export type Answer = {
  verb: Verb
  reasonCode?: Reason
  message?: string
  action?: unknown
  inputs?: unknown
}

/** The reason that counts: an approval says that the AI agent was right unless told otherwise; everything else names one. */
export function reasonOf({ verb, reasonCode }: Answer): Reason {
  if (reasonCode !== undefined) return reasonCode
  if (verb === 'approve') return 'ai_agent_right'
  throw new AppError('invalid', 'Say why, with a reasonCode.', {
    next: `Use one of: ${ReasonCode.options.join(', ')}.`,
    faults: [{ path: 'reasonCode', message: `must be one of: ${ReasonCode.options.join(', ')}` }],
  })
}

/** Refuses an answer that says too little or too much for its verb. */
export function requireWhole(answer: Answer): void {
  const { verb, message, action, inputs } = answer
  if (verb === 'edit' && action === undefined) throw missing('action', 'Say what should be done instead, with an action.')
  if (verb === 'respond' && message === undefined) throw missing('message', 'Say what you answer, with a message.')
  if (verb !== 'edit' && (action !== undefined || inputs !== undefined))
    throw new AppError('invalid', 'Only an edit brings an action or inputs.', { next: 'Use the verb edit, or leave them out.' })
}

function missing(path: string, sentence: string): AppError {
  return new AppError('invalid', sentence, { next: `Send ${path} with it.`, faults: [{ path, message: 'is missing' }] })
}

/** What is at stake is too much for one look at many. Told by `problem`: the door's own code says only that it conflicts. */
export function highRisk(): AppError {
  return new AppError('conflict', 'This item is high risk and is never approved together with others.', {
    next: 'Open it and answer it by itself.',
    problem: 'high_risk',
  })
}
