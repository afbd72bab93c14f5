import type { Queryable } from '#kernel/db.ts'
import type { Escalation } from '../escalation.ts'
import { escalationsBefore } from '../store/escalations.ts'
import { type DrillLine, linesOfDrill } from '../store/log.ts'

/** What a drill set in motion: who was told when, in roles, and who answered first. */
export type DrillEscalation = Pick<Escalation, 'id' | 'teamId' | 'severity' | 'kind' | 'state' | 'openedAt' | 'closedAt'> & {
  firstToldAt: Date | null
  /** The first answer, also if it was handed over later. */
  answeredAt: Date | null
  answeredBy: string | null
  tells: Pick<DrillLine, 'at' | 'role' | 'channelKind' | 'deliveredAt'>[]
}

const atOnce = 100

/** The escalations of a drill, the oldest first. */
export async function escalationsOfDrill(db: Queryable, drillId: string): Promise<DrillEscalation[]> {
  const found = await escalationsBefore(db, { teamIds: null, drillId, limit: atOnce })
  const lines = await linesOfDrill(db, drillId)
  return found.reverse().map(({ id, teamId, severity, kind, state, openedAt, closedAt }) => {
    const own = lines.filter((line) => line.escalationId === id)
    const answer = own.find((line) => line.what === 'acknowledged' || line.what === 'handed_over')
    const tells = own.filter((line) => line.what === 'told')
    return {
      ...{ id, teamId, severity, kind, state, openedAt, closedAt },
      firstToldAt: tells[0]?.at ?? null,
      answeredAt: answer?.at ?? null,
      answeredBy: answer?.role ?? null,
      tells: tells.map(({ at, role, channelKind, deliveredAt }) => ({ at, role, channelKind, deliveredAt })),
    }
  })
}
