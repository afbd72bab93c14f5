import { count, list } from '#console/messages/formats.ts'
import { Card } from '#console/ui/card.tsx'
import { EmptyState } from '#console/ui/states.tsx'
import type { Detail } from './answer.tsx'
import { detailWords } from './detail-words.ts'
import { Facts } from './facts.tsx'
import { nameOf } from './names.ts'

/** What the AI agent wanted to do, and what it told about it. After an erasure only that it was erased. */
export function Proposal({ content }: { content: Detail['content'] }) {
  if (content === null)
    return (
      <Card title={detailWords.proposedTitle} isFlush>
        <EmptyState kind="nothing-left" title={detailWords.erasedTitle}>
          {detailWords.erasedText}
        </EmptyState>
      </Card>
    )
  const { action, inputs, confidence, knowledge, subject } = content
  return (
    <>
      <Card title={detailWords.proposedTitle}>
        <div className="grid gap-3">
          <p className="text-title font-medium">{nameOf(action.name)}</p>
          {Object.keys(action.arguments).length === 0 ? <p className="text-ink-2">{detailWords.noArguments}</p> : null}
          <Facts facts={action.arguments} more={[{ name: detailWords.subject, value: subject }]} />
        </div>
      </Card>
      <Card title={detailWords.inputsTitle} subtitle={detailWords.inputsSubtitle}>
        {Object.keys(inputs).length === 0 ? <p className="pb-2 text-ink-2">{detailWords.noInputs}</p> : null}
        <Facts
          facts={inputs}
          more={[
            { name: detailWords.confidence, value: confidence === null ? detailWords.notGiven : count(confidence) },
            {
              name: detailWords.knowledge,
              value: knowledge.length === 0 ? detailWords.noKnowledge : list(knowledge.map(knowledgeText)),
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
