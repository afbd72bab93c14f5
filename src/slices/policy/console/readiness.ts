import { editorWords } from './editor-words.ts'
import type { Standard } from './types.ts'
import { type Check, errorsIn } from './use-check.ts'

type Asked = {
  standard: Standard | null
  text: string
  /** What a new one began with: nobody means to publish that. */
  start: string
  check: Check
  id: string | null
}

/** Why a text cannot be published yet, or undefined when it can. */
export function blockerOf({ standard, text, start, check, id }: Asked): string | undefined {
  if (text.trim() === '') return editorWords.becauseEmpty
  if (standard === null && text === start) return editorWords.becauseUntouched
  if (check.isChecking || !check.found) return editorWords.becauseChecking
  const errors = errorsIn(check.found)
  if (errors.length > 0 || id === null) return editorWords.becauseFaults(Math.max(1, errors.length))
  const broken = check.found.examples.filter((example) => !example.holds)
  if (broken.length > 0) return editorWords.becauseExamples(broken.length)
  if (standard && check.found.id !== null && check.found.id !== standard.id) return editorWords.becauseOtherId(check.found.id)
  return standard?.publishedText === text ? editorWords.becauseInForce : undefined
}
