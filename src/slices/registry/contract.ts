import * as z from 'zod/mini'
import { Empty, page, pageInput, route, Slug } from '#kernel/contract.ts'
import {
  AiAgent,
  AiAgentSummary,
  Card,
  CardEdit,
  CardField,
  Day,
  Deployment,
  DeploymentId,
  ImportRow,
  KillSwitch,
  line,
  OwnerRef,
  Phase,
  Stage,
  StartPhase,
  Status,
  SwitchScope,
} from './contract/shapes.ts'

const about = {
  name: line(120),
  function: line(300),
  vendor: line(120),
  runtime: line(120),
  version: line(120),
  stage: Stage,
}

const aiAgentId = { aiAgent: Slug }

export const listAiAgents = route({
  method: 'GET',
  path: '/api/v1/ai-agents',
  scope: 'ai-agents:read',
  summary: 'AI agents by id, with owners, phases and alarms',
  input: z.object({
    ...pageInput,
    /** Words to look for in id, name, function, vendor and runtime. */
    q: z.optional(z.string().check(z.maxLength(200))),
    status: z.optional(Status),
    stage: z.optional(Stage),
    /** A person's id: what that person answers for. `none`: what nobody answers for. */
    owner: z.optional(z.string().check(z.maxLength(320))),
    /** AI agents with a deployment for this team that is not retired. */
    team: z.optional(Slug),
  }),
  output: page(AiAgentSummary),
})

export const getAiAgent = route({
  method: 'GET',
  path: '/api/v1/ai-agents/:aiAgent',
  scope: 'ai-agents:read',
  summary: 'One AI agent: card, owners, alarms, deployments and switches',
  input: z.object(aiAgentId),
  output: AiAgent,
})

export const registerAiAgent = route({
  method: 'POST',
  path: '/api/v1/ai-agents',
  scope: 'ai-agents:write',
  summary: 'Register an AI agent, or take over one that was discovered',
  status: 201,
  input: z.object({
    id: Slug,
    name: about.name,
    function: about.function,
    vendor: z._default(about.vendor, 'not stated'),
    runtime: z._default(about.runtime, 'not stated'),
    version: z._default(about.version, '1'),
    stage: z._default(Stage, 'pilot'),
    launchedOn: z.optional(z.nullable(Day)),
    lastReviewOn: z.optional(z.nullable(Day)),
    accountableOwner: z.optional(z.nullable(OwnerRef)),
    technicalOwner: z.optional(z.nullable(OwnerRef)),
    card: z._default(Card, {}),
  }),
  output: AiAgent,
})

export const changeAiAgent = route({
  method: 'PATCH',
  path: '/api/v1/ai-agents/:aiAgent',
  scope: 'ai-agents:write',
  summary: 'Change what is on record about an AI agent; needs If-Match',
  input: z.object({
    ...aiAgentId,
    name: z.optional(about.name),
    function: z.optional(about.function),
    vendor: z.optional(about.vendor),
    runtime: z.optional(about.runtime),
    version: z.optional(about.version),
    stage: z.optional(Stage),
    launchedOn: z.optional(z.nullable(Day)),
    lastReviewOn: z.optional(z.nullable(Day)),
    card: z.optional(CardEdit),
  }),
  output: AiAgent,
})

export const setOwners = route({
  method: 'PUT',
  path: '/api/v1/ai-agents/:aiAgent/owners',
  scope: 'ai-agents:write',
  summary: 'Say who answers for an AI agent; what is left out stays; needs If-Match',
  input: z.object({
    ...aiAgentId,
    accountableOwner: z.optional(z.nullable(OwnerRef)),
    technicalOwner: z.optional(z.nullable(OwnerRef)),
  }),
  output: AiAgent,
})

export const retireAiAgent = route({
  method: 'POST',
  path: '/api/v1/ai-agents/:aiAgent/retirement',
  scope: 'ai-agents:write',
  summary: 'Retire an AI agent and all its deployments, for good; needs If-Match',
  input: z.object({ ...aiAgentId, reason: line(500) }),
  output: AiAgent,
})

export const checkToday = route({
  method: 'POST',
  path: '/api/v1/ai-agents/:aiAgent/checks',
  scope: 'checks:write',
  summary: 'Say that you looked at this AI agent today',
  input: z.object(aiAgentId),
  output: z.object({ aiAgentId: z.string(), checkedOn: Day, wasCheckedBefore: z.boolean() }),
})

export const cardForm = route({
  method: 'GET',
  path: '/api/v1/registry/card-form',
  scope: 'ai-agents:read',
  summary: 'The fields of the AI agent card, which are required, and why',
  input: Empty,
  output: z.object({ fields: z.array(CardField) }),
})

export const listDeployments = route({
  method: 'GET',
  path: '/api/v1/deployments',
  scope: 'ai-agents:read',
  summary: 'Deployments by id',
  input: z.object({ ...pageInput, aiAgent: z.optional(Slug), team: z.optional(Slug), phase: z.optional(Phase) }),
  output: page(Deployment),
})

export const getDeployment = route({
  method: 'GET',
  path: '/api/v1/deployments/:deployment',
  scope: 'ai-agents:read',
  summary: 'One deployment',
  input: z.object({ deployment: DeploymentId }),
  output: Deployment,
})

export const createDeployment = route({
  method: 'POST',
  path: '/api/v1/deployments',
  scope: 'deployments:write',
  summary: 'Put an AI agent to work for a team and a process',
  description: 'Starts in shadow unless told. Live needs an accountable owner and a complete AI agent card.',
  status: 201,
  input: z.object({
    aiAgentId: Slug,
    teamId: Slug,
    process: z._default(Slug, 'general'),
    phase: z._default(StartPhase, 'shadow'),
    /** Left out: the version that the registry has for the AI agent. */
    aiAgentVersion: z.optional(about.version),
  }),
  output: Deployment,
})

export const changePhase = route({
  method: 'PUT',
  path: '/api/v1/deployments/:deployment/phase',
  scope: 'deployments:write',
  summary: 'Move a deployment to another phase, or state the version that runs; needs If-Match',
  description:
    'Up one step at a time (shadow, assist, live); down to any lower phase; to paused from any of them and back to where it was or lower; retired is final. ' +
    'Live needs an accountable owner and a complete AI agent card.',
  input: z.object({
    deployment: DeploymentId,
    phase: Phase,
    reason: line(500),
    aiAgentVersion: z.optional(about.version),
  }),
  output: Deployment,
})

export const listKillSwitches = route({
  method: 'GET',
  path: '/api/v1/kill-switches',
  scope: 'ai-agents:read',
  summary: 'Kill switches that were ever used, those that are on first',
  input: z.object({ isOn: z.optional(z.stringbool()), ...pageInput }),
  output: page(KillSwitch),
})

export const setKillSwitch = route({
  method: 'PUT',
  path: '/api/v1/kill-switches',
  scope: 'kill-switch:write',
  summary: 'Stop all AI agents, one AI agent or one deployment, or let them go on',
  description:
    'While it is on, every decision that it covers is for people only. It is in force on all nodes before the next decision is recorded.',
  input: z.object({
    scope: SwitchScope,
    /** The id of the AI agent or the deployment; left out for all. */
    target: z.optional(z.string().check(z.minLength(1), z.maxLength(220))),
    isOn: z.boolean(),
    reason: line(500),
    /** Whom people ask about it. Left out: the accountable owner, or an administrator. */
    whoToAsk: z.optional(line(200)),
  }),
  output: KillSwitch,
})

export const exportRegistry = route({
  method: 'GET',
  path: '/api/v1/registry/export',
  scope: 'ai-agents:read',
  summary: 'The whole registry as YAML (which import reads), CSV or Backstage entities',
  input: z.object({ format: z._default(z.enum(['yaml', 'csv', 'backstage']), 'yaml') }),
  output: z.object({ text: z.string(), contentType: z.string(), fileName: z.string() }),
})

export const importRegistry = route({
  method: 'POST',
  path: '/api/v1/registry/import',
  scope: 'ai-agents:write',
  summary: 'Bring AI agents, cards, owners and deployments in from YAML: all of it or nothing',
  description: 'With dryRun nothing is changed and the answer says what would happen. Keys that are left out stay as they are.',
  bodyLimitBytes: 2 * 1024 * 1024,
  input: z.object({ text: z.string().check(z.maxLength(2_000_000)), dryRun: z._default(z.boolean(), false) }),
  output: z.object({ isApplied: z.boolean(), rows: z.array(ImportRow) }),
})
