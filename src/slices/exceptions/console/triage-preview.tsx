import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { count } from '#console/messages/formats.ts'
import { call } from '#console/query.ts'
import { Card } from '#console/ui/card.tsx'
import { EmptyState, ErrorState, Skeleton } from '#console/ui/states.tsx'
import { type Column, Table } from '#console/ui/table.tsx'
import { getException, listExceptions } from '../contract.ts'
import { type Detail, type Standard, type Tried, tryWeights } from './triage-form.ts'
import { triageWords } from './triage-words.ts'

const TRIED = 12

/** The first waiting cases with the parts of their points; one that was answered meanwhile is left out. */
async function firstCases(signal: AbortSignal): Promise<Detail[]> {
  const { items } = await call(listExceptions, { limit: TRIED, sort: 'priority', state: 'open' }, { signal })
  const found = await Promise.all(items.map(({ id }) => call(getException, { id }, { signal }).catch(() => null)))
  return found.filter((one) => one !== null)
}

type TriagePreviewProps = { weights: Standard['weights'] | null; link: (id: string, title: string) => ReactNode }

/** What other weights would do to the cases that wait now. */
export function TriagePreview({ weights, link }: TriagePreviewProps) {
  const cases = useQuery({ queryKey: ['exceptions', 'first cases'], queryFn: ({ signal }) => firstCases(signal), staleTime: 30_000 })
  return (
    <Card title={triageWords.preview} subtitle={triageWords.previewHint(cases.data?.length ?? TRIED)} isFlush>
      {cases.isPending ? <Skeleton lines={5} /> : null}
      {cases.isError ? <ErrorState error={cases.error} onRetry={() => void cases.refetch()} /> : null}
      {cases.data ? <Tries items={cases.data} weights={weights} link={link} /> : null}
    </Card>
  )
}

function Tries({ items, weights, link }: TriagePreviewProps & { items: Detail[] }) {
  if (items.length === 0) return <EmptyState kind="nothing-left">{triageWords.previewEmpty}</EmptyState>
  if (!weights) return <p className="px-4 pb-4">{triageWords.fault}</p>
  const tried = tryWeights(items, weights)
  const moved = tried.filter((one) => one.place !== one.before).length
  const points = (value: number) => count(Math.round(value * 10) / 10)
  const columns: Column<Tried>[] = [
    {
      id: 'item',
      head: triageWords.item,
      cell: (row) => <span className="block min-w-40">{link(row.id, row.title)}</span>,
      value: (row) => row.title,
    },
    { id: 'place', head: triageWords.place, isNumber: true, cell: (row) => count(row.place), value: (row) => row.place },
    { id: 'before', head: triageWords.before, isNumber: true, cell: (row) => count(row.before), value: (row) => row.before },
    { id: 'then', head: triageWords.next, isNumber: true, cell: (row) => points(row.then), value: (row) => row.then },
    { id: 'now', head: triageWords.now, isNumber: true, cell: (row) => points(row.now), value: (row) => row.now },
  ]
  return (
    <>
      <p role="status" className="px-4 pb-2 font-medium">
        {moved === 0 ? triageWords.previewSame : triageWords.previewMoves(moved)}
      </p>
      <Table caption={triageWords.preview} isCaptionHidden columns={columns} rows={tried} rowKey={(row) => row.id} />
    </>
  )
}
