import type { Queryable } from '#kernel/db.ts'
import { businessHours, type DrillEscalation, dueAt, escalationsOfDrill, procedureOf } from '#slices/escalation/index.ts'
import { drillItems } from '#slices/exceptions/index.ts'
import { type Drill, type Node, type Seen, withSeen } from '../drill.ts'
import { nodesOf } from '../store/nodes.ts'

/** The drill with everything that can be seen of it now. */
export async function observed(db: Queryable, drill: Drill, now: Date): Promise<Drill> {
  return withSeen(drill, drill.scenario === 'kill_switch' ? await switchSeen(db, drill) : await procedureSeen(db, drill, now))
}

const nothing: Seen = {
  toldAt: null,
  toldRole: null,
  acknowledgedAt: null,
  acknowledgedRole: null,
  containedAt: null,
  promisedUntil: null,
  itemsAnswered: 0,
  escalations: [],
}

async function switchSeen(db: Queryable, drill: Drill): Promise<Seen> {
  const nodes = (await nodesOf(db, [drill.id])).get(drill.id) ?? []
  return { ...nothing, containedAt: lastInForce(nodes) }
}

/** When the last of the servers refused; null while one of them does not. */
function lastInForce(nodes: readonly Node[]): Date | null {
  const times = nodes.map(({ inForceAt }) => inForceAt?.getTime() ?? Number.NaN)
  const last = Math.max(...times)
  return nodes.length === 0 || Number.isNaN(last) ? null : new Date(last)
}

async function procedureSeen(db: Queryable, drill: Drill, now: Date): Promise<Seen> {
  const escalations = await escalationsOfDrill(db, drill.id)
  const { answered } = await drillItems(db, drill.id)
  const first = earliest(escalations, (each) => each.firstToldAt)
  const answer = earliest(escalations, (each) => each.answeredAt)
  const toldAt = first?.firstToldAt ?? null
  return {
    toldAt,
    toldRole: first?.tells[0]?.role ?? null,
    acknowledgedAt: answer?.answeredAt ?? null,
    acknowledgedRole: answer?.answeredBy ?? null,
    containedAt: containedAt(drill, { escalations, answered, now }),
    promisedUntil: toldAt && (await promisedUntil(db, drill, toldAt)),
    itemsAnswered: answered,
    escalations: escalations.map(({ id }) => id),
  }
}

function earliest(escalations: readonly DrillEscalation[], at: (each: DrillEscalation) => Date | null): DrillEscalation | undefined {
  return escalations.filter((each) => at(each) !== null).sort((one, other) => Number(at(one)) - Number(at(other)))[0]
}

type Around = { escalations: readonly DrillEscalation[]; answered: number; now: Date }

/** Somebody closed its escalation, or answered the whole flood. */
function containedAt(drill: Drill, { escalations, answered, now }: Around): Date | null {
  if (drill.itemsInjected > 0 && answered >= drill.itemsInjected) return now
  return escalations.find(({ kind, closedAt }) => kind === 'drill' && closedAt !== null)?.closedAt ?? null
}

/** Until when the first who was told may answer, by the clock of the procedure. */
async function promisedUntil(db: Queryable, drill: Drill, toldAt: Date): Promise<Date | null> {
  const { clock, steps } = await procedureOf(db, drill.teamId, drill.severity)
  const minutes = steps[0]?.respondMinutes
  if (minutes === undefined) return null
  if (clock === 'always') return new Date(toldAt.getTime() + minutes * 60_000)
  return dueAt(await businessHours(db, drill.teamId), toldAt, minutes)
}
