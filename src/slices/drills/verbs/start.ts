import { requireActFor, requireScope } from '#kernel/actor.ts'
import type { InputOf } from '#kernel/contract.ts'
import type { Queryable, Tx } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import { type Ctx, write } from '#kernel/verb.ts'
import { businessHours, isOpen, nextOpening, procedureOf, raiseAlarm } from '#slices/escalation/index.ts'
import { type Draft, openExceptions } from '#slices/exceptions/index.ts'
import { teamOf } from '#slices/identity/index.ts'
import { aiAgentMark, placesAtWork, setPhantomSwitch } from '#slices/registry/index.ts'
import type * as contract from '../contract.ts'
import { alarmSubject, type Drill, phantomOf, switchSeconds } from '../drill.ts'
import { scenarioOf } from '../scenario.ts'
import { insertDrill } from '../store/drills.ts'
import { expectNodes } from '../store/nodes.ts'
import type { DrillParts } from './parts.ts'
import { wireOf } from './read.ts'

const scope = 'drills:write'
type Input = InputOf<typeof contract.startDrill>

/** A server that said nothing for so long is not expected to answer. */
const silentMs = 15_000

export function startDrill(parts: DrillParts) {
  return write({
    scope,
    action: 'drill.start',
    async run(tx, input: Input, ctx) {
      await requirePlace(tx, input, ctx)
      const isForced = await requireHours(tx, input, ctx)
      const drill = await drillOf(tx, input, { id: parts.chance.uuid(ctx.now), now: ctx.now, isForced })
      if (!(await insertDrill(tx, drill)))
        throw new AppError('conflict', `A drill runs in team ${drill.teamId} already.`, { next: 'Wait until it is over, or abort it.' })
      await inject(tx, drill, parts)
      const { scenario, severity, forcedBecause } = drill
      const after = { scenario, aiAgent: drill.aiAgentId, severity, endsAt: drill.endsAt.toISOString(), forcedBecause }
      return { subject: `drill:${drill.id}`, after, reason: input.hypothesis, result: await wireOf(tx, drill) }
    },
  })
}

async function requirePlace(db: Queryable, { team, aiAgent, scenario }: Input, { actor }: Ctx): Promise<void> {
  requireScope(actor, scope, team)
  if (!(await teamOf(db, team))) throw new AppError('not_found', `There is no team ${team}.`, { next: 'Check its id.' })
  if (aiAgent === undefined) {
    if (!scenarioOf(scenario).needsAiAgent && actor.aiAgentId === undefined) return
    throw new AppError('invalid', 'Name the AI agent that this drill is about.', {
      faults: [{ path: 'aiAgent', message: 'is missing' }],
      next: 'Send aiAgent with it.',
    })
  }
  requireActFor(actor, aiAgent)
  if ((await placesAtWork(db, { teams: [team], aiAgentId: aiAgent })).length > 0) return
  throw new AppError('not_found', `${aiAgent} is not deployed in team ${team}.`, { next: 'Choose one that is; see /api/v1/deployments.' })
}

/** Drills run while the team is at work, so that nobody is woken for one; true when somebody said why not this time. */
async function requireHours(db: Queryable, { team, force }: Input, { now }: Ctx): Promise<boolean> {
  const calendar = await businessHours(db, team)
  if (isOpen(calendar, now)) return false
  if (force !== undefined) return true
  const opensAt = nextOpening(calendar, now)?.toISOString() ?? null
  throw new AppError('conflict', `Team ${team} is not at work now.`, {
    next: `Start it in business hours${opensAt ? `, from ${opensAt} on` : ''}, or say with force why it has to be now.`,
    opensAt,
  })
}

async function drillOf(db: Queryable, input: Input, made: { id: string; now: Date; isForced: boolean }): Promise<Drill> {
  const { team: teamId, aiAgent: aiAgentId = null, scenario, severity, hypothesis, note = null } = input
  const shipped = scenarioOf(scenario)
  const isSwitch = scenario === 'kill_switch'
  const minutes = input.minutesMax ?? shipped.minutesMax
  const nothing = { endedAt: null, abortedBecause: null, learned: null, toldAt: null, toldRole: null, acknowledgedAt: null }
  return {
    ...nothing,
    ...{ teamId, id: made.id, scenario, aiAgentId, severity, hypothesis, note, state: 'running', startedAt: made.now },
    endsAt: new Date(made.now.getTime() + minutes * 60_000),
    forcedBecause: made.isForced ? (input.force ?? null) : null,
    detectedAt: scenario === 'queue_floods' ? null : made.now,
    acknowledgedRole: null,
    containedAt: null,
    promiseSeconds: isSwitch ? switchSeconds : await promisedSeconds(db, input),
    promisedUntil: isSwitch ? new Date(made.now.getTime() + switchSeconds * 1000) : null,
    itemsInjected: scenario === 'queue_floods' ? (input.items ?? shipped.items) : 0,
    itemsAnswered: 0,
    escalations: [],
    verdict: null,
  }
}

/** What the procedure of the team gives the first who is told. */
async function promisedSeconds(db: Queryable, { team, severity }: Input): Promise<number | null> {
  const [first] = (await procedureOf(db, team, severity)).steps
  return first ? first.respondMinutes * 60 : null
}

async function inject(tx: Tx, drill: Drill, { node, chance }: DrillParts): Promise<void> {
  if (drill.scenario === 'queue_floods') {
    const drafts = Array.from({ length: drill.itemsInjected }, (_, index) => draftOf(drill, { index, id: chance.uuid(drill.startedAt) }))
    await openExceptions(tx, drafts)
    return
  }
  if (drill.scenario !== 'kill_switch') return raiseFor(tx, drill, drill.startedAt)
  await expectNodes(tx, drill, { own: node, since: new Date(drill.startedAt.getTime() - silentMs) })
  // The last act: it moves the epoch, and every server looks.
  await setPhantomSwitch(tx, { aiAgentId: phantomOf(drill), isOn: true, at: drill.startedAt })
}

function draftOf(drill: Drill, { index, id }: { index: number; id: string }): Draft {
  return {
    id,
    teamId: drill.teamId,
    origin: 'customer_asked',
    aiAgentId: drill.aiAgentId,
    subject: `drill:${drill.id}`,
    title: `Drill: item ${index + 1} of ${drill.itemsInjected}`,
    severity: drill.severity,
    content: { note: 'This is a drill. Answer it as you would answer a real one; it counts nowhere.' },
    drillId: drill.id,
    at: drill.startedAt,
  }
}

/** A drill of these scenarios has an AI agent. */
const nameMark = (id: string | null) => (id === null ? 'The AI agent' : aiAgentMark(id))

const alarmWords: Record<Exclude<Drill['scenario'], 'kill_switch'>, (drill: Drill) => { title: string; text: string }> = {
  ai_agent_stops: ({ aiAgentId }) => ({
    title: `${nameMark(aiAgentId)} has stopped`,
    text: `${nameMark(aiAgentId)} answers no more. Do what you would do if it were so, up to the point of changing anything real.`,
  }),
  errors_spike: ({ aiAgentId }) => ({
    title: `${nameMark(aiAgentId)} makes many errors`,
    text: `${nameMark(aiAgentId)} makes many more errors than usual. Do what you would do if it were so, up to the point of changing anything real.`,
  }),
  queue_floods: ({ itemsInjected }) => ({
    title: 'The queue is flooded',
    text: `${itemsInjected} items came in at once. They are labelled; answer them beside the real ones.`,
  }),
}

/** Sets off the team's procedure, labelled as a drill. */
export async function raiseFor(tx: Tx, drill: Drill, at: Date): Promise<void> {
  if (drill.scenario === 'kill_switch') return
  const { teamId, severity, id } = drill
  const words = alarmWords[drill.scenario](drill)
  await raiseAlarm(tx, { ...words, teamId, severity, kind: 'drill', subject: alarmSubject(drill), link: `/drills/${id}`, drillId: id, at })
}
