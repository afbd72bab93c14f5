import { useState } from 'react'
import { useCall } from '#console/query.ts'
import { Button } from '#console/ui/button.tsx'
import { Card } from '#console/ui/card.tsx'
import { Dialog } from '#console/ui/dialog.tsx'
import { ErrorState, Skeleton } from '#console/ui/states.tsx'
import { type Status, StatusMark } from '#console/ui/status-mark.tsx'
import { type Column, Table } from '#console/ui/table.tsx'
import { TimeAgo } from '#console/ui/time-ago.tsx'
import { getVersion } from '../contract.ts'
import { DiffView } from './diff-view.tsx'
import type { Standard, Version } from './types.ts'
import { policyWords } from './words.ts'

const statusOf: { [state in Version['state']]: Status } = { published: 'ok', draft: 'info', withdrawn: 'none' }

type VersionsCardProps = {
  standard: Standard
  /** Puts an earlier version back in force; left out where the reader may not. */
  onRollBack?: (version: Version) => void
}

/** Every text that a standard had: why and when, never by whom. */
export function VersionsCard({ standard, onRollBack }: VersionsCardProps) {
  const [compared, setCompared] = useState<number | null>(null)
  const columns: Column<Version>[] = [
    { id: 'version', head: policyWords.version, cell: (row) => row.version, value: (row) => row.version },
    {
      id: 'state',
      head: policyWords.state,
      cell: (row) => (
        <StatusMark isPlain status={statusOf[row.state]} text={policyWords.versionState(row.state, row.publishedAt !== null)} />
      ),
      value: (row) => policyWords.versionState(row.state, row.publishedAt !== null),
    },
    {
      id: 'why',
      head: policyWords.why,
      cell: (row) => <span className="block min-w-40 max-w-[48ch]">{row.reason}</span>,
      value: (row) => row.reason,
    },
    { id: 'when', head: policyWords.when2, cell: (row) => <TimeAgo at={row.madeAt} isQuiet />, value: (row) => row.madeAt },
    {
      id: 'acts',
      head: '',
      cell: (row) => <VersionActs version={row} inForce={standard.published} onCompare={setCompared} onRollBack={onRollBack} />,
    },
  ]
  return (
    <Card title={policyWords.versionsTitle} subtitle={policyWords.versionsSubtitle} isFlush>
      <Table
        caption={policyWords.versionsCaption}
        isCaptionHidden
        columns={columns}
        rows={standard.versions}
        rowKey={(row) => String(row.version)}
        csv={{ file: `versions-${standard.id}`, about: [policyWords.versionsSubtitle] }}
      />
      {compared === null ? null : <CompareDialog standard={standard} version={compared} onClose={() => setCompared(null)} />}
    </Card>
  )
}

type ActsProps = {
  version: Version
  inForce: number | null
  onCompare: (version: number) => void
  onRollBack?: (version: Version) => void
}

function VersionActs({ version, inForce, onCompare, onRollBack }: ActsProps) {
  if (version.version === inForce) return null
  const canReturn = onRollBack && version.publishedAt !== null
  return (
    <span className="flex flex-wrap justify-end gap-1">
      {inForce === null ? null : (
        <Button
          size="small"
          variant="quiet"
          aria-label={policyWords.compareWith(version.version)}
          onClick={() => onCompare(version.version)}
        >
          {policyWords.compare}
        </Button>
      )}
      {canReturn ? (
        <Button size="small" aria-label={policyWords.rollBackTo(version.version)} onClick={() => onRollBack(version)}>
          {policyWords.rollBack}
        </Button>
      ) : null}
    </span>
  )
}

function CompareDialog({ standard, version, onClose }: { standard: Standard; version: number; onClose: () => void }) {
  const other = useCall(getVersion, { id: standard.id, version }, { staleTime: Number.POSITIVE_INFINITY })
  return (
    <Dialog open onClose={onClose} title={policyWords.compareTitle(version)} width="broad">
      {other.isPending ? <Skeleton /> : null}
      {other.isError ? <ErrorState error={other.error} onRetry={() => void other.refetch()} /> : null}
      {other.data ? (
        <DiffView
          before={standard.publishedText ?? ''}
          after={other.data.text}
          beforeName={policyWords.inForce(standard.published ?? 0)}
          afterName={policyWords.versionShort(version)}
        />
      ) : null}
    </Dialog>
  )
}
