import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '#kernel/config.ts'
import { insideCall } from '#server/inside-call.ts'
import { start } from '#server/main.ts'
import * as identity from '#slices/identity/contract.ts'
import * as policy from '#slices/policy/contract.ts'
import * as registry from '#slices/registry/contract.ts'
import { standard } from './case.mjs'

/** The product as it is, on the database at DATABASE_URL, with one team, one live AI agent and one standard. */
const dataDir = mkdtempSync(join(tmpdir(), 'pilotage-bench-data-'))
const config = readConfig({ ...process.env, PILOTAGE_PORT: '0', PILOTAGE_DATA_DIR: dataDir })
let link = ''
const started = await start(config, (line) => {
  link = /#(\S+)/.exec(line)?.[1] ?? link
})
const { running } = started
const call = insideCall(running.app, running.operatorKey)
const me = await insideCall(running.app, '')(identity.completeSetup, {
  token: link,
  name: 'Bench',
  email: 'bench@example.com',
  password: 'a long enough password',
}).catch(() => null)
if (me) {
  const owner = me.person.id
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
const key = await call(identity.createKey, {
  name: 'bench',
  scopes: ['decisions:write'],
  teams: ['billing'],
  aiAgent: null,
  expiresInDays: 1,
})
console.log(JSON.stringify({ port: Number(new URL(started.url).port), token: key.token }))
process.on('SIGTERM', () => started.stop().then(() => process.exit(0)))
