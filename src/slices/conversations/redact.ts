import { findBankAccounts, findNumbers, type Span } from './redact-numbers.ts'

/**
 * Text without what points to a person: e-mail addresses, phone numbers, payment cards (by their check digit), bank accounts (by
 * theirs), and the names that the source marks. What is taken out leaves a word in brackets. Compatible forms of characters are
 * made one first, so that full-width digits do not slip through; time is linear in the length of the text.
 */
export function redact(text: string, names: readonly string[] = []): string {
  const plain = plainOf(text)
  const spans = [...findAddresses(plain), ...findBankAccounts(plain), ...findNumbers(plain), ...findNames(plain, names)]
  return withoutSpans(plain, spans)
}

/** Zero-width and soft characters, which hide in the midst of a number. */
const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g
const otherDigits = /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/g

const plainOf = (text: string) =>
  text
    .normalize('NFKC')
    .replace(invisible, '')
    // In these blocks the low four bits tell the digit, from a start at 0 or at 6.
    .replace(otherDigits, (digit) => String(digit.charCodeAt(0) >= 0x966 ? digit.charCodeAt(0) - 0x966 : digit.charCodeAt(0) & 0xf))

/** The longest parts of an address that a mail server takes (RFC 5321). */
const localMax = 64
const domainMax = 255

const isLocal = (char: string | undefined) => char !== undefined && /[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]/u.test(char)
const isDomain = (char: string | undefined) => char !== undefined && /[\p{L}\p{N}.-]/u.test(char)

function findAddresses(text: string): Span[] {
  const spans: Span[] = []
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    let start = at
    while (start > at - localMax && isLocal(text[start - 1])) start--
    const end = endOfDomain(text, at)
    if (start < at && /[^.]\.[\p{L}\p{N}-]*\p{L}/u.test(text.slice(at + 1, end))) spans.push({ start, end, label: 'e-mail' })
  }
  return spans
}

function endOfDomain(text: string, at: number): number {
  let end = at + 1
  while (end < at + domainMax && isDomain(text[end])) end++
  while (end > at + 1 && /[.-]/.test(text[end - 1] ?? '')) end--
  return end
}

/** Whole names and each longer part of them, whatever their case. */
function findNames(text: string, names: readonly string[]): Span[] {
  const parts = names.map((name) => plainOf(name).split(/\s+/).filter(Boolean))
  const patterns = [...parts.map((words) => words.map(literal).join('\\s{1,5}')), ...parts.flat().filter(isTelling).map(literal)]
  return [...new Set(patterns)].filter(Boolean).flatMap((pattern) =>
    [...text.matchAll(new RegExp(`(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`, 'giu'))].map((match) => ({
      start: match.index,
      end: match.index + match[0].length,
      label: 'name',
    })),
  )
}

const isTelling = (word: string) => word.length >= 3
const literal = (word: string) => word.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')

/** Takes spans out; where they overlap they are one, with the label of the first. */
function withoutSpans(text: string, spans: readonly Span[]): string {
  const sorted = [...spans].sort((one, other) => one.start - other.start || other.end - one.end)
  let kept = ''
  let from = 0
  for (const { start, end, label } of sorted) {
    if (start >= from) kept += `${text.slice(from, start)}[${label}]`
    from = Math.max(from, end)
  }
  return kept + text.slice(from)
}
