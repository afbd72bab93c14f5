import { Plus } from 'lucide-react'
import { useState } from 'react'
import { later } from '#console/later.tsx'
import { screenWords } from '#console/messages/screens.ts'
import { useCallPages } from '#console/query.ts'
import { useMay } from '#console/shell/me.tsx'
import { Button } from '#console/ui/button.tsx'
import { Card } from '#console/ui/card.tsx'
import { PageHeader } from '#console/ui/page-header.tsx'
import { Pager } from '#console/ui/pager.tsx'
import { EmptyState, ErrorState, Skeleton } from '#console/ui/states.tsx'
import { type Column, CsvButton, Table } from '#console/ui/table.tsx'
import { settingsWords } from '#slices/identity/console/settings-words.ts'
import type { Team } from '#slices/identity/console/team-dialog.tsx'
import { listTeams } from '#slices/identity/contract.ts'

const TeamDialog = later(async () => (await import('#slices/identity/console/team-dialog.tsx')).TeamDialog)

type Open = { team?: Team } | null

const plain = (): Column<Team>[] => [
  { id: 'name', head: settingsWords.teamName, cell: (row) => row.name, value: (row) => row.name },
  { id: 'id', head: settingsWords.teamId, cell: (row) => row.id, value: (row) => row.id },
  {
    id: 'department',
    head: settingsWords.department,
    cell: (row) => row.department ?? settingsWords.noDepartment,
    value: (row) => row.department,
  },
  { id: 'timeZone', head: settingsWords.timeZone, cell: (row) => row.timeZone, value: (row) => row.timeZone },
  { id: 'lead', head: settingsWords.lead, cell: (row) => row.lead?.name ?? settingsWords.noLead, value: (row) => row.lead?.name },
]

/** The teams that AI agents work for. */
export function TeamsPage() {
  const may = useMay()
  const [open, setOpen] = useState<Open>(null)
  const teams = useCallPages(listTeams, {})
  const add = may('teams:write') ? () => setOpen({}) : undefined
  return (
    <>
      <PageHeader
        title={screenWords.teams}
        question={settingsWords.teamsQuestion}
        answer={teams.items.length > 0 && !teams.hasMore ? settingsWords.teamsAnswer(teams.items.length) : undefined}
        meta={settingsWords.teamsMeta}
        actions={
          <>
            <CsvButton name="teams" columns={plain()} rows={teams.items} about={[settingsWords.teamsCaption]} pages={teams} />
            {add ? (
              <Button icon={Plus} variant="primary" onClick={add}>
                {settingsWords.addTeam}
              </Button>
            ) : null}
          </>
        }
      />
      <Card isFlush>
        <Rows teams={teams} onAdd={add} onChange={may('teams:write') ? (team) => setOpen({ team }) : undefined} />
      </Card>
      {open ? <TeamDialog team={open.team} mayReadPeople={may('people:read')} onClose={() => setOpen(null)} /> : null}
    </>
  )
}

type RowsProps = { teams: ReturnType<typeof useCallPages<typeof listTeams>>; onAdd?: () => void; onChange?: (team: Team) => void }

function Rows({ teams, onAdd, onChange }: RowsProps) {
  if (teams.isPending) return <Skeleton lines={6} />
  if (teams.isError) return <ErrorState error={teams.error} onRetry={teams.retry} />
  if (teams.items.length === 0)
    return (
      <EmptyState kind="nothing-yet" action={onAdd ? <Button onClick={onAdd}>{settingsWords.addTeam}</Button> : undefined}>
        {settingsWords.teamsEmpty}
      </EmptyState>
    )
  const change = (team: Team) => (
    <Button size="small" aria-label={settingsWords.changeTeam(team.name)} onClick={() => onChange?.(team)}>
      {settingsWords.change}
    </Button>
  )
  const columns = onChange ? [...plain(), { id: 'acts', head: settingsWords.change, cell: change }] : plain()
  return (
    <>
      <Table caption={settingsWords.teamsCaption} isCaptionHidden columns={columns} rows={teams.items} rowKey={(row) => row.id} />
      <Pager shown={teams.items.length} hasMore={teams.hasMore} isLoading={teams.isLoadingMore} onMore={teams.more} />
    </>
  )
}
