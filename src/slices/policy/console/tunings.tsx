import { useQueryClient } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { call, useCallPages } from '#console/query.ts'
import { Button } from '#console/ui/button.tsx'
import { Card } from '#console/ui/card.tsx'
import { ConfirmDialog } from '#console/ui/confirm-dialog.tsx'
import { Pager } from '#console/ui/pager.tsx'
import { ErrorState, Skeleton } from '#console/ui/states.tsx'
import { type Column, Table } from '#console/ui/table.tsx'
import { TierMark, tierText } from '#console/ui/tier-mark.tsx'
import { TimeAgo } from '#console/ui/time-ago.tsx'
import { notify } from '#console/ui/toast.tsx'
import { listTunings, untune } from '../contract.ts'
import { tuningWords } from './tuning-words.ts'
import type { Parameter, Standard, Tuning } from './types.ts'
import { policyWords } from './words.ts'

const TuneDialog = lazy(() => import('./tune-dialog.tsx').then((module) => ({ default: module.TuneDialog })))

type Team = { id: string; name: string }

type TuningsCardProps = {
  standard: Standard
  /** Teams that the reader may tune for. */
  tunable: Team[]
  nameOf: (team: string) => string
}

/** What each team has set inside the bounds of a standard, as its difference from the standard. */
export function TuningsCard({ standard, tunable, nameOf }: TuningsCardProps) {
  const tunings = useCallPages(listTunings, { id: standard.id })
  const [edited, setEdited] = useState<Tuning | 'new' | null>(null)
  const [removed, setRemoved] = useState<Tuning | null>(null)
  const mayTune = standard.state === 'published' && tunable.length > 0
  const canTune = (team: string) => mayTune && tunable.some((one) => one.id === team)
  return (
    <Card
      title={policyWords.teamsTitle}
      subtitle={policyWords.teamsSubtitle}
      isFlush
      actions={
        mayTune ? (
          <Button size="small" onClick={() => setEdited('new')}>
            {policyWords.tune}
          </Button>
        ) : null
      }
    >
      <TuningList
        tunings={tunings}
        emptyText={standard.state === 'published' ? policyWords.noTunings : policyWords.noTuningYet}
        columns={columnsFor({ standard, nameOf, canTune, onChange: setEdited, onRemove: setRemoved })}
      />
      {edited === null ? null : (
        <Suspense>
          <TuneDialog
            standard={standard}
            tuning={edited === 'new' ? null : edited}
            known={tunings.items}
            teams={tunable}
            nameOf={nameOf}
            onClose={() => setEdited(null)}
          />
        </Suspense>
      )}
      {removed === null ? null : <RemoveDialog tuning={removed} name={nameOf(removed.team)} onClose={() => setRemoved(null)} />}
    </Card>
  )
}

type TuningListProps = {
  tunings: ReturnType<typeof useCallPages<typeof listTunings>>
  emptyText: ReactNode
  columns: Column<Tuning>[]
}

function TuningList({ tunings, emptyText, columns }: TuningListProps) {
  if (tunings.isPending) return <Skeleton lines={2} />
  if (tunings.isError) return <ErrorState error={tunings.error} onRetry={tunings.retry} />
  if (tunings.items.length === 0) return <p className="px-4 pb-4 text-ink-2">{emptyText}</p>
  return (
    <>
      <Table caption={policyWords.teamsCaption} isCaptionHidden columns={columns} rows={tunings.items} rowKey={(row) => row.team} />
      <Pager shown={tunings.items.length} hasMore={tunings.hasMore} isLoading={tunings.isLoadingMore} onMore={tunings.more} />
    </>
  )
}

type ColumnParts = {
  standard: Standard
  nameOf: (team: string) => string
  canTune: (team: string) => boolean
  onChange: (tuning: Tuning) => void
  onRemove: (tuning: Tuning) => void
}

function columnsFor({ standard, nameOf, canTune, onChange, onRemove }: ColumnParts): Column<Tuning>[] {
  return [
    { id: 'team', head: policyWords.team, cell: (row) => nameOf(row.team), value: (row) => nameOf(row.team) },
    {
      id: 'values',
      head: policyWords.differs,
      cell: (row) => <Differences tuning={row} parameters={standard.criteria.parameters} />,
      value: (row) => differencesText(row, standard.criteria.parameters),
    },
    {
      id: 'why',
      head: policyWords.why,
      cell: (row) => <span className="block min-w-32 max-w-[40ch]">{row.reason}</span>,
      value: (row) => row.reason,
    },
    { id: 'when', head: policyWords.changed, cell: (row) => <TimeAgo at={row.madeAt} isQuiet />, value: (row) => row.madeAt },
    {
      id: 'acts',
      head: '',
      cell: (row) =>
        canTune(row.team) ? (
          <span className="flex flex-wrap justify-end gap-1">
            <Button size="small" aria-label={policyWords.changeFor(nameOf(row.team))} onClick={() => onChange(row)}>
              {policyWords.change}
            </Button>
            <Button size="small" variant="quiet" aria-label={policyWords.removeFor(nameOf(row.team))} onClick={() => onRemove(row)}>
              {policyWords.remove}
            </Button>
          </span>
        ) : null,
    },
  ]
}

/** What a team set, in a line: its values, then the rules that it added. */
const differencesText = ({ values, rules }: Tuning, parameters: Parameter[]): string =>
  [
    ...Object.entries(values).map(([name, value]) => {
      const parameter = parameters.find((one) => one.name === name)
      return `${parameter?.about ?? name.replaceAll('_', ' ')}: ${policyWords.valueWithUnit(value, parameter?.unit ?? null)}`
    }),
    ...rules.map(({ tier, because }) => `${tierText(tier)}: ${because}`),
  ].join('; ')

function Differences({ tuning, parameters }: { tuning: Tuning; parameters: Parameter[] }) {
  return (
    <ul className="grid min-w-52 gap-1 py-1">
      {Object.entries(tuning.values).map(([name, value]) => (
        <Difference key={name} name={name} value={value} parameter={parameters.find((one) => one.name === name)} />
      ))}
      {tuning.rules.map((rule) => (
        <li key={rule.id} className="flex flex-wrap items-baseline gap-x-2">
          <TierMark tier={rule.tier} />
          <span>{rule.because}</span>
        </li>
      ))}
    </ul>
  )
}

function Difference({ name, value, parameter }: { name: string; value: number; parameter?: Parameter }) {
  const words = (amount: number) => policyWords.valueWithUnit(amount, parameter?.unit ?? null)
  const label = parameter?.about ?? name.replaceAll('_', ' ')
  if (!parameter) return <li>{`${label}: ${words(value)}`}</li>
  if (value === parameter.default) return <li>{`${label}: ${words(value)}, ${policyWords.same}`}</li>
  const isLooser = value > parameter.default === (parameter.looser === 'higher')
  return (
    <li>
      {`${label}: ${policyWords.instead(words(value), words(parameter.default))}, `}
      <span className="font-medium">{isLooser ? policyWords.looser : policyWords.stricter}</span>
    </li>
  )
}

function RemoveDialog({ tuning, name, onClose }: { tuning: Tuning; name: string; onClose: () => void }) {
  const client = useQueryClient()
  async function remove(reason: string) {
    try {
      await call(untune, { team: tuning.team, id: tuning.standard, reason }, { ifMatch: tuning.etag })
    } finally {
      await client.invalidateQueries({ queryKey: ['policy'] })
    }
    notify({ title: tuningWords.removed(name) })
  }
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={tuningWords.removeTitle(name)}
      description={<p>{tuningWords.removeText}</p>}
      confirmLabel={policyWords.remove}
      onConfirm={remove}
    />
  )
}
