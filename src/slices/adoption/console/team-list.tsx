import type { ReactNode } from 'react'
import { uiWords } from '#console/messages/ui.ts'
import { Card } from '#console/ui/card.tsx'
import type { About, CsvCell } from '#console/ui/csv.ts'
import { StatusMark } from '#console/ui/status-mark.tsx'
import { type Column, CsvButton, Table } from '#console/ui/table.tsx'
import { statusOf } from './look.ts'
import type { TeamUse } from './shapes.ts'
import { adoptionWords } from './words.ts'

type Part = TeamUse['accepted']

/** A share with where it may lie and of how many: never bare. */
export function PartOf({ part, of, isHeld = false }: { part: Part; of: 'cases' | 'people'; isHeld?: boolean }) {
  if (part === null) return <span className="text-ink-2">{isHeld ? adoptionWords.notShown : adoptionWords.notKnown}</span>
  const sample = of === 'people' ? adoptionWords.ofPeople(part.of) : adoptionWords.ofCases(part.of)
  return (
    <span className="grid tabular-nums">
      {adoptionWords.part(part.share)}
      <span className="text-meta text-ink-2">{`${adoptionWords.range(part.low, part.high)} · ${sample}`}</span>
    </span>
  )
}

const isHidden = ({ state }: TeamUse) => state === 'not_enough_people'
const lastWeek = ({ weeks }: TeamUse) => weeks.at(-1)?.active ?? null

/** A share for the CSV with its range and sample. None of it where too few people stand behind it. */
function plainPart(head: string, partOf: (row: TeamUse) => Part): Pick<Column<TeamUse>, 'value' | 'also'> {
  const plain =
    (field: keyof NonNullable<Part>) =>
    (row: TeamUse): CsvCell =>
      isHidden(row) ? uiWords.withheld : (partOf(row)?.[field] ?? null)
  return {
    value: plain('share'),
    also: [
      { head: uiWords.lowOf(head), value: plain('low') },
      { head: uiWords.highOf(head), value: plain('high') },
      { head: uiWords.sampleOf(head), value: plain('of') },
    ],
  }
}

type TeamListProps = {
  teams: TeamUse[]
  nameOf: (team: string) => string
  link: (team: string) => ReactNode
  acts: (team: TeamUse) => ReactNode
  about: About[]
}

/** Every team with where it stands and what helps. */
export function TeamList({ teams, nameOf, link, acts, about }: TeamListProps) {
  const columns: Column<TeamUse>[] = [
    { id: 'team', head: adoptionWords.team, cell: (row) => link(row.team), value: ({ team }) => nameOf(team) },
    {
      id: 'state',
      head: adoptionWords.state,
      cell: ({ state }) => (
        <StatusMark status={statusOf(state)} text={<span className="whitespace-nowrap">{adoptionWords.states(state)}</span>} />
      ),
      value: ({ state }) => adoptionWords.states(state),
    },
    {
      id: 'helps',
      head: adoptionWords.helps,
      cell: (row) => adoptionWords.remedies(row.remedy),
      value: (row) => adoptionWords.remedies(row.remedy),
    },
    {
      id: 'active',
      head: adoptionWords.active,
      cell: (row) => <PartOf part={lastWeek(row)} of="people" isHeld={isHidden(row)} />,
      ...plainPart(adoptionWords.active, lastWeek),
      isNumber: true,
    },
    {
      id: 'accepted',
      head: adoptionWords.accepted,
      cell: (row) => <PartOf part={row.accepted} of="cases" isHeld={isHidden(row)} />,
      ...plainPart(adoptionWords.accepted, ({ accepted }) => accepted),
      isNumber: true,
    },
    { id: 'acts', head: adoptionWords.whatNext, cell: acts },
  ]
  return (
    <Card
      title={adoptionWords.title}
      subtitle={adoptionWords.subtitle}
      isFlush
      actions={<CsvButton name="adoption" columns={columns} rows={teams} about={about} />}
    >
      <Table caption={adoptionWords.title} isCaptionHidden columns={columns} rows={teams} rowKey={({ team }) => team} />
    </Card>
  )
}
