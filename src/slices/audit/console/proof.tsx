import { Download } from 'lucide-react'
import { useCall } from '#console/query.ts'
import { Button } from '#console/ui/button.tsx'
import { Card } from '#console/ui/card.tsx'
import { CodeBlock } from '#console/ui/code-block.tsx'
import { download } from '#console/ui/csv.ts'
import { Disclosure } from '#console/ui/disclosure.tsx'
import { FactList } from '#console/ui/fact-list.tsx'
import { ErrorState, Skeleton } from '#console/ui/states.tsx'
import { StatusMark } from '#console/ui/status-mark.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import { getProof } from '../contract.ts'
import { auditWords } from './words.ts'

type Found = OutputOf<typeof getProof>
type ProofProps = { source: 'decisions' | 'audit'; seq: number }

const LOOK_AGAIN_MS = 2_000

/** Whether a record is in the signed tree, and everything that somebody needs to check it without us. */
export function Proof({ source, seq }: ProofProps) {
  const known = useCall(getProof, { source, seq })
  const isWaiting = known.data?.state === 'waiting'
  const proof = useCall(getProof, { source, seq }, { refetchInterval: isWaiting ? LOOK_AGAIN_MS : false })
  return (
    <Card title={auditWords.proofTitle}>
      <ProofState proof={proof} name={`${source}-${seq}`} />
    </Card>
  )
}

function ProofState({ proof, name }: { proof: ReturnType<typeof useCall<typeof getProof>>; name: string }) {
  if (proof.isPending) return <Skeleton />
  if (proof.isError) return <ErrorState error={proof.error} onRetry={() => void proof.refetch()} />
  if (proof.data.state === 'waiting')
    return (
      <div role="status" className="grid justify-items-start gap-2">
        <StatusMark status="info" text={auditWords.waiting} />
        <p className="text-ink-2">{auditWords.waitingText}</p>
      </div>
    )
  return <InTree proof={proof.data} name={name} />
}

/** The signed note is text: origin, size, root, then signatures. */
const rootOf = (note: string | null) => note?.split('\n')[2] ?? ''

function InTree({ proof, name }: { proof: Found; name: string }) {
  const facts = [
    { name: auditWords.entryHash, value: <span className="font-mono text-meta">{proof.leafHash}</span> },
    { name: auditWords.signedRoot, value: <span className="font-mono text-meta">{rootOf(proof.note)}</span> },
  ]
  return (
    <div className="grid gap-3">
      <span role="status">
        <StatusMark status="ok" text={auditWords.inTree(proof.leafIndex ?? 0, proof.size ?? 0)} />
      </span>
      <p className="text-ink-2">{auditWords.proofText}</p>
      <FactList facts={facts} />
      <Disclosure label={auditWords.showProof}>
        <CodeBlock label={auditWords.entry} code={proof.entry ?? ''} />
        <CodeBlock label={auditWords.pathCount(proof.path.length)} code={proof.path.join('\n')} />
        <CodeBlock label={auditWords.checkpointNote} code={proof.note ?? ''} />
        <span>
          <Button icon={Download} onClick={() => download(`proof-${name}.json`, JSON.stringify(proof, null, 2), 'application/json')}>
            {auditWords.download}
          </Button>
        </span>
      </Disclosure>
      <Disclosure label={auditWords.howTo}>
        <p>{auditWords.howToText}</p>
        <VerifyCommands />
      </Disclosure>
    </div>
  )
}

const commands = [
  'npx pilotage ledger export --out ledger.ndjson',
  'npx pilotage ledger public-key > ledger-key.txt',
  'npx pilotage ledger verify ledger.ndjson --key-file ledger-key.txt',
]

/** The commands that verify the whole ledger without a server. */
export function VerifyCommands() {
  return <CodeBlock label={auditWords.verifyCommand} code={commands.join('\n')} />
}
