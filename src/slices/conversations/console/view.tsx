import type { ReactNode } from 'react'
import { dayAndTime, money } from '#console/messages/formats.ts'
import { Card } from '#console/ui/card.tsx'
import { FactList } from '#console/ui/fact-list.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import type { getConversation } from '../contract.ts'
import { StateMark } from './rows.tsx'
import { conversationWords } from './words.ts'

type Conversation = OutputOf<typeof getConversation>
type Step = Conversation['steps'][number]

type ViewProps = {
  conversation: Conversation
  nameOf: (team: string) => string
  /** What else is known of it, below its steps. */
  children?: ReactNode
}

/** One conversation: what became of it, what is known of it, and how it came to it. */
export function ConversationView({ conversation, nameOf, children }: ViewProps) {
  return (
    <div className="grid items-start gap-4 xwide:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <div className="grid min-w-0 gap-4">
        <Card title={conversationWords.steps} subtitle={conversationWords.stepsHint} isFlush>
          <ol className="border-t border-line">
            {conversation.steps.map((step) => (
              <StepRow key={step.event} step={step} nameOf={nameOf} />
            ))}
          </ol>
        </Card>
        {children}
      </div>
      <Card title={conversationWords.facts}>
        <FactList
          facts={[
            { name: conversationWords.state, value: <StateMark state={conversation.state} /> },
            ...outcomeOf(conversation),
            ...workOf(conversation),
          ]}
        />
      </Card>
    </div>
  )
}

const known = <T,>(value: T | null, told: (value: T) => string) => (value === null ? conversationWords.notKnown : told(value))
const instant = (at: string) => dayAndTime(new Date(at))

function outcomeOf(one: Conversation) {
  return [
    { name: conversationWords.began, value: instant(one.begunAt) },
    { name: conversationWords.solved, value: known(one.resolvedAt, instant) },
    { name: conversationWords.closed, value: known(one.closedAt, instant) },
    {
      name: conversationWords.confirmedBy,
      value: one.verifiedBy ? conversationWords.verifiers(one.verifiedBy) : conversationWords.notSaid,
    },
    { name: conversationWords.helpdeskSays, value: known(one.vendor, conversationWords.vendorWord) },
    { name: conversationWords.openedAgain, value: one.reopens === 0 ? conversationWords.never : conversationWords.times(one.reopens) },
    { name: conversationWords.cameBack, value: one.cameBackAt === null ? conversationWords.never : instant(one.cameBackAt) },
    { name: conversationWords.rating, value: known(one.satisfied, conversationWords.satisfied) },
  ]
}

function workOf(one: Conversation) {
  const passedOn = (times: number) => (times === 0 ? conversationWords.never : conversationWords.times(times))
  const all = [
    { name: conversationWords.aiAgent, value: one.aiAgent ?? conversationWords.noAiAgent },
    { name: conversationWords.reason, value: known(one.reason, String) },
    { name: conversationWords.channel, value: known(one.channel, String) },
    { name: conversationWords.passedOn, value: known(one.reassignments, passedOn) },
    { name: conversationWords.promise, value: known(one.slaMet, conversationWords.kept) },
    { name: conversationWords.document, value: known(one.knowledgeUsed, conversationWords.yesNo) },
    { name: conversationWords.source, value: one.source },
  ]
  if (one.costCents === null || one.currency === null) return all
  return [...all, { name: conversationWords.cost, value: money(one.costCents, one.currency) }]
}

function StepRow({ step, nameOf }: { step: Step; nameOf: (team: string) => string }) {
  return (
    <li className="grid gap-1.5 border-t border-line px-4 py-3 first:border-t-0">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <span className="font-medium">{conversationWords.kinds(step.kind)}</span>
        <time dateTime={step.at} className="text-meta text-ink-2">
          {instant(step.at)}
        </time>
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-meta text-ink-2">
        <StateMark state={step.state} />
        <span>{nameOf(step.team)}</span>
        {step.verifiedBy ? <span>{`${conversationWords.confirmedBy}: ${conversationWords.verifiers(step.verifiedBy)}`}</span> : null}
        {step.vendor ? <span>{`${conversationWords.helpdeskSays}: ${conversationWords.vendorWord(step.vendor)}`}</span> : null}
      </div>
      {step.said ? (
        <p className="rounded-m bg-hover px-3 py-2 whitespace-pre-wrap wrap-anywhere">
          <span className="block text-meta text-ink-2">{conversationWords.said(step.said.from)}</span>
          {step.said.text}
        </p>
      ) : null}
    </li>
  )
}
