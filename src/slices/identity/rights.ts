import type { Reach } from '#kernel/actor.ts'
import type { roleIds, scopeIds } from './contract.ts'

export type Role = (typeof roleIds)[number]
export type Scope = (typeof scopeIds)[number]

/** Who may hold a scope: a person by a role, or the operator of this installation by its local key. */
export type Holder = Role | 'operator'

/** A role that somebody holds; `team` names the team of a team role and is null for the others. */
export type Grant = { role: Role; team: string | null }

type RoleRow = { title: string; about: string; reach: 'team' | 'organisation' | 'installation' }

export const roles: Record<Holder, RoleRow> = {
  teammate: { title: 'Teammate', about: 'Works on cases in a team.', reach: 'team' },
  team_lead: {
    title: 'Team lead',
    about: 'Answers for a team and for the AI agents that work in it; the accountable owner.',
    reach: 'team',
  },
  coe: { title: 'Centre of excellence', about: 'Keeps the standards and plans how they spread.', reach: 'organisation' },
  leadership: { title: 'Leadership', about: 'Sees how the whole organisation does and decides what comes next.', reach: 'organisation' },
  engineer: { title: 'Engineer', about: 'Registers AI agents, wires them in and keeps them healthy.', reach: 'organisation' },
  auditor: { title: 'Auditor', about: 'Proves who decided what, when, under which rule. Changes nothing.', reach: 'organisation' },
  administrator: { title: 'Administrator', about: 'Sets up the installation, its people, teams and keys.', reach: 'organisation' },
  operator: { title: 'Operator', about: 'Whoever holds the local key in the data directory, for the command line.', reach: 'installation' },
}

type ScopeRow = { about: string; roles: readonly Holder[]; forKeys: boolean }

const everybody: readonly Holder[] = ['teammate', 'team_lead', 'coe', 'leadership', 'engineer', 'auditor', 'administrator', 'operator']
const records: readonly Holder[] = ['coe', 'leadership', 'engineer', 'auditor', 'administrator', 'operator']
const keepers: readonly Holder[] = ['engineer', 'administrator', 'operator']
const administrators: readonly Holder[] = ['administrator', 'operator']
const stoppers: readonly Holder[] = ['team_lead', 'coe', 'engineer', 'administrator', 'operator']

/** The rights table: the one place that says who may do what. Team roles reach their team, the others all teams. */
export const rightsTable: Record<Scope, ScopeRow> = {
  'teams:read': { about: 'See teams and departments', roles: everybody, forKeys: true },
  'teams:write': { about: 'Add and change teams and departments', roles: ['team_lead', 'coe', 'administrator', 'operator'], forKeys: true },
  'people:read': {
    about: 'See people and the roles that they hold',
    roles: ['team_lead', 'coe', 'engineer', 'administrator', 'operator'],
    forKeys: false,
  },
  'people:write': { about: 'Add people, give roles, end access', roles: administrators, forKeys: false },
  'keys:read': { about: 'See API keys, never their secrets', roles: ['engineer', 'auditor', 'administrator', 'operator'], forKeys: false },
  'keys:write': { about: 'Make and revoke API keys', roles: keepers, forKeys: false },
  'ai-agents:read': { about: 'See AI agents and their deployments', roles: everybody, forKeys: true },
  'ai-agents:write': {
    about: 'Register AI agents and change their cards; a team lead changes those that they answer for',
    roles: ['team_lead', 'engineer', 'administrator', 'operator'],
    forKeys: true,
  },
  'deployments:write': {
    about: 'Deploy an AI agent and change its phase',
    roles: stoppers,
    forKeys: true,
  },
  'kill-switch:write': { about: 'Stop an AI agent, a deployment or all of them, and start again', roles: stoppers, forKeys: true },
  'checks:write': { about: 'Say that an AI agent was checked today', roles: stoppers, forKeys: false },
  'standards:read': { about: 'Read standards and their tests', roles: everybody, forKeys: true },
  'standards:write': { about: 'Write and publish standards', roles: ['coe', 'administrator', 'operator'], forKeys: true },
  'tuning:write': {
    about: 'Tune a standard for a team, inside its bounds',
    roles: ['team_lead', 'administrator', 'operator'],
    forKeys: true,
  },
  'decisions:read': { about: 'See decisions with their reasons', roles: everybody, forKeys: true },
  'decisions:write': { about: 'Ask for decisions on behalf of AI agents', roles: keepers, forKeys: true },
  'decisions:replay': { about: 'Replay past decisions with the times at which they occurred', roles: ['operator'], forKeys: true },
  'executions:write': { about: 'Use an approval, once, for the action that it names', roles: keepers, forKeys: true },
  'outcomes:write': { about: 'Report what became of a decision', roles: keepers, forKeys: true },
  'exceptions:read': { about: 'See what waits for a person', roles: everybody, forKeys: true },
  'exceptions:open': {
    about: 'Put a case into the queue of a team',
    roles: ['teammate', 'team_lead', 'engineer', 'administrator', 'operator'],
    forKeys: true,
  },
  'exceptions:work': {
    about: 'Take items of the queue and decide them; override decisions',
    roles: ['teammate', 'team_lead', 'administrator', 'operator'],
    forKeys: true,
  },
  'triage:write': { about: 'Publish what makes an item come first', roles: ['coe', 'administrator', 'operator'], forKeys: false },
  'causes:write': {
    about: 'Name and close known causes of exceptions',
    roles: ['team_lead', 'coe', 'administrator', 'operator'],
    forKeys: false,
  },
  'measures:read': { about: 'See figures of the teams and what they mean', roles: everybody, forKeys: true },
  'measures:write': { about: 'Change what a figure means', roles: ['coe', 'administrator', 'operator'], forKeys: false },
  'counts:rebuild': { about: 'Prove all counts against their facts, and put right what differs', roles: keepers, forKeys: true },
  'conversations:read': { about: 'See conversations, redacted, and what became of them', roles: everybody, forKeys: true },
  'conversations:write': { about: 'Report what happens in conversations', roles: keepers, forKeys: true },
  'usage:write': { about: 'Report suggestions, training, access and checked answers', roles: keepers, forKeys: true },
  'adoption:read': { about: 'See how teams take AI agents up, never a person', roles: everybody, forKeys: true },
  'adoption:write': {
    about: 'Say what counts as active use, and answer six-month revisits',
    roles: ['team_lead', 'coe', 'administrator', 'operator'],
    forKeys: false,
  },
  'alarms:read': { about: 'See alarms about AI agents and how they are tuned', roles: everybody, forKeys: true },
  'alarms:write': { about: 'Take alarms on, explain and close them; freeze baselines', roles: stoppers, forKeys: false },
  'quality:read': { about: 'See where quality differs between teams, and investigations', roles: everybody, forKeys: true },
  'quality:write': {
    about: 'Open investigations, record findings and choose remedies',
    roles: ['team_lead', 'coe', 'administrator', 'operator'],
    forKeys: false,
  },
  'imports:write': { about: 'Import files of facts', roles: ['engineer', 'administrator', 'operator'], forKeys: true },
  'audit:read': { about: 'Read the audit log', roles: ['auditor', 'administrator', 'operator'], forKeys: true },
  'ledger:read': { about: 'Read, export and verify the ledger', roles: records, forKeys: true },
  'samples:write': { about: 'Load the public sample data', roles: administrators, forKeys: false },
  'settings:read': { about: 'See how this installation is set', roles: records, forKeys: true },
  'channels:read': {
    about: 'See channels, and what was sent through them',
    roles: ['team_lead', 'coe', 'engineer', 'auditor', 'administrator', 'operator'],
    forKeys: true,
  },
  'channels:write': {
    about: 'Add, change and test channels; a team lead those of the team',
    roles: ['team_lead', 'engineer', 'administrator', 'operator'],
    forKeys: true,
  },
  'escalation:read': {
    about: 'See escalations, procedures and business hours',
    roles: ['teammate', 'team_lead', 'coe', 'engineer', 'auditor', 'administrator', 'operator'],
    forKeys: true,
  },
  'escalation:write': { about: 'Set procedures and business hours of a team', roles: stoppers, forKeys: true },
  'escalation:answer': {
    about: 'Acknowledge, hand over and close escalations',
    roles: ['teammate', ...stoppers],
    forKeys: true,
  },
  'limits:read': { about: 'See exception limits, breaches and the rates that they are held against', roles: everybody, forKeys: true },
  'limits:write': {
    about: 'Fix the acceptable exception rate and queue depth, and close breaches',
    roles: ['team_lead', 'coe', 'administrator', 'operator'],
    forKeys: true,
  },
  'extra-work:write': {
    about: 'Record work that an AI agent made or left',
    roles: ['teammate', 'team_lead', 'administrator', 'operator'],
    forKeys: true,
  },
  'drills:read': { about: 'See drills and what they showed', roles: everybody, forKeys: true },
  'drills:write': { about: 'Run drills: labelled failures that set off the real procedure', roles: stoppers, forKeys: true },
  'capacity:read': { about: 'See how many people the queue needs, and at what volume it breaks', roles: everybody, forKeys: true },
  'capacity:write': { about: 'Import arrivals, run simulations and keep them as evidence', roles: stoppers, forKeys: true },
}

const rows = Object.entries(rightsTable) as [Scope, ScopeRow][]

/** True for roles that are held in a team. */
export function isTeamRole(role: Role): boolean {
  return roles[role].reach === 'team'
}

/** What several roles allow together: for each scope the union of where they reach. */
export function rightsOf(grants: readonly Grant[]): Map<Scope, Reach> {
  const rights = new Map<Scope, Reach>()
  for (const [scope, row] of rows) {
    const held = grants.filter((grant) => row.roles.includes(grant.role))
    if (held.length === 0) continue
    const teams = held.map((grant) => grant.team)
    rights.set(scope, teams.includes(null) ? 'all' : new Set(teams.filter((team) => team !== null)))
  }
  return rights
}

/** What the operator's local key allows. */
export function operatorRights(): Map<Scope, Reach> {
  return new Map(rows.filter(([, row]) => row.roles.includes('operator')).map(([scope]) => [scope, 'all']))
}

/** The table in words, as `GET /api/v1/rights` answers it. */
export function rightsInWords() {
  return {
    roles: Object.entries(roles).map(([id, row]) => ({ id, ...row })),
    scopes: rows.map(([scope, row]) => ({ scope, about: row.about, roles: [...row.roles], forKeys: row.forKeys })),
  }
}

/** Rights as they go over the wire: sets become sorted lists. */
export function rightsToWire(rights: ReadonlyMap<string, Reach>): Record<string, 'all' | string[]> {
  return Object.fromEntries([...rights].map(([scope, reach]) => [scope, reach === 'all' ? 'all' : [...reach].sort()]))
}
