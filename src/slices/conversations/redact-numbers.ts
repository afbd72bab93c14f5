/** A place in a text that points to a person. */
export type Span = { start: number; end: number; label: string }

/** Digits with single marks between them, as numbers of people are written. */
const digitRun = /[+(]{0,2}\d(?:[ \u00a0./()-]{0,3}\d)*/g

/** Phone numbers and payment cards. */
export function findNumbers(text: string): Span[] {
  return [...text.matchAll(digitRun)].flatMap(({ 0: run, index }) => {
    const cards = findCards(run).map(({ start, end }) => ({ start: index + start, end: index + end, label: 'card' }))
    return cards.length > 0 ? [...cards, ...betweenCards(text, { run, index }, cards)] : phoneIn(text, { run, index })
  })
}

type Run = { run: string; index: number }

/** What is left of a run around cards may be phone numbers. */
function betweenCards(text: string, { run, index }: Run, cards: readonly Span[]): Span[] {
  const edges = [index, ...cards.flatMap(({ start, end }) => [start, end]), index + run.length]
  const spans: Span[] = []
  for (let place = 0; place + 1 < edges.length; place += 2) {
    const [from = 0, to = 0] = [edges[place], edges[place + 1]]
    const left = text.slice(from, to)
    const lead = left.search(/[\d+(]/)
    if (lead >= 0) spans.push(...phoneIn(text, { run: left.slice(lead).replace(/\D+$/, ''), index: from + lead }))
  }
  return spans
}

type Digit = { value: number; place: number; isFirst: boolean; isLast: boolean }

function digitsOf(run: string): Digit[] {
  const isDigit = (place: number) => run.charCodeAt(place) >= 48 && run.charCodeAt(place) <= 57
  const digits: Digit[] = []
  for (let place = 0; place < run.length; place++) {
    if (!isDigit(place)) continue
    digits.push({ value: run.charCodeAt(place) - 48, place, isFirst: !isDigit(place - 1), isLast: !isDigit(place + 1) })
  }
  return digits
}

const cardDigits = { min: 13, max: 19 }

/** Cards begin and end with a group of digits; the longest that fits its check digit counts. */
function findCards(run: string): { start: number; end: number }[] {
  const digits = digitsOf(run)
  const found: { start: number; end: number }[] = []
  for (let first = 0; first + cardDigits.min <= digits.length; ) {
    const last = digits[first]?.isFirst ? lastOfCard(digits, first) : -1
    if (last >= 0) found.push({ start: digits[first]?.place ?? 0, end: (digits[last]?.place ?? 0) + 1 })
    first = last >= 0 ? last + 1 : first + 1
  }
  return found
}

function lastOfCard(digits: readonly Digit[], first: number): number {
  for (let count = Math.min(cardDigits.max, digits.length - first); count >= cardDigits.min; count--) {
    const last = first + count - 1
    if (digits[last]?.isLast && isIssued(digits, first) && fitsLuhn(digits, { first, last })) return last
  }
  return -1
}

/** The first digit of cards for paying: 3 to 6, and 2 for some of Mastercard and Mir (ISO/IEC 7812). */
const isIssued = (digits: readonly Digit[], first: number) => {
  const lead = digits[first]?.value ?? 0
  return lead >= 2 && lead <= 6
}

/** The check digit of ISO/IEC 7812-1, annex B. */
function fitsLuhn(digits: readonly Digit[], { first, last }: { first: number; last: number }): boolean {
  let sum = 0
  for (let place = last; place >= first; place--) {
    const value = digits[place]?.value ?? 0
    const doubled = (last - place) % 2 === 1 ? value * 2 : value
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

const date = /(\d{4}([-./])\d{1,2}\2\d{1,2}|\d{1,2}([-./])\d{1,2}\3(\d{4}|\d{2}))(?!\d)/y

/** Numbers have to look like a phone number: a plain row of digits is an order, an amount or a date far more often. */
function phoneIn(text: string, found: Run): Span[] {
  const { run, index } = withoutDates(found)
  const digits = run.replace(/\D/g, '')
  const isPhone = digits.length >= 7 && digits.length <= 17 && (looksDialled(run, digits) || isAnnounced(text, index))
  return isPhone ? [{ start: index, end: index + run.length, label: 'phone' }] : []
}

function withoutDates({ run, index }: Run): Run {
  let from = 0
  for (;;) {
    date.lastIndex = from
    const dated = date.exec(run)
    if (!dated) return { run: run.slice(from), index: index + from }
    from += dated[0].length
    while (from < run.length && !/[\d+(]/.test(run[from] ?? '')) from++
  }
}

function looksDialled(run: string, digits: string): boolean {
  if (/^[+(]/.test(run) || /^00[1-9]/.test(digits)) return true
  if (/^0[1-9]/.test(digits) && !/^0\d*\.\d+$/.test(run)) return true
  const groups = run.split(/\D+/).map(({ length }) => length)
  return run.includes('(') || /^(1,)?3,3,4$/.test(groups.join())
}

const announcement = /(?<!\p{L})(phone|tel|call|mobile|cell|fax|whatsapp|handy|mobil|ruf|sms|reach me)\P{L}{0,3}[^\d\n]{0,24}$/iu

/** Words just before it say that it is a number to call. */
const isAnnounced = (text: string, index: number) => announcement.test(text.slice(Math.max(0, index - 40), index))

const ibanLength = { min: 15, max: 34 }

/** Bank accounts of ISO 13616, with or without spaces, by their check digits. */
export function findBankAccounts(text: string): Span[] {
  return [...text.matchAll(/(?<![\p{L}\p{N}])[A-Z]{2}\d{2}/giu)].flatMap(({ index }) => {
    const end = endOfIban(text, index)
    return end === undefined ? [] : [{ start: index, end, label: 'bank account' }]
  })
}

/** Country and check digits moved to the end, letters as 10 to 35: then the rest by 97 is 1 (ISO 7064, MOD 97-10). */
function endOfIban(text: string, start: number): number | undefined {
  const head = [...text.slice(start, start + 4)]
  let count = head.length
  let rest = 0
  let end: number | undefined
  for (let place = start + head.length; count < ibanLength.max; place++) {
    const [char = '', next = ''] = [text[place], text[place + 1]]
    if (isGap.test(char) && isLetterOrDigit.test(next)) continue
    if (!isLetterOrDigit.test(char)) break
    count++
    rest = restBy97(rest, char)
    if (count >= ibanLength.min && !isPartOfWord.test(next) && head.reduce(restBy97, rest) === 1) end = place + 1
  }
  return end
}

const isGap = /[ -]/
const isLetterOrDigit = /[A-Z0-9]/i
const isPartOfWord = /[\p{L}\p{N}]/u

const restBy97 = (rest: number, char: string) => {
  const value = Number.parseInt(char, 36)
  return (rest * (value > 9 ? 100 : 10) + value) % 97
}
