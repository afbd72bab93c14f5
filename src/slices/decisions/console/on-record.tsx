import type { ReactNode } from 'react'
import { exactTime } from '#console/messages/formats.ts'
import { Card } from '#console/ui/card.tsx'
import { FactList } from '#console/ui/fact-list.tsx'
import { StatusMark } from '#console/ui/status-mark.tsx'
import type { Detail } from './answer.tsx'
import { detailWords } from './detail-words.ts'
import { decisionWords } from './words.ts'

type OnRecordProps = {
  decision: Detail
  teamName: string
  standardLink: ReactNode
  aiAgentLink: ReactNode
  /** Where the conversation that it is about stands; left out where there is none to open. */
  conversationLink?: ReactNode
}

/** Who asked, in which run, under which version, and what came of it. */
export function OnRecord({ decision, teamName, standardLink, aiAgentLink, conversationLink }: OnRecordProps) {
  const { standard, occurredAt } = decision
  const facts = [
    { name: decisionWords.aiAgent, value: aiAgentLink },
    { name: decisionWords.team, value: teamName },
    ...(conversationLink ? [{ name: detailWords.conversation, value: conversationLink }] : []),
    { name: detailWords.deployment, value: decision.deployment ?? detailWords.noDeployment },
    {
      name: detailWords.standard,
      value: standard ? (
        <>
          {standardLink}, {detailWords.version(standard.version)}
        </>
      ) : (
        detailWords.noStandard
      ),
    },
    { name: detailWords.run, value: decision.run },
    { name: detailWords.call, value: decision.call },
    { name: decisionWords.recorded, value: exactTime(new Date(decision.recordedAt)) },
    ...(occurredAt === null ? [] : [{ name: detailWords.occurredAt, value: exactTime(new Date(occurredAt)) }]),
    { name: detailWords.executionTitle, value: <Execution execution={decision.execution} /> },
    { name: detailWords.outcome, value: <Outcome outcome={decision.outcome} /> },
  ]
  return (
    <Card title={detailWords.factsTitle}>
      <FactList facts={facts} />
    </Card>
  )
}

function Execution({ execution }: { execution: Detail['execution'] }) {
  if (!execution) return detailWords.notExecuted
  const basis = execution.basis === 'autonomous' ? detailWords.executedAlone : detailWords.executedApproved
  return `${detailWords.executed} ${basis}, ${exactTime(new Date(execution.consumedAt))}`
}

const results = {
  succeeded: { status: 'ok' as const, text: () => detailWords.outcomeSucceeded },
  failed: { status: 'watch' as const, text: () => detailWords.outcomeFailed },
  not_executed: { status: 'none' as const, text: () => detailWords.outcomeNot },
}

function Outcome({ outcome }: { outcome: Detail['outcome'] }) {
  if (!outcome) return detailWords.noOutcome
  const { status, text } = results[outcome.result]
  return (
    <span className="grid justify-items-start gap-1">
      <StatusMark status={status} text={text()} isPlain />
      {outcome.detail ? <span className="text-ink-2">{outcome.detail}</span> : null}
    </span>
  )
}
