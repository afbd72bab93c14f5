import { type Call, CallError } from '#sdk/call.ts'
import * as decisions from '#slices/decisions/contract.ts'
import { createTeam, getTeam, listPeople } from '#slices/identity/contract.ts'
import * as policy from '#slices/policy/contract.ts'
import * as registry from '#slices/registry/contract.ts'
import type { AiAgentCard, Door, Phase, Verdict } from './door.ts'
import type { Envelope } from './mapping.ts'
import { TemporaryError } from './patient.ts'
import type { StandardFile } from './standards.ts'

export type ServerDoorOptions = {
  /** Who answers for AI agents that are registered: a person's id or e-mail address. Left out: the first active administrator. */
  owner?: string
  /** Why standards are published, for the log. */
  reason: string
}

/** The door to a running Pilotage, through its public API only. What is there already is left as it is. */
export function serverDoor(rawCall: Call, options: ServerDoorOptions): Door {
  const call = temporarily(rawCall)
  const owner = once(async () => options.owner ?? (await firstAdministrator(call)))
  return {
    async registerTeam(team) {
      await ifMissing(
        () => call(getTeam, { team: team.id }),
        () => call(createTeam, { ...team, department: null, lead: null }),
      )
    },
    async registerAiAgent(aiAgent) {
      const known = await found(() => call(registry.getAiAgent, { aiAgent: aiAgent.id }))
      if (!known || known.status === 'discovered') await unlessTaken(register(call, aiAgent, await owner()))
    },
    async applyStandard(standard) {
      const known = await found(() => call(policy.getStandard, { id: idOf(standard) }))
      if (known === undefined || known.published === null)
        await call(policy.apply, { text: standard.text, file: standard.file, reason: options.reason })
    },
    deploy: (deployment) => deploy(call, deployment),
    decideBatch: (envelopes) => decideBatch(call, envelopes),
    async reportOutcome({ decision, result, occurredAt }) {
      await unlessTaken(call(decisions.reportOutcome, { id: decision, result, ...(occurredAt ? { occurredAt } : {}) }))
    },
    async reportRun(run) {
      await call(decisions.reportRun, run)
    },
  }
}

function register(call: Call, aiAgent: AiAgentCard, owner: string | undefined) {
  return call(registry.registerAiAgent, { ...aiAgent, stage: 'pilot', accountableOwner: owner, technicalOwner: owner })
}

/** The deployment as it stands, or a new one: live where the registry allows it, else in shadow. */
async function deploy(call: Call, { aiAgent, team, process }: Parameters<Door['deploy']>[0]): Promise<Phase> {
  const known = await call(registry.listDeployments, { aiAgent, team, limit: 200 })
  const present = known.items.find((deployment) => deployment.process === process && deployment.phase !== 'retired')
  if (present) return present.phase
  const create = (phase: 'live' | 'shadow') =>
    call(registry.createDeployment, { aiAgentId: aiAgent, teamId: team, process, phase }).then((made) => made.phase)
  return create('live').catch((error) => {
    if (error instanceof CallError && ['conflict', 'invalid'].includes(error.problem.code)) return create('shadow')
    throw error
  })
}

async function decideBatch(call: Call, envelopes: readonly Envelope[]): Promise<Verdict[]> {
  const { items } = await call(decisions.decideBatch, { items: [...envelopes] })
  return items.map(({ decision, problem }): Verdict => {
    if (decision) return { answer: decision }
    if (problem && isTemporary(problem)) throw new TemporaryError(problem.detail)
    return { refusal: { code: problem?.code ?? 'internal', detail: problem?.detail ?? 'The server gave no answer.' } }
  })
}

/** The id stands in the text; reading it so needs no parser here, and the server checks the rest. */
function idOf({ file, text }: StandardFile): string {
  const id = /^standard:\s*['"]?([a-z0-9._-]+)/m.exec(text)?.[1]
  if (id === undefined) throw new Error(`${file} has no line that begins with "standard:".`)
  return id
}

async function firstAdministrator(call: Call): Promise<string | undefined> {
  let after: string | undefined
  do {
    const page = await call(listPeople, { limit: 200, after })
    const person = page.items.find(({ state, roles }) => state === 'active' && roles.some(({ role }) => role === 'administrator'))
    if (person) return person.id
    after = page.next ?? undefined
  } while (after !== undefined)
  return undefined
}

/** The same client, with failures that pass marked as such. */
function temporarily(call: Call): Call {
  return async (route, input, callOptions) => {
    try {
      return await call(route, input, callOptions)
    } catch (error) {
      throw isPassing(error) ? new TemporaryError((error as Error).message, { cause: error }) : error
    }
  }
}

/** No answer at all, or a server that says to try again. A broken connection is a TypeError of fetch. */
function isPassing(error: unknown): boolean {
  if (error instanceof CallError) return isTemporary(error.problem)
  return error instanceof TypeError && /fetch failed|terminated|network/i.test(error.message)
}

function isTemporary({ code }: { code: string }): boolean {
  return code === 'unavailable' || code === 'too_many'
}

/** The answer, or undefined when there is no such thing. */
async function found<T>(act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act()
  } catch (error) {
    if (error instanceof CallError && error.problem.code === 'not_found') return undefined
    throw error
  }
}

async function ifMissing(look: () => Promise<unknown>, make: () => Promise<unknown>): Promise<void> {
  if ((await found(look)) === undefined) await unlessTaken(make())
}

/** Somebody, perhaps this replay before it was stopped, was first: that is just as well. */
async function unlessTaken(act: Promise<unknown>): Promise<void> {
  try {
    await act
  } catch (error) {
    if (!(error instanceof CallError && error.problem.code === 'conflict')) throw error
  }
}

function once<T>(act: () => Promise<T>): () => Promise<T> {
  let begun: Promise<T> | undefined
  return () => {
    begun ??= act()
    return begun
  }
}
