import type { Db } from '#kernel/db.ts'
import type { EpochWatch } from '#kernel/epoch.ts'
import type { Surroundings } from '#slices/decisions/index.ts'
import { teamBook } from '#slices/identity/index.ts'
import { type BundledPlaces, policyBook, type Standing } from '#slices/policy/index.ts'
import { type Deployment, type KillSwitch, phaseTier, pickDeployment, registryBook, switchSpeakers } from '#slices/registry/index.ts'

/** What deciding asks of the records below it, answered from this node's memory. */
export function makeSurroundings(db: Db, watch: EpochWatch): Surroundings & { places(pair: Pair): Promise<BundledPlaces | null> } {
  const registry = registryBook(watch, db)
  const team = teamBook(db, watch)
  return {
    policy: policyBook(db, watch),
    team,
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
    async places(pair) {
      const [found, deployments, on] = await Promise.all([
        team.load(pair.team),
        registry.deployments.load(pairOf(pair)),
        registry.switches.load(),
      ])
      return found && { timeZone: found.timeZone, ...placesAmong(deployments ?? [], { aiAgentId: pair.aiAgent, on }) }
    },
  }
}

type Pair = { team: string; aiAgent: string }

/** Where an AI agent stands in each of a team's processes. Whom to ask about a switch is a person's name, and stays in the house. */
function placesAmong(
  deployments: readonly Deployment[],
  of: { aiAgentId: string; on: readonly KillSwitch[] },
): Omit<BundledPlaces, 'timeZone'> {
  const place = (process: string | null, standing: Standing) => {
    const deploymentId = standing.kind === 'deployed' ? standing.id : null
    return { process, standing, off: switchSpeakers(of.on, { aiAgentId: of.aiAgentId, deploymentId }).map(({ because }) => because) }
  }
  const processes = new Set(deployments.map(({ process }) => process))
  return {
    places: [
      place(null, standingOf(deployments, undefined)),
      ...[...processes].sort().map((process) => place(process, standingOf(deployments, process))),
    ],
    elsewhere: place(null, unknown),
  }
}

function pairOf(proposal: Pair): string {
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
