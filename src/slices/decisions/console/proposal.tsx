import { count, list } from '#console/messages/formats.ts'
import { Card } from '#console/ui/card.tsx'
import { EmptyState } from '#console/ui/states.tsx'
import type { Detail } from './answer.tsx'
import { Facts } from './facts.tsx'
import { nameOf } from './names.ts'
import { decisionWords } from './words.ts'

/** What the AI agent wanted to do, and what it told about it. After an erasure only that it was erased. */
export function Proposal({ content }: { content: Detail['content'] }) {
  if (content === null)
    return (
      <Card title={decisionWords.proposedTitle} isFlush>
        <EmptyState kind="nothing-left" title={decisionWords.erasedTitle}>
          {decisionWords.erasedText}
        </EmptyState>
      </Card>
    )
  const { action, inputs, confidence, knowledge, subject } = content
  return (
    <>
      <Card title={decisionWords.proposedTitle}>
        <div className="grid gap-3">
          <p className="text-title font-medium">{nameOf(action.name)}</p>
          {Object.keys(action.arguments).length === 0 ? <p className="text-ink-2">{decisionWords.noArguments}</p> : null}
          <Facts facts={action.arguments} more={[{ name: decisionWords.subject, value: subject }]} />
        </div>
      </Card>
      <Card title={decisionWords.inputsTitle} subtitle={decisionWords.inputsSubtitle}>
        {Object.keys(inputs).length === 0 ? <p className="pb-2 text-ink-2">{decisionWords.noInputs}</p> : null}
        <Facts
          facts={inputs}
          more={[
            { name: decisionWords.confidence, value: confidence === null ? decisionWords.notGiven : count(confidence) },
            {
              name: decisionWords.knowledge,
              value: knowledge.length === 0 ? decisionWords.noKnowledge : list(knowledge.map(knowledgeText)),
            },
          ]}
        />
      </Card>
    </>
  )
}

function knowledgeText({ id, version }: { id: string; version?: string }): string {
  return version === undefined ? id : `${id} (${version})`
}
