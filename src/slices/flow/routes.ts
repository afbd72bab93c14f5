import { type App, serve } from '#kernel/http.ts'
import * as contract from './contract.ts'
import { getArrivals, getBacklog, getPassedOn, getQuietTeams } from './verbs.ts'

export function mountFlow(app: App): void {
  serve(app, contract.getArrivals, getArrivals)
  serve(app, contract.getBacklog, getBacklog)
  serve(app, contract.getPassedOn, getPassedOn)
  serve(app, contract.getQuietTeams, getQuietTeams)
}
