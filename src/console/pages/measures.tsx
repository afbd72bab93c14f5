import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { later } from '#console/later.tsx'
import { screenWords } from '#console/messages/screens.ts'
import { useCall } from '#console/query.ts'
import { useMay } from '#console/shell/me.tsx'
import { Button } from '#console/ui/button.tsx'
import { Card } from '#console/ui/card.tsx'
import { Dialog } from '#console/ui/dialog.tsx'
import { FactList } from '#console/ui/fact-list.tsx'
import { PageHeader } from '#console/ui/page-header.tsx'
import { ErrorState, Skeleton } from '#console/ui/states.tsx'
import { type Column, CsvButton, Table } from '#console/ui/table.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import { Proven } from '#slices/measures/console/rebuild.tsx'
import { measureWords } from '#slices/measures/console/words.ts'
import { type getMeasure, listMeasures } from '#slices/measures/contract.ts'

const ChangeDialog = later(async () => (await import('#slices/measures/console/change-dialog.tsx')).ChangeDialog)

const OwnerDialog = later(async () => (await import('#slices/measures/console/owner-dialog.tsx')).OwnerDialog)

const route = getRouteApi('/frame/measures')

type Measure = OutputOf<typeof getMeasure>

/** What every figure means, with its versions. */
export function MeasuresPage() {
  const { measure: openId } = route.useSearch()
  const navigate = route.useNavigate()
  const may = useMay()
  const measures = useCall(listMeasures, {})
  const open = (id: string | undefined) => void navigate({ search: { measure: id }, replace: true })
  const columns = columnsOf(open)
  const shown = measures.data?.items.find(({ id }) => id === openId)
  return (
    <>
      <PageHeader
        title={screenWords.measures}
        question={measureWords.question}
        answer={measures.data && measureWords.answer(measures.data.items.length)}
        meta={measureWords.meta}
        actions={<CsvButton name="measures" columns={columns} rows={measures.data?.items ?? []} about={[measureWords.question]} />}
      />
      <Proven mayRebuild={may('counts:rebuild')} />
      {measures.isPending ? <Skeleton lines={10} /> : null}
      {measures.isError ? <ErrorState error={measures.error} onRetry={() => void measures.refetch()} /> : null}
      {measures.data ? (
        <Card title={screenWords.measures} isFlush>
          <Table caption={screenWords.measures} isCaptionHidden columns={columns} rows={measures.data.items} rowKey={({ id }) => id} />
        </Card>
      ) : null}
      {shown ? <OneMeasure measure={shown} onClose={() => open(undefined)} /> : null}
    </>
  )
}

/** One measure with what it means, and the two acts of those who may change that. */
function OneMeasure({ measure, onClose }: { measure: Measure; onClose: () => void }) {
  const may = useMay()
  const [act, setAct] = useState<'change' | 'owner' | null>(null)
  const mayWrite = may('measures:write')
  if (act === 'owner') return <OwnerDialog measure={measure} onClose={() => setAct(null)} />
  if (act === 'change') return <ChangeDialog measure={measure} onClose={() => setAct(null)} />
  return (
    <Dialog open onClose={onClose} title={measure.name} width="broad">
      <Definition
        measure={measure}
        onOwner={mayWrite ? () => setAct('owner') : undefined}
        onChange={mayWrite && measure.settings.length > 0 ? () => setAct('change') : undefined}
      />
    </Dialog>
  )
}

function columnsOf(open: (id: string) => void): Column<Measure>[] {
  return [
    {
      id: 'name',
      head: measureWords.name,
      cell: (row) => (
        <button
          type="button"
          data-row
          onClick={() => open(row.id)}
          className="min-h-6 rounded-s text-start font-medium underline decoration-edge underline-offset-2"
        >
          {row.name}
        </button>
      ),
      value: (row) => row.name,
    },
    { id: 'formula', head: measureWords.formula, cell: (row) => row.formula, value: (row) => row.formula },
    { id: 'exclusions', head: measureWords.exclusions, cell: (row) => row.exclusions, value: (row) => row.exclusions },
    {
      id: 'version',
      head: measureWords.version,
      cell: (row) => row.version,
      value: (row) => row.version,
      isNumber: true,
      also: [
        { head: measureWords.countedOn, value: (row) => row.countedOn },
        { head: measureWords.source, value: (row) => row.source },
        { head: measureWords.owner, value: (row) => row.owner },
      ],
    },
  ]
}

function Definition({ measure, onOwner, onChange }: { measure: Measure; onOwner?: () => void; onChange?: () => void }) {
  const { formula, exclusions, countedOn, source, owner, settings, versions } = measure
  const settingsText = settings.map(({ about, value, unit }) => `${about} ${measureWords.settingOf(value, unit)}`).join(' ')
  return (
    <div className="grid gap-4">
      <FactList
        facts={[
          { name: measureWords.formula, value: formula },
          { name: measureWords.exclusions, value: exclusions },
          { name: measureWords.countedOn, value: countedOn },
          { name: measureWords.source, value: source },
          { name: measureWords.owner, value: owner },
          { name: measureWords.settings, value: settingsText || measureWords.noSettings },
          {
            name: measureWords.versions,
            value: (
              <ul className="grid gap-1">
                {versions.map(({ version, fromOn, reason }) => (
                  <li key={version}>
                    {measureWords.versionOf(version, fromOn && measureWords.onDay(fromOn))}
                    {reason === '' ? null : <span className="block text-meta text-ink-2">{reason}</span>}
                  </li>
                ))}
              </ul>
            ),
          },
        ]}
      />
      {onOwner ? (
        <span className="flex flex-wrap justify-end gap-2">
          <Button onClick={onOwner}>{measureWords.setOwner}</Button>
          {onChange ? <Button onClick={onChange}>{measureWords.change}</Button> : null}
        </span>
      ) : null}
    </div>
  )
}
