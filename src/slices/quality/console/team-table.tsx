import type { ReactNode } from 'react'
import { uiWords } from '#console/messages/ui.ts'
import { Button } from '#console/ui/button.tsx'
import { Card } from '#console/ui/card.tsx'
import type { About } from '#console/ui/csv.ts'
import { type Status, StatusMark } from '#console/ui/status-mark.tsx'
import { type Column, CsvButton, Table } from '#console/ui/table.tsx'
import type { ReviewedTeam } from './picture.ts'
import { isFlagged } from './picture.ts'
import { qualityWords } from './words.ts'

type TeamTableProps = {
  teams: ReviewedTeam[]
  /** False where nothing can differ, as it happened to no case or to all: then no team is as expected. */
  canTell: boolean
  nameOf: (id: string) => string
  about: About[]
  file: string
  records: (team: string) => ReactNode
  /** Left out for whoever may not open one. */
  onInvestigate?: (team: string) => void
}

const looks: { [verdict in ReviewedTeam['verdict']]: Status } = {
  differs: 'act',
  watch: 'watch',
  as_expected: 'ok',
  too_few: 'none',
  not_adjusted: 'none',
}

/** Each team as counted, what its mix would give, the best estimate, and whether it really differs. */
export function TeamTable({ teams, canTell, nameOf, about, file, records, onInvestigate }: TeamTableProps) {
  const acts: Column<ReviewedTeam> = {
    id: 'acts',
    head: qualityWords.records,
    cell: (row) => (
      <span className="flex flex-wrap items-center gap-3">
        {records(row.team)}
        {onInvestigate && isFlagged(row) ? (
          <Button size="small" onClick={() => onInvestigate(row.team)} aria-label={qualityWords.investigateOf(nameOf(row.team))}>
            {qualityWords.investigate}
          </Button>
        ) : null}
      </span>
    ),
  }
  const columns = [...columnsOf(nameOf).filter(({ id }) => canTell || id !== 'verdict'), acts]
  return (
    <Card
      title={qualityWords.tableTitle}
      subtitle={qualityWords.tableSubtitle}
      isFlush
      actions={<CsvButton name={file} columns={columns} rows={teams} about={about} />}
    >
      <Table caption={qualityWords.tableTitle} isCaptionHidden columns={columns} rows={teams} rowKey={({ team }) => team} />
    </Card>
  )
}

const percent = (value: number | null) => (value === null ? '–' : qualityWords.percent(value))

function columnsOf(nameOf: (id: string) => string): Column<ReviewedTeam>[] {
  return [
    { id: 'team', head: qualityWords.team, cell: (row) => nameOf(row.team), value: (row) => nameOf(row.team) },
    {
      id: 'verdict',
      head: qualityWords.verdict,
      cell: (row) => <StatusMark status={looks[row.verdict]} text={qualityWords.verdicts(row.verdict)} />,
      value: (row) => qualityWords.verdicts(row.verdict),
    },
    {
      id: 'raw',
      head: qualityWords.raw,
      cell: (row) => (
        <span className="grid tabular-nums">
          {row.verdict === 'too_few' ? '–' : percent(row.share)}
          <span className="text-meta text-ink-2">{qualityWords.of(row.hits, row.of)}</span>
        </span>
      ),
      value: (row) => (row.verdict === 'too_few' ? uiWords.tooFew : row.share),
      also: [
        { head: uiWords.hitsOf(qualityWords.raw), value: (row) => row.hits },
        { head: uiWords.sampleOf(qualityWords.raw), value: (row) => row.of },
      ],
      isNumber: true,
    },
    { id: 'expected', head: qualityWords.expected, cell: (row) => percent(row.expected), value: (row) => row.expected, isNumber: true },
    {
      id: 'estimate',
      head: qualityWords.shown,
      cell: (row) =>
        row.estimate === null ? (
          '–'
        ) : (
          <span className="grid tabular-nums">
            {percent(row.estimate.value)}
            <span className="text-meta text-ink-2">{qualityWords.range(row.estimate.low, row.estimate.high)}</span>
          </span>
        ),
      value: (row) => row.estimate?.value ?? null,
      also: [
        { head: uiWords.lowOf(qualityWords.shown), value: (row) => row.estimate?.low },
        { head: uiWords.highOf(qualityWords.shown), value: (row) => row.estimate?.high },
      ],
      isNumber: true,
    },
    { id: 'since', head: qualityWords.since, cell: (row) => (row.since ? qualityWords.weekOf(row.since) : '–'), value: (row) => row.since },
  ]
}
