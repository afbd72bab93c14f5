import { stringify } from 'yaml'
import type { AiAgent } from './ai-agent.ts'
import { completenessOf } from './card.ts'
import type { Deployment } from './deployment.ts'
import type { Person } from './wire.ts'

/** Everything that is exported. Deployments in the order of their ids. */
export type RegistryState = { aiAgents: readonly AiAgent[]; deployments: readonly Deployment[]; people: ReadonlyMap<string, Person> }

type Format = 'yaml' | 'csv' | 'backstage'

export function registryText(state: RegistryState, format: Format): { text: string; contentType: string; fileName: string } {
  if (format === 'csv') return { text: toCsv(state), contentType: 'text/csv; charset=utf-8', fileName: 'registry.csv' }
  if (format === 'backstage') return { text: toBackstage(state), contentType: 'application/yaml', fileName: 'catalog-info.yaml' }
  return { text: toYaml(state), contentType: 'application/yaml', fileName: 'registry.yaml' }
}

const yamlOptions = { lineWidth: 120, aliasDuplicateObjects: false }

/** The form that import reads. */
function toYaml(state: RegistryState): string {
  return stringify({ registry: 1, aiAgents: state.aiAgents.map((aiAgent) => fileForm(aiAgent, state)) }, yamlOptions)
}

function fileForm(aiAgent: AiAgent, state: RegistryState) {
  const { id, name, vendor, runtime, version, stage, status, launchedOn, lastReviewOn, card } = aiAgent
  const deployments = latestOf(aiAgent.id, state).map((each) => ({
    team: each.teamId,
    process: each.process,
    version: each.aiAgentVersion,
    phase: each.phase,
    ...(each.pausedFrom === null ? {} : { pausedFrom: each.pausedFrom }),
  }))
  return {
    id,
    name,
    function: aiAgent.function,
    vendor,
    runtime,
    version,
    stage,
    status,
    launchedOn,
    lastReviewOn,
    accountableOwner: emailOf(aiAgent.accountableOwner, state),
    technicalOwner: emailOf(aiAgent.technicalOwner, state),
    card,
    deployments,
  }
}

function emailOf(id: string | null, { people }: RegistryState): string | null {
  return id === null ? null : (people.get(id)?.email ?? null)
}

/** One deployment for each team and process: the one at work, else the one that was retired last. */
export function latestOf(aiAgentId: string, { deployments }: Pick<RegistryState, 'deployments'>): Deployment[] {
  const latest = new Map<string, Deployment>()
  for (const each of deployments) {
    if (each.aiAgentId !== aiAgentId) continue
    const key = `${each.teamId}/${each.process}`
    const known = latest.get(key)
    if (known === undefined || isLater(each, known)) latest.set(key, each)
  }
  return [...latest.values()]
}

function isLater(one: Deployment, other: Deployment): boolean {
  if ((one.phase === 'retired') !== (other.phase === 'retired')) return other.phase === 'retired'
  return one.changedAt > other.changedAt
}

const headings = [
  'id',
  'name',
  'function',
  'accountable owner',
  'technical owner',
  'vendor',
  'runtime',
  'version',
  'stage',
  'status',
  'launched on',
  'last review on',
  'card complete',
  'deployments',
]

function toCsv(state: RegistryState): string {
  const rows = state.aiAgents.map((each) => [
    each.id,
    each.name,
    each.function,
    personInWords(each.accountableOwner, state),
    personInWords(each.technicalOwner, state),
    each.vendor,
    each.runtime,
    each.version,
    each.stage,
    each.status,
    each.launchedOn ?? '',
    each.lastReviewOn ?? '',
    completenessOf(each.card, each.accountableOwner).share.toFixed(2),
    latestOf(each.id, state)
      .map(({ teamId, process, phase }) => `${teamId}/${process}: ${phase}`)
      .join('; '),
  ])
  return [headings, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

function personInWords(id: string | null, { people }: RegistryState): string {
  const person = id === null ? undefined : people.get(id)
  return person ? `${person.name} <${person.email}>` : ''
}

/** RFC 4180, and no cell that a spreadsheet would run as a formula. */
function cell(value: string): string {
  const plain = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}

const lifecycles: Record<AiAgent['status'], (stage: AiAgent['stage']) => string> = {
  discovered: () => 'experimental',
  active: (stage) => (stage === 'pilot' ? 'experimental' : 'production'),
  retired: () => 'deprecated',
}

/** Entities of kind AiResource (Backstage's ai-model module, type `agent`), one document for each AI agent. */
function toBackstage(state: RegistryState): string {
  return state.aiAgents.map((aiAgent) => stringify(entity(aiAgent, state), yamlOptions)).join('---\n')
}

function entity(aiAgent: AiAgent, state: RegistryState) {
  const accountable = emailOf(aiAgent.accountableOwner, state)
  const technical = emailOf(aiAgent.technicalOwner, state)
  const annotations = {
    'pilotage/id': aiAgent.id,
    'pilotage/status': aiAgent.status,
    'pilotage/stage': aiAgent.stage,
    ...(accountable ? { 'pilotage/accountable-owner': accountable } : {}),
    ...(technical ? { 'pilotage/technical-owner': technical } : {}),
  }
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'AiResource',
    // Backstage allows one character less than our ids, and none but a letter or a digit at the end.
    metadata: { name: aiAgent.id.slice(0, 63).replace(/[^a-z0-9]+$/, ''), title: aiAgent.name, description: aiAgent.function, annotations },
    spec: { type: 'agent', lifecycle: lifecycles[aiAgent.status](aiAgent.stage), owner: ownerRef(accountable) },
  }
}

/** Backstage's users are commonly named after what stands before the @ of their address. */
function ownerRef(email: string | null): string {
  return email === null ? 'group:default/unowned' : `user:default/${email.split('@')[0]?.replace(/[^a-zA-Z0-9._-]/g, '-')}`
}
