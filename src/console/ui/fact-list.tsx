import type { ReactNode } from 'react'

/** Names with their values, one below the other. */
export function FactList({ facts }: { facts: { name: string; value: ReactNode }[] }) {
  return (
    <dl className="grid gap-y-1.5 narrow:grid-cols-[minmax(7rem,auto)_minmax(0,1fr)] narrow:gap-x-6">
      {facts.map((fact) => (
        <div key={fact.name} className="grid narrow:contents">
          <dt className="text-ink-2">{fact.name}</dt>
          <dd className="min-w-0 wrap-anywhere">{fact.value}</dd>
        </div>
      ))}
    </dl>
  )
}
