import { Download } from 'lucide-react'
import { count, exactTime } from '#console/messages/formats.ts'
import { useCall } from '#console/query.ts'
import { Card } from '#console/ui/card.tsx'
import { CodeBlock } from '#console/ui/code-block.tsx'
import { Disclosure } from '#console/ui/disclosure.tsx'
import { FactList } from '#console/ui/fact-list.tsx'
import { DownloadLink } from '#console/ui/link.tsx'
import { ErrorState, Skeleton } from '#console/ui/states.tsx'
import { exportLedger, getCheckpoint } from '../contract.ts'
import { VerifyCommands } from './proof.tsx'
import { auditWords } from './words.ts'

/** The newest signed checkpoint, and how to verify it. */
export function Checkpoint() {
  const checkpoint = useCall(getCheckpoint, {})
  return (
    <Card
      title={auditWords.ledgerTitle}
      subtitle={auditWords.ledgerSubtitle}
      actions={
        <DownloadLink href={exportLedger.path} icon={Download} download="ledger.ndjson">
          {auditWords.exportFile}
        </DownloadLink>
      }
    >
      <State checkpoint={checkpoint} />
    </Card>
  )
}

function State({ checkpoint }: { checkpoint: ReturnType<typeof useCall<typeof getCheckpoint>> }) {
  if (checkpoint.isPending) return <Skeleton />
  if (checkpoint.isError) return <ErrorState error={checkpoint.error} onRetry={() => void checkpoint.refetch()} />
  const { size, root, signedAt, verifierKey, note } = checkpoint.data
  const facts = [
    { name: auditWords.size, value: count(size) },
    { name: auditWords.root, value: <span className="font-mono text-meta">{root}</span> },
    { name: auditWords.signedAt, value: signedAt === null ? auditWords.notSigned : exactTime(new Date(signedAt)) },
  ]
  return (
    <div className="grid gap-3">
      {size === 0 ? <p className="text-ink-2">{auditWords.ledgerEmpty}</p> : <FactList facts={facts} />}
      <CodeBlock label={auditWords.publicKey} code={verifierKey} />
      <Disclosure label={auditWords.verifyTitle}>
        <p>{auditWords.verifyText}</p>
        <VerifyCommands />
        {note === null ? null : <CodeBlock label={auditWords.checkpointNote} code={note} />}
      </Disclosure>
    </div>
  )
}
