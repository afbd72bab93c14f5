import * as identity from '#slices/identity/contract.ts'
import * as policy from '#slices/policy/contract.ts'
import * as registry from '#slices/registry/contract.ts'
import { standard } from './case.mjs'

/**
 * One administrator, one team, one live AI agent and one standard, made through the API where they are not there yet.
 * `nobody` calls without a key, `operator` with the key of the machine. Answers a key for decisions.
 */
export async function furnish({ nobody, operator, setupToken }) {
  const me = await nobody(identity.completeSetup, {
    token: setupToken,
    name: 'Bench',
    email: 'bench@example.com',
    password: 'a long enough password',
  }).catch(() => null)
  if (me) await furnishFirst(operator, me.person.id)
  const key = await operator(identity.createKey, {
    name: 'bench',
    scopes: ['decisions:write'],
    teams: process.env.BENCH_ALL_TEAMS ? null : ['billing'],
    aiAgent: null,
    expiresInDays: 1,
  })
  return key.token
}

async function furnishFirst(call, owner) {
  await call(identity.createTeam, { id: 'billing', name: 'Billing', timeZone: 'UTC', department: null, lead: null })
  const { fields } = await call(registry.cardForm, {})
  const filled = fields.filter((field) => field.isRequired && field.form !== 'owner')
  const card = Object.fromEntries(filled.map((field) => [field.field, field.form === 'list' ? ['bench'] : 'bench']))
  await call(registry.registerAiAgent, {
    id: 'bench-bot',
    name: 'Bench bot',
    function: 'bench',
    accountableOwner: owner,
    technicalOwner: owner,
    card,
  })
  await call(registry.createDeployment, { aiAgentId: 'bench-bot', teamId: 'billing', process: 'bench', phase: 'live' })
  await call(policy.apply, { text: standard, reason: 'benchmark' })
}
