import { type App, serve } from '#kernel/http.ts'
import { cardForm } from './card.ts'
import * as contract from './contract.ts'
import { changeAiAgent, getAiAgent, listAiAgents, registerAiAgent, retireAiAgent, setOwners } from './verbs/ai-agents.ts'
import { checkToday } from './verbs/checks.ts'
import { changePhase, createDeployment, getDeployment, listDeployments } from './verbs/deployments.ts'
import { applyImport, exportRegistry, tryImport } from './verbs/exchange.ts'
import { nothingAgainst, type RequireMayLaunch } from './verbs/launch.ts'
import type { People } from './verbs/people.ts'
import { listKillSwitches, setKillSwitch } from './verbs/switches.ts'

/** Mounts the slice. `people` knows persons and teams; `requireMayLaunch` knows what stands against going live. */
export function mountRegistry(app: App, people: People, requireMayLaunch = nothingAgainst): void {
  serve(app, contract.listAiAgents, listAiAgents(people))
  serve(app, contract.getAiAgent, getAiAgent(people))
  serve(app, contract.registerAiAgent, registerAiAgent(people))
  serve(app, contract.changeAiAgent, changeAiAgent(people))
  serve(app, contract.setOwners, setOwners(people))
  serve(app, contract.retireAiAgent, retireAiAgent(people))
  serve(app, contract.checkToday, checkToday(people))
  serve(app, contract.cardForm, () => ({ fields: [...cardForm] }))
  serve(app, contract.listDeployments, listDeployments)
  serve(app, contract.getDeployment, getDeployment)
  serve(app, contract.createDeployment, createDeployment(people, requireMayLaunch))
  serve(app, contract.changePhase, changePhase(people, requireMayLaunch))
  serve(app, contract.listKillSwitches, listKillSwitches)
  serve(app, contract.setKillSwitch, setKillSwitch(people))
  serve(app, contract.exportRegistry, exportRegistry(people))
  mountImport(app, people, requireMayLaunch)
}

function mountImport(app: App, people: People, requireMayLaunch: RequireMayLaunch): void {
  const [attempt, apply] = [tryImport(people), applyImport(people, requireMayLaunch)]
  serve(app, contract.importRegistry, (ctx, { text, dryRun }) => (dryRun ? attempt : apply)(ctx, { text }))
}
