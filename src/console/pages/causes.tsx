import { getRouteApi } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useKeys } from '#console/keys.ts'
import { later } from '#console/later.tsx'
import { useLiveRefresh } from '#console/live.ts'
import { screenWords } from '#console/messages/screens.ts'
import { useCallPages } from '#console/query.ts'
import { useMay, useMe } from '#console/shell/me.tsx'
import { TeamSelect, useTeamChoice } from '#console/team-choice.tsx'
import { Button } from '#console/ui/button.tsx'
import { Card } from '#console/ui/card.tsx'
import { PageHeader } from '#console/ui/page-header.tsx'
import { SegmentedControl } from '#console/ui/segmented-control.tsx'
import { CsvButton } from '#console/ui/table.tsx'
import { type Cause, CauseList, causeColumns } from '#slices/exceptions/console/cause-list.tsx'
import { causeWords } from '#slices/exceptions/console/cause-words.ts'
import { ReasonCounts } from '#slices/exceptions/console/reason-counts.tsx'
import { listCauses } from '#slices/exceptions/contract.ts'

const CauseDialog = later(async () => (await import('#slices/exceptions/console/cause-dialog.tsx')).CauseDialog)

const route = getRouteApi('/frame/review/causes')

/** What keeps sending cases to people, and why people decided otherwise. */
export function CausesPage() {
  const { team, shown } = route.useSearch()
  const navigate = route.useNavigate()
  const me = useMe()
  const may = useMay()
  const choice = useTeamChoice(team, 'exceptions:read')
  const nameOfTeam = (id: string) => choice.teams.find((one) => one.id === id)?.name ?? id
  const isClosed = shown === 'mended'
  const causes = useCallPages(listCauses, { team, limit: 50, ...(isClosed ? { closed: 'true' as const } : {}) }, { keepPrevious: true })
  const [isNaming, setIsNaming] = useState(false)
  useLiveRefresh('exceptions', 'exceptions')
  const mayNameForAll = me.rights['causes:write'] === 'all'
  const name = may('causes:write') ? () => setIsNaming(true) : undefined
  useKeys(name ? [{ keys: 'a', label: causeWords.name, run: name }] : [])
  return (
    <>
      <PageHeader
        title={screenWords.causes}
        question={causeWords.question}
        answer={causes.isPending || causes.isError || isClosed || causes.hasMore ? undefined : answerOf(causes.items)}
        meta={causeWords.meta}
        actions={
          <>
            <TeamSelect
              choice={choice}
              all
              asked={team}
              onChoose={(id) => void navigate({ search: (before) => ({ ...before, team: id }), replace: true })}
            />
            {name ? (
              <Button icon={Plus} variant="primary" keyHint="a" onClick={name}>
                {causeWords.name}
              </Button>
            ) : null}
          </>
        }
      />
      <Card
        title={causeWords.title}
        isFlush
        actions={
          <>
            <SegmentedControl
              label={causeWords.shown}
              options={[
                { value: 'open' as const, label: causeWords.open },
                { value: 'mended' as const, label: causeWords.closed },
              ]}
              value={isClosed ? 'mended' : 'open'}
              onChange={(next) =>
                void navigate({ search: (before) => ({ ...before, shown: next === 'open' ? undefined : next }), replace: true })
              }
            />
            <CsvButton name="causes" columns={causeColumns(nameOfTeam)} rows={causes.items} about={[causeWords.title]} pages={causes} />
          </>
        }
      >
        <CauseList
          causes={causes}
          isClosed={isClosed}
          nameOfTeam={nameOfTeam}
          mayWrite={(of) => (of === null ? mayNameForAll : may('causes:write', of))}
          onName={name}
        />
      </Card>
      <ReasonCounts team={team} />
      {isNaming ? (
        <CauseDialog
          teams={choice.teams.filter((one) => may('causes:write', one.id))}
          mayNameForAll={mayNameForAll}
          onClose={() => setIsNaming(false)}
        />
      ) : null}
    </>
  )
}

function answerOf(causes: Cause[]): string {
  if (causes.length === 0) return causeWords.answerNone
  return causeWords.answer(
    causes.length,
    causes.reduce((sum, one) => sum + one.openItems, 0),
  )
}
