import type { InputOf } from '#kernel/contract.ts'
import type { changeAiAgent } from '../contract.ts'
import type { Form } from './detail.ts'

type CardEdit = NonNullable<InputOf<typeof changeAiAgent>['card']>
type CardValues = { [field: string]: string | string[] | undefined }
/** The fields of the card as text, lists with one entry per line. */
export type CardText = { [field: string]: string }

export function toText(card: CardValues, form: Form): CardText {
  return Object.fromEntries(
    form.map(({ field }) => {
      const value = card[field]
      return [field, Array.isArray(value) ? value.join('\n') : (value ?? '')]
    }),
  )
}

const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** What an edit changes: only fields whose text is another one, empty ones as null. */
export function editOf(before: CardText, after: CardText, form: Form): CardEdit {
  const changed = form.filter(({ field }) => (before[field] ?? '').trim() !== (after[field] ?? '').trim())
  return Object.fromEntries(
    changed.map(({ field, form: kind }) => {
      const text = (after[field] ?? '').trim()
      if (text === '') return [field, null]
      return [field, kind === 'list' ? linesOf(text) : text]
    }),
  ) as CardEdit
}

/** Fields that say something else on record than when the edit began. */
export function movedFields(before: CardText, now: CardText, form: Form): Form {
  return form.filter(({ field }) => (before[field] ?? '') !== (now[field] ?? ''))
}
