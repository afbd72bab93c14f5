import type { ReactNode } from 'react'
import { exactTime } from '#console/messages/formats.ts'
import { Card } from '#console/ui/card.tsx'
import { FactList } from '#console/ui/fact-list.tsx'
import { StatusMark } from '#console/ui/status-mark.tsx'
import type { Detail } from './answer.tsx'
import { decisionWords } from './words.ts'

type OnRecordProps = { decision: Detail; standardLink: ReactNode; aiAgentLink: ReactNode }

/** Who asked, in which run, under which version, and what came of it. */
export function OnRecord({ decision, standardLink, aiAgentLink }: OnRecordProps) {
  const { standard, occurredAt } = decision
  const facts = [
    { name: decisionWords.aiAgent, value: aiAgentLink },
    { name: decisionWords.team, value: decision.team },
    { name: decisionWords.deployment, value: decision.deployment ?? decisionWords.noDeployment },
    {
      name: decisionWords.standard,
      value: standard ? (
        <>
          {standardLink}, {decisionWords.version(standard.version)}
        </>
      ) : (
        decisionWords.noStandard
      ),
    },
    { name: decisionWords.run, value: decision.run },
    { name: decisionWords.call, value: decision.call },
    { name: decisionWords.recorded, value: exactTime(new Date(decision.recordedAt)) },
    ...(occurredAt === null ? [] : [{ name: decisionWords.occurredAt, value: exactTime(new Date(occurredAt)) }]),
    { name: decisionWords.executionTitle, value: <Execution execution={decision.execution} /> },
    { name: decisionWords.outcome, value: <Outcome outcome={decision.outcome} /> },
  ]
  return (
    <Card title={decisionWords.factsTitle}>
      <FactList facts={facts} />
    </Card>
  )
}

function Execution({ execution }: { execution: Detail['execution'] }) {
  if (!execution) return decisionWords.notExecuted
  const basis = execution.basis === 'autonomous' ? decisionWords.executedAlone : decisionWords.executedApproved
  return `${decisionWords.executed} ${basis}, ${exactTime(new Date(execution.consumedAt))}`
}

const results = {
  succeeded: { status: 'ok' as const, text: () => decisionWords.outcomeSucceeded },
  failed: { status: 'watch' as const, text: () => decisionWords.outcomeFailed },
  not_executed: { status: 'none' as const, text: () => decisionWords.outcomeNot },
}

function Outcome({ outcome }: { outcome: Detail['outcome'] }) {
  if (!outcome) return decisionWords.noOutcome
  const { status, text } = results[outcome.result]
  return (
    <span className="grid justify-items-start gap-1">
      <StatusMark status={status} text={text()} isPlain />
      {outcome.detail ? <span className="text-ink-2">{outcome.detail}</span> : null}
    </span>
  )
}
