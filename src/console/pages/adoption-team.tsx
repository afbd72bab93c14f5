import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import { useState } from 'react'
import { useKeys } from '#console/keys.ts'
import { later } from '#console/later.tsx'
import { screenWords } from '#console/messages/screens.ts'
import { useCall } from '#console/query.ts'
import { useMay } from '#console/shell/me.tsx'
import { useTeamChoice } from '#console/team-choice.tsx'
import { Button } from '#console/ui/button.tsx'
import { Link } from '#console/ui/link.tsx'
import { PageHeader } from '#console/ui/page-header.tsx'
import { EmptyState, ErrorState, Skeleton } from '#console/ui/states.tsx'
import { isToInvestigate } from '#slices/adoption/console/look.ts'
import type { Adoption, TeamUse } from '#slices/adoption/console/shapes.ts'
import { TeamView } from '#slices/adoption/console/team-view.tsx'
import { adoptionWords, teamUseWords } from '#slices/adoption/console/words.ts'
import { getAdoption } from '#slices/adoption/contract.ts'

const OpenDialog = later(async () => (await import('#slices/quality/console/open-dialog.tsx')).OpenDialog)

const route = getRouteApi('/frame/adoption/$team')

const Back = () => (
  <Link to="/adoption" look="button" icon={ArrowLeft}>
    {teamUseWords.back}
  </Link>
)

/** One team: where it stands, the evidence for and against, and what helps. */
export function AdoptionTeamPage() {
  const { team } = route.useParams()
  const go = useNavigate()
  const adoption = useCall(getAdoption, { team })
  const { teams: known } = useTeamChoice(undefined, 'adoption:read')
  const name = known.find(({ id }) => id === team)?.name ?? team
  useKeys([{ keys: 'Esc', label: teamUseWords.back, run: () => void go({ to: '/adoption' }) }])
  if (adoption.isPending) return <Skeleton lines={8} />
  if (adoption.isError)
    return (
      <>
        <PageHeader title={screenWords.adoption} question={teamUseWords.question(name)} />
        <ErrorState error={adoption.error} onRetry={() => void adoption.refetch()} action={<Back />} />
      </>
    )
  const [use] = adoption.data.teams
  if (use) return <OfTeam key={team} use={use} name={name} adoption={adoption.data} />
  return (
    <>
      <PageHeader title={screenWords.adoption} question={teamUseWords.question(name)} actions={<Back />} />
      <div className="rounded-l border border-line bg-card">
        <EmptyState kind="nothing-yet">{teamUseWords.gone}</EmptyState>
      </div>
    </>
  )
}

type OfTeamProps = { use: TeamUse; name: string; adoption: Adoption }

function OfTeam({ use, name, adoption }: OfTeamProps) {
  const may = useMay()
  const go = useNavigate()
  const [isAsking, setIsAsking] = useState(false)
  const { from, to, peopleMin, rules } = adoption
  const window = from && to ? { from, to } : null
  const canAsk = window !== null && isToInvestigate(use) && may('quality:write', use.team)
  useKeys(canAsk ? [{ keys: 'i', label: teamUseWords.investigate, run: () => setIsAsking(true) }] : [])
  const said = window ? adoptionWords.window(window.from, window.to) : ''
  return (
    <>
      <PageHeader
        title={`${name}, ${screenWords.adoption}`}
        question={teamUseWords.question(name)}
        answer={adoptionWords.tells(use.state)}
        meta={[said, adoptionWords.meta].filter(Boolean).join(' · ')}
        actions={
          <>
            <Back />
            {canAsk ? (
              <Button variant="primary" keyHint="i" onClick={() => setIsAsking(true)}>
                {teamUseWords.investigate}
              </Button>
            ) : null}
          </>
        }
      />
      {use.state === 'not_enough_people' ? (
        <div className="rounded-l border border-line bg-card">
          <EmptyState kind="not-enough-people">{teamUseWords.tooFew(peopleMin)}</EmptyState>
        </div>
      ) : (
        <TeamView team={use} about={[teamUseWords.question(name), teamUseWords.csvAbout(said, rules.version)]} />
      )}
      {isAsking && window ? (
        <OpenDialog
          first={{ team: use.team, question: teamUseWords.questionOf(name, use.state), ...window }}
          teams={[{ id: use.team, name }]}
          measures={[]}
          onClose={() => setIsAsking(false)}
          onOpened={(id) => void go({ to: '/investigations/$id', params: { id } })}
        />
      ) : null}
    </>
  )
}
