import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { later } from '#console/later.tsx'
import { screenWords } from '#console/messages/screens.ts'
import { useCall } from '#console/query.ts'
import { useRowWalk } from '#console/row-walk.ts'
import { useMay, useMe } from '#console/shell/me.tsx'
import { useTeamChoice } from '#console/team-choice.tsx'
import { Button } from '#console/ui/button.tsx'
import { Link } from '#console/ui/link.tsx'
import { PageHeader } from '#console/ui/page-header.tsx'
import { EmptyState, ErrorState, Skeleton } from '#console/ui/states.tsx'
import { answerOf, hiddenIn, inOrder, isToInvestigate } from '#slices/adoption/console/look.ts'
import { RulesCard } from '#slices/adoption/console/rules.tsx'
import type { Adoption, TeamUse } from '#slices/adoption/console/shapes.ts'
import { TeamList } from '#slices/adoption/console/team-list.tsx'
import { adoptionWords, teamUseWords } from '#slices/adoption/console/words.ts'
import { getAdoption } from '#slices/adoption/contract.ts'
import type { Asking } from '#slices/quality/console/open-dialog.tsx'
import { getSuggestionConfidence, listConfidence } from '#slices/usage/contract.ts'

const OpenDialog = later(async () => (await import('#slices/quality/console/open-dialog.tsx')).OpenDialog)
const RulesDialog = later(async () => (await import('#slices/adoption/console/rules-dialog.tsx')).RulesDialog)

/** Who uses it, who quietly avoids it, and what helps: team by team. */
export function AdoptionPage() {
  const may = useMay()
  const adoption = useCall(getAdoption, {})
  const { teams: known } = useTeamChoice(undefined, 'adoption:read')
  const nameOf = (id: string) => known.find((team) => team.id === id)?.name ?? id
  const { data } = adoption
  const together = useTogether(data !== undefined && data.teams.length > 0 && hiddenIn(data) === data.teams.length)
  return (
    <>
      <PageHeader
        title={screenWords.adoption}
        question={adoptionWords.question}
        answer={data && [answerOf(data, nameOf), together].filter(Boolean).join(' ')}
        meta={data ? metaOf(data) : adoptionWords.meta}
        actions={
          <>
            {may('measures:read') ? (
              <Link to="/confidence" look="button">
                {adoptionWords.byConfidence}
              </Link>
            ) : null}
            <Link to="/revisits" look="button">
              {screenWords.revisits}
            </Link>
          </>
        }
      />
      {adoption.isPending ? <Skeleton lines={8} /> : null}
      {adoption.isError ? <ErrorState error={adoption.error} onRetry={() => void adoption.refetch()} /> : null}
      {data ? <Teams adoption={data} nameOf={nameOf} /> : null}
    </>
  )
}

const unsureBelow = 0.3
const sureFrom = 0.7

/** What became of suggestions in all teams together, where no team is large enough to be told of. */
function useTogether(isWanted: boolean): string | undefined {
  const known = useCall(listConfidence, {}, { enabled: isWanted })
  const aiAgent = known.data?.items.find(({ hasSuggestions }) => hasSuggestions)?.aiAgent
  const suggestions = useCall(getSuggestionConfidence, { aiAgent: aiAgent ?? '' }, { enabled: aiAgent !== undefined })
  const { found, quarter } = suggestions.data ?? {}
  if (!aiAgent || !quarter || !found || found.share === null) return undefined
  const shareIn = (bins: typeof found.bins) => {
    const answered = bins.reduce((sum, bin) => sum + bin.answered, 0)
    return answered === 0 ? null : bins.reduce((sum, bin) => sum + bin.accepted, 0) / answered
  }
  return adoptionWords.together({
    aiAgent,
    quarter,
    share: found.share,
    of: found.answered,
    unsure: shareIn(found.bins.filter(({ to }) => to <= unsureBelow)),
    sure: shareIn(found.bins.filter(({ from }) => from >= sureFrom)),
  })
}

/** The window, who is not in it, and about whom it is. */
function metaOf(adoption: Adoption): string {
  const { from, to, peopleMin } = adoption
  const hidden = hiddenIn(adoption)
  return [from && to ? adoptionWords.window(from, to) : '', hidden > 0 ? adoptionWords.hidden(hidden, peopleMin) : '', adoptionWords.meta]
    .filter(Boolean)
    .join(' · ')
}

function Teams({ adoption, nameOf }: { adoption: Adoption; nameOf: (id: string) => string }) {
  const may = useMay()
  const mayChange = useMe().rights['adoption:write'] === 'all'
  const go = useNavigate()
  const [asking, setAsking] = useState<Asking | null>(null)
  const [isChanging, setIsChanging] = useState(false)
  const place = useRowWalk<HTMLDivElement>({ next: adoptionWords.next, previous: adoptionWords.previous })
  const { from, to, rules, peopleMin, teams } = adoption
  const writable = teams.filter(({ team }) => may('quality:write', team)).map(({ team }) => ({ id: team, name: nameOf(team) }))
  const ask = ({ team, state }: TeamUse) =>
    from && to && setAsking({ team, question: teamUseWords.questionOf(nameOf(team), state), from, to })
  const acts = (row: TeamUse) =>
    isToInvestigate(row) && writable.some(({ id }) => id === row.team) ? (
      <Button size="small" onClick={() => ask(row)} aria-label={adoptionWords.investigateOf(nameOf(row.team))}>
        {teamUseWords.investigate}
      </Button>
    ) : null
  return (
    <div ref={place} className="grid gap-4">
      {teams.length > 0 ? (
        <TeamList
          teams={inOrder(teams, nameOf)}
          nameOf={nameOf}
          link={(team) => (
            <Link to="/adoption/$team" params={{ team }} look="ink" data-row>
              {nameOf(team)}
            </Link>
          )}
          acts={acts}
          about={[metaOf(adoption), teamUseWords.csvAbout(from && to ? adoptionWords.window(from, to) : '', rules.version)]}
        />
      ) : (
        <div className="rounded-l border border-line bg-card">
          <EmptyState kind="nothing-yet">{adoptionWords.empty}</EmptyState>
        </div>
      )}
      <RulesCard rules={rules} peopleMin={peopleMin} onChange={mayChange ? () => setIsChanging(true) : undefined} />
      {isChanging ? <RulesDialog rules={rules} onClose={() => setIsChanging(false)} /> : null}
      {asking ? (
        <OpenDialog
          first={asking}
          teams={writable}
          measures={[]}
          onClose={() => setAsking(null)}
          onOpened={(id) => void go({ to: '/investigations/$id', params: { id } })}
        />
      ) : null}
    </div>
  )
}
