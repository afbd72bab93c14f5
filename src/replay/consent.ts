import type { Conversation } from './conversation.ts'

/**
 * How the customer answered what was proposed.
 * `yes`: agreed to a proposal that named the details. `unclear`: agreed, but the proposal did not name them.
 * `none`: the customer's last words agree to nothing.
 */
export type Consent = 'yes' | 'unclear' | 'none'

const agrees =
  /\b(yes|yeah|yep|yup|sure|absolutely|confirm(ed|ing)?|i agree|agreed|go ahead|proceed|please do|do it|sounds (good|great|fine|perfect)|looks (good|great|correct|right|fine)|that('|’)?s (all )?(right|correct|fine|good|perfect)|works for me|correct|oui|exactly|go with|fine with|okay|ok|perfect)\b/i
const holdsBack =
  /^\W*(no|nope|wait|hold on|not yet|stop|never mind)\b|\b(before (you|we|i) (do|proceed|confirm|book|cancel|go)|don('|’)?t (proceed|go ahead|cancel|book|do (it|that)|change))\b/i

/**
 * Reads the customer's last words against the AI agent's last proposals.
 *
 * @param details what the proposal had to name: each entry is one detail in any of its spellings
 */
export function consentIn(heard: Conversation, details: readonly (readonly string[])[]): Consent {
  const answer = heard.customerTexts.at(-1) ?? ''
  if (!agrees.test(answer) || holdsBack.test(answer)) return 'none'
  return namesAll([answer, ...heard.proposals].join('\n'), details) ? 'yes' : 'unclear'
}

function namesAll(text: string, details: readonly (readonly string[])[]): boolean {
  const plain = simplify(text)
  return details.every((spellings) => spellings.some((spelling) => plain.includes(simplify(spelling))))
}

function simplify(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[’`]/g, "'")
    .replaceAll(/[_\s]+/g, ' ')
    .replaceAll(/(?<=\d),(?=\d{3})/g, '')
}

/** An amount the ways people write it: 290, 290.00, 290.5. */
export function spellingsOfAmount(amount: number): string[] {
  const fixed = amount.toFixed(2)
  return [...new Set([fixed, fixed.replace(/0$/, ''), fixed.replace(/\.00$/, '')])]
}

/** True when the customer's own words match somewhere in the conversation so far. */
export function customerSaid(heard: Conversation, words: RegExp): boolean {
  return heard.customerTexts.some((text) => words.test(text))
}

/** True when the customer's own words contain this id, however it is capitalised. */
export function customerNamed(heard: Conversation, id: string | undefined): boolean {
  if (id === undefined || id === '') return false
  const wanted = id.toLowerCase().replace(/^#/, '')
  return heard.customerTexts.some((text) => text.toLowerCase().includes(wanted))
}
