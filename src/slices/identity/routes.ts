import { type App, serve } from '#kernel/http.ts'
import type { Identity } from './auth/identity.ts'
import * as contract from './contract.ts'
import { rightsInWords } from './rights.ts'
import { createKey, listKeys, revokeKey } from './verbs/keys.ts'
import { addPerson, disablePerson, enablePerson, getPerson, invitePerson, listPeople, updatePerson } from './verbs/people.ts'
import { describeMe, signIn, signOut } from './verbs/session.ts'
import { acceptInvitation, completeSetup, readSetup } from './verbs/set-up.ts'
import { createDepartment, createTeam, getTeam, listDepartments, listTeams, updateDepartment, updateTeam } from './verbs/teams.ts'

/** Mounts every act of identity. */
export function mountIdentity(app: App, identity: Identity): void {
  serve(app, contract.getSetup, readSetup)
  serve(app, contract.completeSetup, (ctx, input) => completeSetup(identity, ctx, input))
  serve(app, contract.acceptInvitation, (ctx, input) => acceptInvitation(identity, ctx, input))
  serve(app, contract.signIn, (ctx, input) => signIn(identity, ctx, input))
  serve(app, contract.signOut, (ctx) => signOut(identity, ctx))
  serve(app, contract.me, (ctx) => describeMe(identity, ctx))
  serve(app, contract.listRights, rightsInWords)
  serve(app, contract.listDepartments, listDepartments)
  serve(app, contract.createDepartment, createDepartment)
  serve(app, contract.updateDepartment, updateDepartment)
  serve(app, contract.listTeams, listTeams)
  serve(app, contract.getTeam, getTeam)
  serve(app, contract.createTeam, createTeam)
  serve(app, contract.updateTeam, updateTeam)
  serve(app, contract.listPeople, listPeople)
  serve(app, contract.getPerson, getPerson)
  serve(app, contract.addPerson, (ctx, input) => addPerson(identity, ctx, input))
  serve(app, contract.updatePerson, updatePerson)
  serve(app, contract.disablePerson, disablePerson)
  serve(app, contract.enablePerson, enablePerson)
  serve(app, contract.invitePerson, (ctx, input) => invitePerson(identity, ctx, input))
  serve(app, contract.listKeys, listKeys)
  serve(app, contract.createKey, (ctx, input) => createKey(identity, ctx, input))
  serve(app, contract.revokeKey, revokeKey)
}
