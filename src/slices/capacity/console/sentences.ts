import type { Answer } from '../contract.ts'
import { capacityWords } from './words.ts'

/** The one sentence about where the queue breaks; null until it was looked for. */
export function breakingSentence(breaking: Answer['breaking']): string | null {
  if (!breaking) return null
  const { state, at, searchedTo } = breaking
  if (state === 'found' && at) return capacityWords.breaksAt(at.volumePerDay, at.multiple.value)
  if (state === 'already') return capacityWords.breaksAlready
  if (state === 'beyond') return capacityWords.breaksBeyond(searchedTo)
  return state === 'nobody_planned' ? capacityWords.breaksNobody : capacityWords.breaksNothing
}

/** Whether what was asked about holds, in one sentence. */
export function baseSentence({ quick, base }: Answer): string | null {
  if (!base) return null
  const { volumePerDay } = quick.settled
  if (base.holds) return capacityWords.answerHolds(volumePerDay)
  return capacityWords.answerBroken(volumePerDay, base.broken.map((one) => capacityWords.brokenNames(one)).join(', '))
}
