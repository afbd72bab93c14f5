import { dayAndTime } from '#console/messages/formats.ts'
import { useCall } from '#console/query.ts'
import { Button } from '#console/ui/button.tsx'
import { Card } from '#console/ui/card.tsx'
import { Disclosure } from '#console/ui/disclosure.tsx'
import { ErrorState, Skeleton } from '#console/ui/states.tsx'
import { StatusMark } from '#console/ui/status-mark.tsx'
import { TimeAgo } from '#console/ui/time-ago.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import { listScenarios, type readiness } from '../contract.ts'
import type { Scenario } from './look.ts'
import { drillWords } from './words.ts'

type Ready = OutputOf<typeof readiness>

type CatalogueProps = { ready: Ready | undefined; onStart?: (scenario: Scenario) => void }

/** What can be made to fail, what then happens, and when it was last tried. */
export function Catalogue({ ready, onStart }: CatalogueProps) {
  const scenarios = useCall(listScenarios, {}, { staleTime: 60_000 })
  return (
    <Card title={drillWords.catalogueTitle} subtitle={drillWords.catalogueHint}>
      {scenarios.isPending ? <Skeleton lines={6} /> : null}
      {scenarios.isError ? <ErrorState error={scenarios.error} onRetry={() => void scenarios.refetch()} /> : null}
      <div className="grid gap-4">
        {ready && !ready.isOpenNow ? (
          <p>
            <StatusMark isPlain status="info" text={closedText(ready)} />
          </p>
        ) : null}
        <ul className="grid gap-4 wide:grid-cols-2">
          {scenarios.data?.items.map((scenario) => (
            <li key={scenario.id} className="grid content-start gap-2 rounded-m border border-line p-3">
              <One scenario={scenario} ready={ready} onStart={onStart} />
            </li>
          ))}
        </ul>
      </div>
    </Card>
  )
}

const closedText = ({ opensAt }: Ready) => (opensAt ? drillWords.notOpen(dayAndTime(new Date(opensAt))) : drillWords.neverOpen)

function One({ scenario, ready, onStart }: { scenario: Scenario; ready: Ready | undefined; onStart?: (scenario: Scenario) => void }) {
  const last = ready?.last.find((one) => one.scenario === scenario.id)
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="font-strong">{scenario.title}</h3>
        {onStart ? (
          <Button
            size="small"
            aria-label={drillWords.startOf(scenario.title)}
            disabled={Boolean(ready?.running)}
            onClick={() => onStart(scenario)}
          >
            {drillWords.start}
          </Button>
        ) : null}
      </div>
      <p>{scenario.about}</p>
      <p className="text-meta text-ink-2">
        {drillWords.lastRun}: {last?.startedAt ? <TimeAgo at={last.startedAt} /> : drillWords.never}
      </p>
      <Disclosure label={drillWords.stopsWhen}>
        <ul className="grid list-disc gap-1 ps-5">
          {scenario.stopsWhen.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
        <p>
          {drillWords.containedWhen}: {scenario.containedWhen}
        </p>
      </Disclosure>
    </>
  )
}
