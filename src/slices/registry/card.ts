import type * as z from 'zod/mini'
import type { CardEdit as CardEditShape, CardField as CardFieldShape, Card as CardShape } from './contract/shapes.ts'

/** The fixed form that says what an AI agent is. A field that is not there is not filled in. */
export type Card = z.infer<typeof CardShape>
/** New values of some fields; null empties one. */
export type CardEdit = z.infer<typeof CardEditShape>
export type CardField = z.infer<typeof CardFieldShape>

const field = (name: keyof Card, form: 'text' | 'list', words: { label: string; why: string }): CardField => ({
  field: name,
  form,
  isRequired: false,
  ...words,
})
const required = (made: CardField): CardField => ({ ...made, isRequired: true })

/** The form itself. The owner stands on the card but is kept with the AI agent, so that it exists once. */
export const cardForm: readonly CardField[] = [
  required(field('whatItDoes', 'text', { label: 'What it does', why: 'Without it nobody can tell whether it does something else.' })),
  required(
    field('dataItReads', 'list', { label: 'Data it reads', why: 'Without it nobody knows whose data is at stake when it goes wrong.' }),
  ),
  required(
    field('decidesAlone', 'list', {
      label: 'Decisions it takes alone',
      why: 'Without it teammates cannot know what was decided before they saw a case. Write "Nothing" if there is none.',
    }),
  ),
  required(
    field('escalatesWhen', 'list', {
      label: 'What makes it hand over',
      why: 'Without it teammates are surprised by what lands on their desk.',
    }),
  ),
  required(
    field('knownLimits', 'list', { label: 'Known limits', why: 'Without it every teammate finds the same limits again, with a customer.' }),
  ),
  {
    field: 'accountableOwner',
    form: 'owner',
    isRequired: true,
    label: 'Accountable owner',
    why: 'Without one nobody answers an alarm.',
  },
  field('dataItChanges', 'list', { label: 'Data it changes', why: 'Says what has to be looked at after a mistake.' }),
  field('whomItServes', 'text', { label: 'Whom it serves', why: 'Says which customers notice when it stops.' }),
  field('languages', 'list', { label: 'Languages', why: 'Says where its quality was ever looked at.' }),
  field('model', 'text', { label: 'Model', why: 'Says what changed when its answers change.' }),
  field('whenSwitchedOff', 'text', { label: 'When it is switched off', why: 'Says who takes its work over, at once.' }),
  field('documentation', 'text', { label: 'Where to read more', why: 'Saves a search on a bad day.' }),
]

export type Completeness = { share: number; filled: number; required: number; missing: CardField[] }

/**
 * How much of the required form is filled in: filled required fields divided by required fields, 0 to 1.
 * An empty text or list counts as not filled in; the accountable owner counts as one of the fields.
 */
export function completenessOf(card: Card, accountableOwner: string | null): Completeness {
  const asked = cardForm.filter((each) => each.isRequired)
  const missing = asked.filter((each) => !isFilled(card, each, accountableOwner))
  const filled = asked.length - missing.length
  return { share: filled / asked.length, filled, required: asked.length, missing }
}

function isFilled(card: Card, asked: CardField, accountableOwner: string | null): boolean {
  if (asked.form === 'owner') return accountableOwner !== null
  const value = card[asked.field as keyof Card]
  return value !== undefined && value.length > 0
}

/** The card after an edit: fields that the edit does not name stay. */
export function editCard(card: Card, edit: CardEdit): Card {
  const named = Object.entries(edit).filter(([, value]) => value !== undefined)
  const merged = { ...card, ...Object.fromEntries(named) }
  return Object.fromEntries(cardForm.flatMap(({ field: key }) => keep(key, merged[key as keyof Card]))) as Card
}

/** Fields in the order of the form, without the empty ones: two equal cards are equal texts. */
function keep(key: string, value: string | string[] | null | undefined): [string, string | string[]][] {
  return value === undefined || value === null || value.length === 0 ? [] : [[key, value]]
}
