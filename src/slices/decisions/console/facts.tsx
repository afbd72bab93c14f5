import type { ReactNode } from 'react'
import { exactTime, list } from '#console/messages/formats.ts'
import { CodeBlock } from '#console/ui/code-block.tsx'
import { FactList } from '#console/ui/fact-list.tsx'
import { detailWords } from './detail-words.ts'
import { nameOf } from './names.ts'

const isInstant = (text: string) => /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) && !Number.isNaN(Date.parse(text))
const isPlain = (value: unknown) => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'

const isNothing = (value: unknown) => value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

const spoken: { [type: string]: (value: never) => string } = {
  boolean: (value: boolean) => (value ? detailWords.yes : detailWords.no),
  number: String,
  string: (value: string) => (isInstant(value) ? exactTime(new Date(value)) : value),
}

/** A value as a person reads it. What is nested stays as it was given. */
export function valueText(value: unknown): string {
  if (isNothing(value)) return detailWords.nothingGiven
  if (Array.isArray(value) && value.every(isPlain)) return list(value.map(String))
  return spoken[typeof value]?.(value as never) ?? JSON.stringify(value, null, 2)
}

const isNested = (value: unknown) => typeof value === 'object' && value !== null && !(Array.isArray(value) && value.every(isPlain))

function Value({ name, value }: { name: string; value: unknown }): ReactNode {
  if (isNested(value)) return <CodeBlock label={name} code={JSON.stringify(value, null, 2)} />
  return <span className="whitespace-pre-wrap">{valueText(value)}</span>
}

type FactsProps = { facts: { [name: string]: unknown }; more?: { name: string; value: ReactNode }[] }

/** What was given by name: arguments of an action, inputs of a standard; then what else belongs to it. */
export function Facts({ facts, more = [] }: FactsProps) {
  const given = Object.entries(facts).map(([name, value]) => ({ name: nameOf(name), value: <Value name={nameOf(name)} value={value} /> }))
  return <FactList facts={[...given, ...more]} />
}
