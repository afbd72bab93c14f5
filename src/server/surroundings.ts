import type { Db } from '#kernel/db.ts'
import type { EpochWatch } from '#kernel/epoch.ts'
import type { Proposal, Surroundings } from '#slices/decisions/index.ts'
import { teamBook } from '#slices/identity/index.ts'
import { policyBook, type Standing } from '#slices/policy/index.ts'
import { type Deployment, phaseTier, pickDeployment, registryBook, switchSpeakers } from '#slices/registry/index.ts'

/** What deciding asks of the records below it, answered from this node's memory. */
export function makeSurroundings(db: Db, watch: EpochWatch): Surroundings {
  const registry = registryBook(watch, db)
  return {
    policy: policyBook(db, watch),
    team: teamBook(db, watch),
    standing: {
      peek(proposal) {
        const deployments = registry.deployments.peek(pairOf(proposal))
        return deployments === undefined ? undefined : standingOf(deployments ?? [], proposal.process)
      },
      load: async (proposal) => void (await registry.deployments.load(pairOf(proposal))),
    },
    switches: {
      peek(proposal, standing) {
        const deploymentId = standing.kind === 'deployed' ? standing.id : null
        const on = registry.switches.peek()
        return on && switchSpeakers(on, { aiAgentId: proposal.aiAgent, deploymentId })
      },
      load: async () => void (await registry.switches.load()),
    },
  }
}

function pairOf(proposal: Proposal): string {
  return `${proposal.aiAgent}/${proposal.team}`
}

const unknown: Standing = { kind: 'unknown' }

function standingOf(deployments: readonly Deployment[], process: string | undefined): Standing {
  const deployment = pickDeployment(deployments, process)
  return deployment ? { kind: 'deployed', id: deployment.id, ...phaseTier(deployment.phase) } : unknown
}

/** In which currency the inputs of a decision type are that hold money, as its standard in force declares them. */
export async function currenciesOf(around: Surroundings, decisionType: string): Promise<Record<string, string>> {
  const inForce = await around.policy.standards.load(decisionType)
  const inputs = Object.entries(inForce?.compiled.standard.inputs ?? {})
  return Object.fromEntries(inputs.flatMap(([name, input]) => (input.type === 'money' ? [[name, input.currency]] : [])))
}
