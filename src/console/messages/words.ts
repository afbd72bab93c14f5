/** What a screen says: a sentence, or a function that builds one. Its parameters are the places that a translator keeps. */
export type Words = { [name: string]: string | ((...values: never[]) => string) }

/** The same words in another language: every name, with the same parameters. */
export type Translation<W extends Words> = { [Name in keyof W]: W[Name] extends string ? string : W[Name] }

type Language = {
  locale: string
  direction: 'ltr' | 'rtl'
  areas: { [area: string]: Words }
  /** Applied to every text last; the tests lengthen all words with it to see what gets cut. */
  reshape?: (text: string) => string
}

let language: Language = { locale: 'en-GB', direction: 'ltr', areas: {} }

/** The language's BCP 47 tag; numbers, dates and plurals follow it. */
export function locale(): string {
  return language.locale
}

/** Sets the language of every text from the next drawing on. English is built in; a translation names the areas that it covers. */
export function speak(next: Partial<Language>) {
  language = { locale: 'en-GB', direction: 'ltr', areas: {}, ...next }
  document.documentElement.lang = language.locale
  document.documentElement.dir = language.direction
}

function spoken(word: Words[string]): Words[string] {
  const { reshape } = language
  if (!reshape) return word
  return typeof word === 'string' ? reshape(word) : (...values: never[]) => reshape(word(...values))
}

/**
 * Declares the words of one area in English. Each area lives beside the screens that use it, so that its text arrives with
 * the screen and not before. Reading a word gives the language of the moment, and English where a translation has a gap.
 */
export function words<W extends Words>(area: string, english: W): W {
  return new Proxy(english, {
    get: (_, name: string) => {
      const word = language.areas[area]?.[name] ?? english[name]
      return word === undefined ? undefined : spoken(word)
    },
  })
}

/** Picks the form that the language wants for a count: `plural(n, { one: '1 reason', other: `${count(n)} reasons` })`. */
export function plural(amount: number, forms: { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>): string {
  return forms[new Intl.PluralRules(language.locale).select(amount)] ?? forms.other
}
