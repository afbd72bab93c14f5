import { useNavigate, useParams } from '@tanstack/react-router'
import { Download, MoreHorizontal, Pencil, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { useKeys } from '#console/keys.ts'
import { useLiveRefresh } from '#console/live.ts'
import { useCall } from '#console/query.ts'
import { useMay } from '#console/shell/me.tsx'
import { Button, IconButton } from '#console/ui/button.tsx'
import { download } from '#console/ui/csv.ts'
import { Menu } from '#console/ui/menu.tsx'
import { PageHeader } from '#console/ui/page-header.tsx'
import { Skeleton } from '#console/ui/states.tsx'
import { StatusMark } from '#console/ui/status-mark.tsx'
import { TimeAgo } from '#console/ui/time-ago.tsx'
import { listTeams } from '#slices/identity/contract.ts'
import { type Act, ActDialog } from '#slices/policy/console/acts.tsx'
import { CriteriaCard, InputsCard, ParametersCard } from '#slices/policy/console/criteria.tsx'
import { ExamplesCard } from '#slices/policy/console/examples.tsx'
import { StandardFailed } from '#slices/policy/console/standard-failed.tsx'
import { StandardState } from '#slices/policy/console/standards-table.tsx'
import { TuningsCard } from '#slices/policy/console/tunings.tsx'
import type { Standard } from '#slices/policy/console/types.ts'
import { VersionsCard } from '#slices/policy/console/versions.tsx'
import { policyWords } from '#slices/policy/console/words.ts'
import { getStandard } from '#slices/policy/contract.ts'
import { NewestDecisions } from './policy-decisions.tsx'

/** One standard: what holds, what teams may tune, what it was tried on, and how it came to be. */
export function StandardPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const standard = useCall(getStandard, { id })
  const mayWrite = useMay()('standards:write')
  useLiveRefresh('change', 'policy')
  if (standard.isPending) return <Skeleton lines={10} />
  if (standard.isError) return <StandardFailed id={id} error={standard.error} mayWrite={mayWrite} onRetry={() => void standard.refetch()} />
  return <Full standard={standard.data} />
}

function Full({ standard }: { standard: Standard }) {
  const may = useMay()
  const mayWrite = may('standards:write')
  const [act, setAct] = useState<Act | null>(null)
  const teams = useCall(listTeams, { limit: 200 }, { staleTime: 60_000 })
  const names = new Map(teams.data?.items.map((team) => [team.id, team.name]))
  const tunable = (teams.data?.items ?? []).filter((team) => may('tuning:write', team.id))
  const { criteria } = standard
  return (
    <>
      <PageHeader
        title={standard.title}
        question={policyWords.standardQuestion(standard.title)}
        answer={answerOf(standard)}
        meta={<Meta standard={standard} />}
        actions={<Acts standard={standard} mayWrite={mayWrite} onAct={setAct} />}
      />
      {standard.about ? <p className="max-w-[72ch]">{standard.about}</p> : null}
      {standard.hasDraft && standard.state === 'published' ? <DraftWaits standard={standard} mayWrite={mayWrite} onAct={setAct} /> : null}
      <div className="grid items-start gap-4 wide:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="grid min-w-0 gap-4">
          <CriteriaCard criteria={criteria} />
          <ExamplesCard examples={standard.examples} />
        </div>
        <div className="grid min-w-0 gap-4">
          <ParametersCard criteria={criteria} />
          <InputsCard criteria={criteria} />
        </div>
      </div>
      <TuningsCard standard={standard} tunable={tunable} nameOf={(team) => names.get(team) ?? team} />
      <NewestDecisions decisionType={standard.id} />
      <VersionsCard standard={standard} onRollBack={mayWrite ? ({ version }) => setAct({ kind: 'roll-back', version }) : undefined} />
      {act === null ? null : <ActDialog standard={standard} act={act} onClose={() => setAct(null)} />}
    </>
  )
}

function answerOf({ criteria, state }: Standard): string {
  if (state !== 'published') return policyWords.notInForce
  const rules = { autonomous: 0, review: 0, human_only: 0 }
  for (const rule of criteria.rules) rules[rule.tier]++
  return policyWords.standardAnswer(rules, policyWords.otherwiseWords(criteria.otherwise.tier))
}

function Meta({ standard }: { standard: Standard }) {
  const { published, versions } = standard
  const shown = versions.find((version) => version.version === published) ?? versions[0]
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
      {published === null ? (
        <StandardState state={standard.state} />
      ) : (
        <StatusMark isPlain status="ok" text={policyWords.inForce(published)} />
      )}
      <span>{standard.id}</span>
      {shown ? <TimeAgo at={shown.publishedAt ?? shown.madeAt} /> : null}
    </span>
  )
}

type ActsProps = { standard: Standard; mayWrite: boolean; onAct: (act: Act) => void }

function Acts({ standard, mayWrite, onAct }: ActsProps) {
  const navigate = useNavigate()
  const edit = () => void navigate({ to: `/policy/${standard.id}/edit` as '/' })
  useKeys(mayWrite ? [{ keys: 'e', label: policyWords.edit, run: edit }] : [])
  const save = () => download(`${standard.id}.yaml`, standard.publishedText ?? standard.text, 'application/yaml')
  const withdrawEntry = { label: policyWords.withdrawAct, icon: Undo2, onSelect: () => onAct({ kind: 'withdraw' }) }
  return (
    <>
      {mayWrite ? (
        <Button icon={Pencil} keyHint="e" onClick={edit}>
          {standard.hasDraft ? policyWords.openDraft : policyWords.edit}
        </Button>
      ) : null}
      {mayWrite && standard.hasDraft && standard.state !== 'published' ? (
        <Button variant="primary" onClick={() => onAct({ kind: 'publish', version: standard.latest })}>
          {policyWords.publishDraft}
        </Button>
      ) : null}
      <Menu
        trigger={<IconButton label={policyWords.more} icon={MoreHorizontal} variant="plain" />}
        entries={[
          { label: policyWords.exportYaml, icon: Download, onSelect: save },
          ...(mayWrite && standard.state === 'published' ? [withdrawEntry] : []),
        ]}
      />
    </>
  )
}

function DraftWaits({ standard, mayWrite, onAct }: ActsProps) {
  const reason = standard.versions[0]?.reason ?? ''
  return (
    <div className="flex flex-wrap items-center justify-between gap-2 rounded-l border border-line bg-card px-4 py-3">
      <p className="min-w-0">
        <StatusMark isPlain status="info" text={policyWords.draftWaits(standard.latest)} />
        <span className="block text-ink-2">{policyWords.draftWaitsText(reason)}</span>
      </p>
      {mayWrite ? (
        <Button variant="primary" onClick={() => onAct({ kind: 'publish', version: standard.latest })}>
          {policyWords.publishDraft}
        </Button>
      ) : null}
    </div>
  )
}
