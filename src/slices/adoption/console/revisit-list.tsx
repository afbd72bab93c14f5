import type { ReactNode } from 'react'
import { Button } from '#console/ui/button.tsx'
import { Card } from '#console/ui/card.tsx'
import { type Status, StatusMark } from '#console/ui/status-mark.tsx'
import { type Column, CsvButton, Table } from '#console/ui/table.tsx'
import { revisitWords } from './revisit-words.ts'
import type { Revisit, RevisitSums } from './shapes.ts'

/** What teams and AI agents are called, by their ids. */
export type PlaceNames = { team(id: string): string; aiAgent(id: string): string }

const placeName = ({ aiAgent, team }: Pick<Revisit, 'aiAgent' | 'team'>, names: PlaceNames) =>
  `${names.aiAgent(aiAgent)}, ${names.team(team)}`

function stateOf({ answer, isDue }: Revisit): { status: Status; text: string } {
  if (answer !== null) return { status: 'ok', text: revisitWords.answers(answer) }
  return isDue ? { status: 'watch', text: revisitWords.isDue } : { status: 'none', text: revisitWords.toCome }
}

const reasonOf = ({ reason }: Revisit) => (reason === null ? '' : revisitWords.reasons(reason))

const columnsOf = (names: PlaceNames): Column<Revisit>[] => [
  {
    id: 'place',
    head: revisitWords.place,
    cell: ({ aiAgent, team }) => (
      <span className="grid">
        {names.aiAgent(aiAgent)}
        <span className="text-meta font-normal text-ink-2">{names.team(team)}</span>
      </span>
    ),
    value: (row) => placeName(row, names),
  },
  {
    id: 'due',
    head: revisitWords.due,
    cell: ({ dueOn, liveOn }) => (
      <span className="grid">
        {revisitWords.dueOn(dueOn)}
        <span className="text-meta text-ink-2">{revisitWords.liveOn(liveOn)}</span>
      </span>
    ),
    value: ({ dueOn }) => dueOn,
  },
  {
    id: 'state',
    head: revisitWords.state,
    cell: (row) => <StatusMark {...stateOf(row)} />,
    value: (row) => stateOf(row).text,
  },
  { id: 'reason', head: revisitWords.reason, cell: reasonOf, value: reasonOf },
  {
    id: 'said',
    head: revisitWords.said,
    cell: ({ said }) => <span className="line-clamp-3 max-w-[48ch] min-w-32 whitespace-pre-line">{said}</span>,
    value: ({ said }) => said,
  },
]

type RevisitListProps = {
  revisits: Revisit[]
  names: PlaceNames
  mayAnswer: (team: string) => boolean
  onAnswer: (revisit: Revisit) => void
}

/** Those to answer first, then those to come, then those answered. */
export function RevisitList({ revisits, names, mayAnswer, onAnswer }: RevisitListProps) {
  const acts: Column<Revisit> = {
    id: 'acts',
    head: revisitWords.acts,
    cell: (row): ReactNode =>
      row.isDue && mayAnswer(row.team) ? (
        <Button size="small" data-row onClick={() => onAnswer(row)} aria-label={revisitWords.answerOf(placeName(row, names))}>
          {revisitWords.answer}
        </Button>
      ) : null,
  }
  const columns = [...columnsOf(names), acts]
  return (
    <Card
      title={revisitWords.title}
      subtitle={revisitWords.subtitle}
      isFlush
      actions={<CsvButton name="revisits" columns={columns} rows={revisits} about={[revisitWords.meta]} />}
    >
      <Table
        caption={revisitWords.title}
        isCaptionHidden
        columns={columns}
        rows={revisits}
        rowKey={({ team, aiAgent, dueOn }) => `${aiAgent}, ${team}, ${dueOn}`}
      />
    </Card>
  )
}

type SumRow = RevisitSums['rows'][number]

/** Answers across teams, by what was answered and why. */
export function RevisitSum({ sum }: { sum: RevisitSums }) {
  const columns: Column<SumRow>[] = [
    { id: 'answer', head: revisitWords.state, cell: ({ answer }) => revisitWords.answers(answer), value: ({ answer }) => answer },
    { id: 'reason', head: revisitWords.reason, cell: ({ reason }) => revisitWords.reasons(reason), value: ({ reason }) => reason },
    { id: 'teams', head: revisitWords.teams, cell: ({ teams }) => teams, value: ({ teams }) => teams, isNumber: true },
  ]
  return (
    <Card
      title={revisitWords.sumTitle}
      subtitle={revisitWords.sumSubtitle}
      isFlush
      actions={<CsvButton name="revisit-reasons" columns={columns} rows={sum.rows} about={[revisitWords.sumSubtitle]} />}
    >
      {sum.rows.length === 0 ? (
        <p className="px-4 pb-4 text-ink-2">{revisitWords.sumEmpty}</p>
      ) : (
        <Table
          caption={revisitWords.sumTitle}
          isCaptionHidden
          columns={columns}
          rows={sum.rows}
          rowKey={({ answer, reason }) => `${answer} ${reason}`}
        />
      )}
    </Card>
  )
}
