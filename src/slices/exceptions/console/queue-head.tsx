import { type Ref, useEffect, useState } from 'react'
import { Choice } from '#console/ui/choice.tsx'
import { inputLook } from '#console/ui/field.tsx'
import { KeyHint } from '#console/ui/key-hint.tsx'
import { SegmentedControl } from '#console/ui/segmented-control.tsx'
import type { Team } from './team-names.ts'
import { queueWords } from './words.ts'

export const origins = ['review', 'human_only', 'failed', 'customer_asked', 'disagreement', 'by_hand'] as const
export const sorts = ['priority', 'due', 'amount', 'age'] as const

/** What the address says of the list. Defaults are left out. */
export type QueueSearch = {
  team?: string
  aiAgent?: string
  origin?: (typeof origins)[number]
  sort?: Exclude<(typeof sorts)[number], 'priority'>
  state?: 'deferred'
  overdue?: 'true'
  q?: string
}

type QueueHeadProps = {
  search: QueueSearch
  teams: Team[]
  onChange: (change: QueueSearch) => void
  searchBox: Ref<HTMLInputElement>
  onLeaveSearch: () => void
}

/** No id begins with a sign. */
const ALL = '*'

/** Search, filters and order. All of it stands in the address. */
export function QueueHead({ search, teams, onChange, searchBox, onLeaveSearch }: QueueHeadProps) {
  const withAll = (label: string, options: { value: string; label: string }[]) => [{ value: ALL, label }, ...options]
  return (
    <div className="grid gap-2">
      <SearchBox value={search.q ?? ''} onChange={(q) => onChange({ q: q || undefined })} ref={searchBox} onLeave={onLeaveSearch} />
      <div className="grid grid-cols-2 gap-2">
        <Choice
          label={queueWords.origin}
          isLabelHidden
          options={withAll(
            queueWords.anyOrigin,
            origins.map((value) => ({ value, label: queueWords[value] })),
          )}
          value={search.origin ?? ALL}
          onChange={(origin) => onChange({ origin: origin === ALL ? undefined : (origin as QueueSearch['origin']) })}
        />
        <Choice
          label={queueWords.team}
          isLabelHidden
          options={withAll(
            queueWords.anyTeam,
            teams.map(({ id, name }) => ({ value: id, label: name })),
          )}
          value={search.team ?? ALL}
          onChange={(team) => onChange({ team: team === ALL ? undefined : team })}
        />
      </div>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <SegmentedControl
          label={queueWords.sort}
          options={sorts.map((value) => ({ value, label: queueWords[value] }))}
          value={search.sort ?? 'priority'}
          onChange={(sort) => onChange({ sort: sort === 'priority' ? undefined : sort })}
        />
      </div>
    </div>
  )
}

const TYPING_MS = 120

type SearchBoxProps = { value: string; onChange: (q: string) => void; onLeave: () => void; ref: Ref<HTMLInputElement> }

/** What is typed shows at once and is asked for when the typing pauses. */
function SearchBox({ value, onChange, onLeave, ref }: SearchBoxProps) {
  const [typed, setTyped] = useState(value)
  const [asked, setAsked] = useState(value)
  if (asked !== value) {
    setAsked(value)
    setTyped(value)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: only typing asks anew
  useEffect(() => {
    if (typed === value) return
    const timer = setTimeout(() => {
      setAsked(typed)
      onChange(typed)
    }, TYPING_MS)
    return () => clearTimeout(timer)
  }, [typed])
  return (
    <div className="relative">
      <input
        ref={ref}
        type="search"
        aria-label={queueWords.find}
        aria-keyshortcuts="/"
        placeholder={queueWords.search}
        value={typed}
        maxLength={100}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' && event.key !== 'Enter') return
          event.preventDefault()
          event.stopPropagation()
          onLeave()
        }}
        className={`${inputLook} h-9 pe-10`}
      />
      <span className="pointer-events-none absolute end-2 top-2">
        <KeyHint keys="/" />
      </span>
    </div>
  )
}
