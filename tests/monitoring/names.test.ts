import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as escalation from '#slices/escalation/contract.ts'
import * as identity from '#slices/identity/contract.ts'
import * as monitoring from '#slices/monitoring/contract.ts'
import * as registry from '#slices/registry/contract.ts'
import { furnish, type World, world } from '../world.ts'

let here: World
beforeAll(async () => {
  here = await world()
  await furnish(here)
})
afterAll(() => here?.end())

const id = (last: number) => `01a2003d-3acd-7542-a63f-${String(last).padStart(12, '0')}`

/** An alarm as it was written before names were made at reading, or as it is written now. */
async function keepAlarm(last: number, place: { kind: string; aiAgent: string; title: string }): Promise<void> {
  await here.running.db.query(
    `insert into alarm (team_id, id, ai_agent_id, kind, measure_id, state, severity, owner_role, title, says, next_step, evidence, since, raised_at, seen_at, times)
     values ('billing', $1, $2, $3, 'errors', 'fixed', 'high', 'team_lead', $4, 'Something.', 'Look.',
             '{"baseline":null,"seen":null,"values":null,"excess":null,"expected":null,"waiting":null,"waitingMax":null}', $5, $5, $5, 1)`,
    [id(last), place.aiAgent, place.kind, place.title, here.clock.now()],
  )
}

const alarmTitles = async () => (await here.call(monitoring.listAlarms, { limit: 10 })).items.map(({ title }) => title)

test('alarms say names, those that were kept with ids too, and follow when somebody renames', async () => {
  await keepAlarm(1, { kind: 'spike', aiAgent: 'refund-bot', title: 'Errors of refund-bot in billing jumped' })
  await keepAlarm(2, { kind: 'drift', aiAgent: '', title: 'Knowledge used of team billing: falling' })
  await keepAlarm(3, { kind: 'silence', aiAgent: 'refund-bot', title: '{ai-agent:refund-bot} in {team:billing} stopped asking' })
  expect(await alarmTitles()).toEqual([
    'Refund bot in Billing stopped asking',
    'Knowledge used of team Billing: falling',
    'Errors of Refund bot in Billing jumped',
  ])
  const bot = await here.call(registry.getAiAgent, { aiAgent: 'refund-bot' })
  await here.call(registry.changeAiAgent, { aiAgent: 'refund-bot', name: 'Money back' }, { ifMatch: bot.etag })
  expect((await here.call(monitoring.getAlarm, { alarm: id(1) })).title).toBe('Errors of Money back in Billing jumped')
})

/** An escalation as it was written before names were made at reading. */
async function keepEscalation(last: number, of: { subject: string; title: string; text?: string; drill?: string }): Promise<void> {
  await here.running.db.query(
    `insert into escalation (team_id, id, severity, kind, subject, title, body, drill_id, state, step, steps_count, has_procedure, items_count, opened_at, closed_at)
     values ('billing', $1, 'high', $2, $3, $4, $5, $6, 'closed', 1, 1, true, 0, $7, $7)`,
    [id(last), of.drill ? 'drill' : 'alarm', of.subject, of.title, of.text ?? 'Look.', of.drill ?? null, here.clock.now()],
  )
}

test('escalations of before read well too, and moving them once more changes nothing', async () => {
  await here.call(identity.createTeam, { id: 'bill', name: 'Other', department: null, timeZone: 'UTC', lead: null })
  await keepEscalation(11, { subject: 'alarm:billing/refund-bot/spike/errors', title: 'Errors of refund-bot in billing jumped' })
  await keepEscalation(12, { subject: 'limit:billing/refund-bot/rate', title: 'A limit is broken: refund-bot in team billing' })
  await keepEscalation(13, { subject: 'limit:billing/*/depth', title: 'A limit is broken: the AI agents in team billing' })
  const text = 'refund-bot answers no more. Do what you would do if it were so.'
  await keepEscalation(14, { subject: `drill:${id(90)}`, title: 'refund-bot has stopped', text, drill: id(90) })
  const move = readFileSync('src/slices/escalation/migrations/0066-names.sql', 'utf8')
  for (const statement of move.split(';\n').filter((one) => one.trim() !== '')) await here.running.db.query(statement)
  const read = async () => (await here.call(escalation.listEscalations, { limit: 10 })).items.map(({ title, text: told }) => [title, told])
  const named = [
    ['Money back has stopped', 'Money back answers no more. Do what you would do if it were so.'],
    ['A limit is broken: the AI agents in team Billing', 'Look.'],
    ['A limit is broken: Money back in team Billing', 'Look.'],
    ['Errors of Money back in Billing jumped', 'Look.'],
  ]
  expect(await read()).toEqual(named)
  for (const statement of move.split(';\n').filter((one) => one.trim() !== '')) await here.running.db.query(statement)
  expect(await read()).toEqual(named)
})
