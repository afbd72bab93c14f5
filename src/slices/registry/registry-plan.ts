import { AppError } from '#kernel/errors.ts'
import { type AiAgent, difference, discovered, requireNotRetired } from './ai-agent.ts'
import { completenessOf, editCard } from './card.ts'
import { type Deployment, deploymentId, move, type Readiness, requireReady } from './deployment.ts'
import type { Entry, FileAiAgent, FileDeployment, LineFault, Path, RegistryFile } from './registry-file.ts'
import { pathInWords } from './registry-file.ts'
import { latestOf } from './registry-text.ts'
import type { Person } from './wire.ts'

/** The registry as it stands, as far as a file speaks of it. */
export type Known = {
  aiAgents: ReadonlyMap<string, AiAgent>
  deployments: readonly Deployment[]
  byEmail: ReadonlyMap<string, Person>
  byId: ReadonlyMap<string, Person>
  teams: ReadonlySet<string>
  now: Date
}

export type Row = {
  line: number
  kind: 'file' | 'ai_agent' | 'deployment'
  id: string
  result: 'created' | 'changed' | 'unchanged' | 'refused'
  changes: string[]
  faults: LineFault[]
}

export type Planned<T> = { before: T | null; after: T }

/** What a file would do: a row for each thing that it speaks of, and what there is to write. */
export type Plan = { rows: Row[]; aiAgents: Planned<AiAgent>[]; deployments: Planned<Deployment>[] }

/** Compares a file with the registry. Nothing may be written while any row is refused. */
export function planImport(file: RegistryFile, known: Known): Plan {
  const plan: Plan = { rows: file.faults.map(fileRow), aiAgents: [], deployments: [] }
  const seen = new Map<string, number>()
  for (const entry of file.entries) {
    const twice = seen.get(entry.id)
    seen.set(entry.id, entry.line)
    if (entry.told === undefined) plan.rows.push(refused(entry, entry.faults))
    else if (twice !== undefined) plan.rows.push(refused(entry, [faultAt(entry, ['id'], `${entry.id} stands on line ${twice} already.`)]))
    else planEntry({ entry, told: entry.told, known, plan })
  }
  return plan
}

type Work = { entry: Entry; told: FileAiAgent; known: Known; plan: Plan }

function planEntry(work: Work): void {
  const { entry, told, known, plan } = work
  const before = known.aiAgents.get(told.id) ?? null
  const faults = [...ownerFaults(work), ...statusFaults(work, before)]
  if (faults.length > 0) return void plan.rows.push(refused(entry, faults))
  const after = merge(before, told, known)
  const { fields } = difference(before, after)
  const isSame = before !== null && fields.length === 0
  if (before?.status === 'retired' && !isSame)
    return void plan.rows.push(refused(entry, [faultAt(entry, ['status'], `${told.id} is retired, and that is final. Leave it out.`)]))
  plan.rows.push({
    line: entry.line,
    kind: 'ai_agent',
    id: told.id,
    result: resultOf(before, isSame),
    changes: isSame ? [] : fields,
    faults: [],
  })
  if (!isSame) plan.aiAgents.push({ before, after })
  planDeployments(work, isSame ? before : after)
}

function resultOf(before: unknown, isSame: boolean): Row['result'] {
  if (before === null) return 'created'
  return isSame ? 'unchanged' : 'changed'
}

function ownerFaults({ entry, told, known }: Work): LineFault[] {
  return (['accountableOwner', 'technicalOwner'] as const).flatMap((key) => {
    const email = told[key]
    if (email == null) return []
    const person = known.byEmail.get(email)
    if (person?.isActive) return []
    return [
      faultAt(
        entry,
        [key],
        person ? `${person.name} is not active here. Name somebody who is.` : `Nobody here has the address ${email}. Add the person first.`,
      ),
    ]
  })
}

function statusFaults({ entry, told, known }: Work, before: AiAgent | null): LineFault[] {
  if (before === null && told.status !== 'discovered')
    return (['name', 'function'] as const)
      .filter((key) => told[key] === undefined)
      .map((key) => faultAt(entry, [key], `"${key}" is missing.`))
  if (before?.status === 'active' && told.status === 'discovered')
    return [faultAt(entry, ['status'], `${told.id} is registered already; it cannot be discovered again.`)]
  const isLive = known.deployments.some((each) => each.aiAgentId === told.id && each.phase === 'live')
  if (isLive && told.accountableOwner === null && told.status !== 'retired')
    return [faultAt(entry, ['accountableOwner'], `${told.id} is live, so somebody must answer for it.`)]
  return []
}

function merge(before: AiAgent | null, told: FileAiAgent, known: Known): AiAgent {
  const begun = before ?? discovered(told.id, known.now)
  const { id: _id, deployments: _deployments, card, status, accountableOwner, technicalOwner, ...words } = told
  const said = Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined))
  const ownerId = (email: string | null | undefined, present: string | null) =>
    email === undefined ? present : ((email && known.byEmail.get(email)?.id) ?? null)
  return {
    ...begun,
    ...said,
    card: editCard(begun.card, card ?? {}),
    status: status ?? (before?.status === 'retired' ? 'retired' : 'active'),
    accountableOwner: ownerId(accountableOwner, begun.accountableOwner) || null,
    technicalOwner: ownerId(technicalOwner, begun.technicalOwner) || null,
    etag: before ? before.etag + 1 : 1,
    changedAt: known.now,
  }
}

function planDeployments(work: Work, aiAgent: AiAgent): void {
  const { entry, told, known, plan } = work
  const named = new Set<string>()
  told.deployments.forEach((deployment, index) => {
    const path = ['deployments', index]
    const key = `${deployment.team}/${deployment.process}`
    const faults = named.has(key) ? [faultAt(entry, path, `Team ${deployment.team} and ${deployment.process} are named twice.`)] : []
    named.add(key)
    planDeployment(work, { aiAgent, deployment, path, faults })
  })
  if (aiAgent.status !== 'retired') return
  const planned = new Set(plan.deployments.map((each) => each.after.id))
  for (const before of known.deployments) {
    if (before.aiAgentId !== aiAgent.id || before.phase === 'retired' || planned.has(before.id)) continue
    const after: Deployment = { ...before, phase: 'retired', pausedFrom: null, etag: before.etag + 1, changedAt: known.now }
    plan.deployments.push({ before, after })
    plan.rows.push({
      line: entry.line,
      kind: 'deployment',
      id: before.id,
      result: 'changed',
      changes: changesOf(before, after),
      faults: [],
    })
  }
}

type DeploymentWork = { aiAgent: AiAgent; deployment: FileDeployment; path: Path; faults: LineFault[] }

function planDeployment({ entry, known, plan }: Work, { aiAgent, deployment, path, faults }: DeploymentWork): void {
  const of = { aiAgentId: aiAgent.id, teamId: deployment.team, process: deployment.process }
  const before = latestOf(aiAgent.id, known).find((each) => each.teamId === of.teamId && each.process === of.process) ?? null
  const row = { line: entry.lineOf(path), kind: 'deployment' as const, id: before?.id ?? deploymentId(of, 1), changes: [], faults }
  if (!known.teams.has(deployment.team))
    faults.push(faultAt(entry, [...path, 'team'], `There is no team ${deployment.team}. Make the team first, or check its id.`))
  const planned = faults.length > 0 ? null : attempt(() => planPhase({ before, deployment, aiAgent, known }))
  if (typeof planned === 'string') faults.push(faultAt(entry, [...path, 'phase'], planned))
  if (planned === null || typeof planned === 'string') return void plan.rows.push({ ...row, result: 'refused' })
  if (planned === before) return void plan.rows.push({ ...row, result: 'unchanged' })
  plan.deployments.push({ before, after: planned })
  plan.rows.push({ ...row, result: before ? 'changed' : 'created', changes: changesOf(before, planned) })
}

type PhaseWork = { before: Deployment | null; deployment: FileDeployment; aiAgent: AiAgent; known: Known }

/** The deployment after the import; the very one before it when nothing differs. Throws where the move is not legal. */
function planPhase({ before, deployment, aiAgent, known }: PhaseWork): Deployment {
  const phase = deployment.phase ?? before?.phase ?? 'shadow'
  const ready = readiness(aiAgent, known)
  if (before) {
    const version = deployment.version ?? before.aiAgentVersion
    if (phase === before.phase && version === before.aiAgentVersion) return before
    return move(before, { phase, aiAgentVersion: version, at: known.now }, ready)
  }
  if (phase !== 'retired') requireNotRetired(aiAgent)
  if (aiAgent.status === 'discovered')
    throw new AppError('conflict', `${aiAgent.id} is only discovered.`, { next: 'Leave "status" out to register it.' })
  requireReady(phase, ready)
  return {
    id: deploymentId({ aiAgentId: aiAgent.id, teamId: deployment.team, process: deployment.process }, 1),
    aiAgentId: aiAgent.id,
    teamId: deployment.team,
    process: deployment.process,
    aiAgentVersion: deployment.version ?? aiAgent.version,
    phase,
    pausedFrom: phase === 'paused' ? (deployment.pausedFrom ?? 'shadow') : null,
    etag: 1,
    changedAt: known.now,
  }
}

function readiness(aiAgent: AiAgent, known: Known): Readiness {
  const owner = aiAgent.accountableOwner === null ? undefined : known.byId.get(aiAgent.accountableOwner)
  const { missing } = completenessOf(aiAgent.card, aiAgent.accountableOwner)
  return { hasOwner: owner?.isActive ?? false, missing: missing.filter((field) => field.form !== 'owner') }
}

/** What was planned, or the refusal in words. */
function attempt<T>(run: () => T): T | string {
  try {
    return run()
  } catch (error) {
    if (error instanceof AppError) return `${error.message} ${error.details.next ?? ''}`.trim()
    throw error
  }
}

function changesOf(before: Deployment | null, after: Deployment): string[] {
  const phase = before?.phase === after.phase ? [] : [before ? `phase: ${before.phase} to ${after.phase}` : `phase: ${after.phase}`]
  const isSameVersion = before?.aiAgentVersion === after.aiAgentVersion
  return isSameVersion ? phase : [...phase, `version: ${after.aiAgentVersion}`]
}

function faultAt(entry: Entry, path: Path, message: string): LineFault {
  return { line: entry.lineOf(path), path: pathInWords(path), message }
}

function refused(entry: Entry, faults: LineFault[]): Row {
  return { line: entry.line, kind: 'ai_agent', id: entry.id, result: 'refused', changes: [], faults }
}

function fileRow(fault: LineFault): Row {
  return { line: fault.line, kind: 'file', id: '', result: 'refused', changes: [], faults: [fault] }
}
