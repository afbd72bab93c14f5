import type * as z from 'zod/mini'
import type { Row } from './contract/shapes.ts'
import { claimOf, type Item, type Reader } from './item.ts'

export type RowAnswer = z.infer<typeof Row>

const at = (date: Date | null) => date?.toISOString() ?? null

/** An item as the list shows it: who holds it is said as `mine` or `colleague` only. */
export function toRow(item: Item, reader: Reader): RowAnswer {
  return {
    id: item.id,
    team: item.teamId,
    aiAgent: item.aiAgentId,
    decisionType: item.decisionType,
    title: item.title,
    origin: item.origin,
    severity: item.severity,
    state: item.state,
    isPeopleOnly: item.isPeopleOnly,
    isHighRisk: item.isHighRisk,
    isDrill: item.drillId !== null,
    isEscalated: item.escalatedAt !== null,
    claim: claimOf(item, reader),
    amount: item.amount === null ? null : { value: item.amount, currency: item.currency },
    openedAt: item.openedAt.toISOString(),
    dueAt: item.dueAt.toISOString(),
    deferredUntil: at(item.deferredUntil),
    version: item.version,
  }
}
