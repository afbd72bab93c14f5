import { useCall } from '#console/query.ts'
import { Card } from '#console/ui/card.tsx'
import { CodeBlock } from '#console/ui/code-block.tsx'
import { Disclosure } from '#console/ui/disclosure.tsx'
import { FactList } from '#console/ui/fact-list.tsx'
import { ErrorState, Skeleton } from '#console/ui/states.tsx'
import { getEvidence } from '../contract.ts'
import { drillWords } from './words.ts'

/** What a drill proves, for a gate. */
export function EvidenceCard({ drill }: { drill: string }) {
  const evidence = useCall(getEvidence, { drill })
  return (
    <Card title={drillWords.evidenceTitle}>
      {evidence.isPending ? <Skeleton lines={3} /> : null}
      {evidence.isError ? <ErrorState error={evidence.error} onRetry={() => void evidence.refetch()} /> : null}
      {evidence.data ? (
        <div className="grid gap-3">
          <p>{evidence.data.says}</p>
          <FactList
            facts={[
              { name: drillWords.evidenceOn, value: evidence.data.on },
              { name: drillWords.evidenceHours, value: evidence.data.wasInBusinessHours ? drillWords.yes : drillWords.no },
              { name: drillWords.evidenceDigest, value: evidence.data.digest },
            ]}
          />
          <Disclosure label={drillWords.copyEvidence}>
            <CodeBlock label={drillWords.evidenceTitle} code={JSON.stringify(evidence.data, null, 2)} />
          </Disclosure>
        </div>
      ) : null}
    </Card>
  )
}
