export { createKey, Key, listKeys, revokeKey } from './contract/keys.ts'
export { addPerson, disablePerson, enablePerson, getPerson, invitePerson, listPeople, Person, updatePerson } from './contract/people.ts'
export { acceptInvitation, completeSetup, getSetup, listRights, me, RightsTable, signIn, signOut } from './contract/session.ts'
export { Grant, Me, passwordLengthMin, roleIds, scopeIds } from './contract/shapes.ts'
export {
  createDepartment,
  createTeam,
  Department,
  getTeam,
  listDepartments,
  listTeams,
  Team,
  updateDepartment,
  updateTeam,
} from './contract/teams.ts'
