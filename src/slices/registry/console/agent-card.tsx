import { later } from '#console/later.tsx'
import { useCall } from '#console/query.ts'
import { Badge } from '#console/ui/badge.tsx'
import { Button } from '#console/ui/button.tsx'
import { Card } from '#console/ui/card.tsx'
import { FactList } from '#console/ui/fact-list.tsx'
import { ErrorState, Skeleton } from '#console/ui/states.tsx'
import { cardForm } from '../contract.ts'
import type { AiAgentDetail, Form } from './detail.ts'
import { registryWords } from './words.ts'

const CardEditor = later(async () => (await import('./card-editor.tsx')).CardEditor)

type CardValues = AiAgentDetail['card']

export function fieldValue(card: CardValues, field: string): string | string[] | undefined {
  return card[field as keyof CardValues]
}

type AgentCardProps = { aiAgent: AiAgentDetail; mayEdit: boolean; isEditing: boolean; onEdit: (isEditing: boolean) => void }

/** The AI agent card: read, or edited in its place. */
export function AgentCard({ aiAgent, mayEdit, isEditing, onEdit }: AgentCardProps) {
  const form = useCall(cardForm, {}, { staleTime: 3_600_000 })
  const { filled, required } = aiAgent.completeness
  return (
    <Card
      title={registryWords.card}
      subtitle={filled === required ? registryWords.cardDone : registryWords.cardOpen(filled, required)}
      actions={
        mayEdit && !isEditing && aiAgent.status === 'active' ? (
          <Button size="small" onClick={() => onEdit(true)}>
            {registryWords.editCard}
          </Button>
        ) : null
      }
    >
      <CardBody form={form} aiAgent={aiAgent} isEditing={isEditing} onDone={() => onEdit(false)} />
    </Card>
  )
}

type BodyProps = { form: ReturnType<typeof useCall<typeof cardForm>>; aiAgent: AiAgentDetail; isEditing: boolean; onDone: () => void }

function CardBody({ form, aiAgent, isEditing, onDone }: BodyProps) {
  if (form.isPending) return <Skeleton lines={6} />
  if (form.isError) return <ErrorState error={form.error} onRetry={() => void form.refetch()} />
  const fields = form.data.fields.filter((field) => field.form !== 'owner')
  if (isEditing) return <CardEditor aiAgent={aiAgent} form={fields} onDone={onDone} />
  return <Filled card={aiAgent.card} form={fields} />
}

/** What the card says; an empty required field says so. Optional ones are left out while they are empty. */
function Filled({ card, form }: { card: CardValues; form: Form }) {
  const shown = form.filter((field) => field.isRequired || fieldValue(card, field.field) !== undefined)
  return (
    <FactList
      facts={shown.map((field) => ({ name: field.label, value: <Value value={fieldValue(card, field.field)} why={field.why} /> }))}
    />
  )
}

function Value({ value, why }: { value: string | string[] | undefined; why: string }) {
  if (value === undefined)
    return (
      <span className="text-ink-2">
        <Badge>{registryWords.notFilled}</Badge> {why}
      </span>
    )
  if (typeof value === 'string') return <span className="whitespace-pre-wrap">{value}</span>
  return (
    <ul className="list-disc ps-4">
      {value.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}
