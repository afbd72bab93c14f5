import { Card } from '#console/ui/card.tsx'
import type { About } from '#console/ui/csv.ts'
import { useFirstRows } from '#console/ui/first-rows.tsx'
import { Link } from '#console/ui/link.tsx'
import { type Status, StatusMark } from '#console/ui/status-mark.tsx'
import { type Column, CsvButton, Table } from '#console/ui/table.tsx'
import { needsSomething, statusOf } from '#slices/adoption/console/look.ts'
import type { TeamUse } from '#slices/adoption/console/shapes.ts'
import { adoptionWords } from '#slices/adoption/console/words.ts'
import { type ReviewedTeam, tellsApart } from '#slices/quality/console/picture.ts'
import { qualityWords } from '#slices/quality/console/words.ts'
import type { Overview } from '../pages/overview-data.ts'
import type { Divergence, Flags, Names } from '../pages/overview-decisions.ts'
import { partWords } from './overview-words.ts'

type Verdict = ReviewedTeam['verdict']

type Row = {
  team: string
  use: TeamUse | undefined
  verdict: Verdict | undefined
  /** Figures in which it is flagged. */
  flagged: string[]
  /** Null: not known. */
  alarms: number | null
  waiting: number | null
}

const looks: { [verdict in Verdict]: Status } = { differs: 'act', watch: 'watch', as_expected: 'ok', too_few: 'none', not_adjusted: 'none' }
const worstFirst: Verdict[] = ['differs', 'watch', 'as_expected', 'not_adjusted', 'too_few']

function verdictOf(divergence: Divergence | undefined, id: string): Verdict | undefined {
  const told = divergence?.measures.filter(tellsApart) ?? []
  const own = told.flatMap(({ teams }) => teams.filter(({ team }) => team === id).map(({ verdict }) => verdict))
  return worstFirst.find((verdict) => own.includes(verdict))
}

const needsAttention = ({ use, flagged, alarms }: Row) => (use ? needsSomething(use) : false) || flagged.length > 0 || (alarms ?? 0) > 0

const isKnown = ({ use, verdict }: Row) => use !== undefined || verdict !== undefined
const placeOf = (row: Row) => [needsAttention, isKnown, () => true].findIndex((isSo) => isSo(row))

/** A row for each team: those that need attention first, then those of which anything is known, each by name. */
function rowsOf({ teams, overview: { known, waiting }, flags, names }: Omit<TeamsCardProps, 'about'>): Row[] {
  const rows = teams.map(
    ({ id }): Row => ({
      team: id,
      use: known.adoption?.teams.find(({ team }) => team === id),
      verdict: verdictOf(known.quality, id),
      flagged: (flags.get(id) ?? []).map(({ measure }) => names.measure(measure)),
      alarms: known.alarms ? known.alarms.filter((alarm) => alarm.team === id && alarm.state === 'open').length : null,
      waiting: waiting.data ? (waiting.data.byTeam.find(({ team }) => team === id)?.open ?? 0) : null,
    }),
  )
  return rows.sort((one, other) => placeOf(one) - placeOf(other) || names.team(one.team).localeCompare(names.team(other.team)))
}

const verdictText = ({ verdict }: Row) => (verdict ? qualityWords.verdicts(verdict) : partWords.notKnown)
const stateText = ({ use }: Row) => (use ? adoptionWords.states(use.state) : partWords.notKnown)
const missing = <span className="text-ink-2">{'–'}</span>

const columnsOf = (names: Names): Column<Row>[] => [
  {
    id: 'team',
    head: partWords.team,
    cell: ({ team }) => (
      <Link to="/weeks" search={{ team }} look="ink" data-row>
        {names.team(team)}
      </Link>
    ),
    value: ({ team }) => names.team(team),
  },
  {
    id: 'use',
    head: partWords.use,
    cell: (row) =>
      row.use ? (
        <StatusMark status={statusOf(row.use.state)} text={<span className="whitespace-nowrap">{stateText(row)}</span>} />
      ) : (
        missing
      ),
    value: stateText,
  },
  {
    id: 'quality',
    head: partWords.quality,
    cell: (row) =>
      row.verdict ? (
        <span className="grid justify-items-start">
          <StatusMark status={looks[row.verdict]} text={<span className="whitespace-nowrap">{verdictText(row)}</span>} />
          {row.flagged.length > 0 ? <span className="text-meta text-ink-2">{row.flagged.join(', ')}</span> : null}
        </span>
      ) : (
        missing
      ),
    value: (row) => [verdictText(row), ...row.flagged].join(', '),
  },
  { id: 'alarms', head: partWords.alarms, cell: ({ alarms }) => alarms ?? missing, value: ({ alarms }) => alarms, isNumber: true },
  {
    id: 'waiting',
    head: partWords.waiting,
    cell: ({ waiting }) => waiting ?? missing,
    value: ({ waiting }) => waiting,
    isNumber: true,
  },
]

type TeamsCardProps = { teams: { id: string }[]; overview: Overview; flags: Flags; names: Names; about: About[] }

/** All teams, each by itself. */
export function TeamsCard({ teams, overview, flags, names, about }: TeamsCardProps) {
  const columns = columnsOf(names)
  const { rows, pages, more } = useFirstRows(rowsOf({ teams, overview, flags, names }))
  return (
    <Card
      title={partWords.teamsTitle}
      subtitle={partWords.teamsSubtitle}
      isFlush
      actions={<CsvButton name="overview-teams" columns={columns} rows={rows} about={about} pages={pages} />}
    >
      <Table caption={partWords.teamsTitle} isCaptionHidden columns={columns} rows={rows} rowKey={({ team }) => team} />
      {more}
    </Card>
  )
}
