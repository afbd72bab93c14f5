import { beforeEach, describe, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { actor, ada, bo, entriesOf, leadOf, type RegistryWorld, refundBot, registryWorld } from '../../../tests/registry-world.ts'
import * as contract from './contract.ts'

let world: RegistryWorld
beforeEach(async () => {
  world = await registryWorld()
})

const text = `registry: 1
aiAgents:
  - id: refund-bot
    name: Refund bot
    function: Refunds
    vendor: Acme
    accountableOwner: ada@example.com
    technicalOwner: bo@example.com
    card:
      whatItDoes: Answers questions about refunds.
      dataItReads: [Orders, Payments]
      decidesAlone: [Refunds up to 50]
      escalatesWhen: [The customer is angry]
      knownLimits: [Cannot read attachments]
    deployments:
      - { team: billing, phase: live }
      - { team: airline, process: bookings, phase: paused, pausedFrom: assist }
  - id: greeter
    name: Greeter
    function: Says hello
`

const bring = (words: string, dryRun = false) => world.call(contract.importRegistry, { text: words, dryRun })
const results = (answer: { rows: { id: string; result: string }[] }) => answer.rows.map((row) => `${row.id} ${row.result}`)
const counted = async (table: string) => (await world.db.query<{ count: number }>(`select count(*) as count from ${table}`))[0]?.count
const refused = (words: string) =>
  bring(words).then(
    () => [],
    (error) => error.problem.faults.map((fault: { path: string; message: string }) => `${fault.path} · ${fault.message}`),
  )

describe('importing a registry', () => {
  test('brings in AI agents, cards, owners and deployments, each with its audit entry', async () => {
    const answer = await bring(text)
    expect(answer).toMatchObject({ isApplied: true, rows: [{ line: 3 }, { line: 16 }, { line: 17 }, { line: 18 }] })
    expect(results(answer)).toEqual([
      'refund-bot created',
      'refund-bot~billing~general created',
      'refund-bot~airline~bookings created',
      'greeter created',
    ])
    expect(await world.call(contract.getAiAgent, { aiAgent: 'refund-bot' })).toMatchObject({
      accountableOwner: { id: ada.id },
      technicalOwner: { id: bo.id },
      completeness: { share: 1 },
      deployments: [
        { phase: 'paused', pausedFrom: 'assist', process: 'bookings' },
        { phase: 'live', process: 'general' },
      ],
    })
    expect(await entriesOf(world, 'ai_agent.import')).toHaveLength(2)
    expect(await entriesOf(world, 'deployment.import')).toHaveLength(2)
    expect(await entriesOf(world, 'registry.import')).toMatchObject([{ subject: 'registry', actor: 'p-someone' }])
  })

  test('a second time changes nothing', async () => {
    await bring(text)
    const before = await world.call(contract.getAiAgent, { aiAgent: 'refund-bot' })
    const again = await bring(text)
    expect(new Set(again.rows.map((row) => row.result))).toEqual(new Set(['unchanged']))
    expect(await world.call(contract.getAiAgent, { aiAgent: 'refund-bot' })).toEqual(before)
    expect(await entriesOf(world, 'ai_agent.import')).toHaveLength(2)
  })

  test('as a dry run says what would happen and changes nothing', async () => {
    const answer = await bring(text, true)
    expect(answer.isApplied).toBe(false)
    expect(answer.rows.map((row) => row.result)).toEqual(['created', 'created', 'created', 'created'])
    expect([await counted('ai_agent'), await counted('deployment'), await counted('audit_entry')]).toEqual([0, 0, 0])
  })

  test('with one fault brings in nothing and names the line', async () => {
    const answer = await refused(text.replace('team: airline', 'team: nowhere'))
    expect(answer).toEqual(['line 17: deployments[1].team · There is no team nowhere. Make the team first, or check its id.'])
    expect([await counted('ai_agent'), await counted('deployment'), await counted('audit_entry')]).toEqual([0, 0, 0])
    const tried = await bring(text.replace('team: airline', 'team: nowhere'), true)
    expect(tried.rows.map((row) => row.result)).toEqual(['created', 'created', 'refused', 'created'])
  })

  test('changes only what is said, and says what that is', async () => {
    await bring(text)
    const answer = await bring(
      'registry: 1\naiAgents:\n  - id: refund-bot\n    vendor: Zeta\n    card: { model: m-2, knownLimits: null }\n',
    )
    expect(answer.rows).toMatchObject([{ result: 'changed', changes: ['vendor', 'card'] }])
    const got = await world.call(contract.getAiAgent, { aiAgent: 'refund-bot' })
    expect(got).toMatchObject({ name: 'Refund bot', vendor: 'Zeta', card: { model: 'm-2' }, etag: '2' })
    expect(got.card.knownLimits).toBeUndefined()
  })

  test.each([
    ['an owner whom nobody knows', ['ada@example.com', 'eve@example.com'], 'Nobody here has the address eve@example.com.'],
    ['an owner who has left', ['bo@example.com', 'cy@example.com'], 'Cy is not active here.'],
    [
      'live with holes in the card',
      ['knownLimits: [Cannot read attachments]', 'model: m'],
      'The AI agent card is not complete: known limits.',
    ],
    ['live without an owner', ['    accountableOwner: ada@example.com\n', ''], 'cannot go live'],
    ['the same AI agent twice', ['id: greeter', 'id: refund-bot'], 'stands on line 3 already'],
    ['a name that is missing', ['    name: Greeter\n', ''], '"name" is missing.'],
  ])('refuses %s', async (_title, [from, to], message) => {
    expect((await refused(text.replace(from as string, to as string)))[0]).toContain(message)
    expect(await counted('ai_agent')).toBe(0)
  })

  test('keeps to the legal moves of a deployment that is there already', async () => {
    await bring(text)
    const [fault] = await refused(text.replace('phase: paused, pausedFrom: assist', 'phase: live'))
    expect(fault).toContain('line 17: deployments[1].phase · A deployment in paused cannot go to live in one step.')
    const lower = await bring(text.replace('phase: paused, pausedFrom: assist', 'phase: assist'))
    expect(lower.rows[2]).toMatchObject({ result: 'changed', changes: ['phase: paused to assist'] })
  })

  test('retires an AI agent with all that it is deployed for, and never brings it back', async () => {
    await bring(text)
    const gone = 'registry: 1\naiAgents:\n  - id: refund-bot\n    status: retired\n'
    expect(results(await bring(gone)).sort()).toEqual([
      'refund-bot changed',
      'refund-bot~airline~bookings changed',
      'refund-bot~billing~general changed',
    ])
    expect(results(await bring(gone))).toEqual(['refund-bot unchanged'])
    expect((await refused(text))[0]).toContain('is retired, and that is final')
    expect((await refused(gone.replace('retired', 'active')))[0]).toContain('line 4: status · refund-bot is retired, and that is final')
  })

  test('does not put a retired deployment back to work', async () => {
    await bring(text)
    const changed = await bring(text.replace('phase: live', 'phase: retired'))
    expect(changed.rows[1]).toMatchObject({ result: 'changed' })
    expect((await refused(text))[0]).toContain('is retired, and that is final')
  })

  test('tells the hot path', async () => {
    await bring(text)
    await world.watch.refresh()
    expect(await world.book.deployments.load('refund-bot/billing')).toMatchObject([{ phase: 'live' }])
    await bring(text.replace('phase: live', 'phase: assist'))
    await world.watch.refresh()
    expect(await world.book.deployments.load('refund-bot/billing')).toMatchObject([{ phase: 'assist' }])
  })

  test('needs the right over all AI agents, and over the deployments that it touches', async () => {
    const lead = world.callAs(leadOf('billing'))
    await expect(lead(contract.importRegistry, { text, dryRun: false })).rejects.toMatchObject({ problem: { code: 'not_allowed' } })
    await expect(lead(contract.importRegistry, { text, dryRun: true })).rejects.toMatchObject({ problem: { code: 'not_allowed' } })
    const clerk = world.callAs(actor({ scopes: ['ai-agents:read', 'ai-agents:write'] }))
    await expect(clerk(contract.importRegistry, { text, dryRun: false })).rejects.toMatchObject({ problem: { code: 'not_allowed' } })
    expect([await counted('ai_agent'), await counted('audit_entry')]).toEqual([0, 0])
  })

  test('twice at the same moment brings everything in once', async () => {
    const both = await Promise.all([bring(text), bring(text)])
    expect(both.map((answer) => answer.rows[0]?.result).sort()).toEqual(['created', 'unchanged'])
    expect(await counted('deployment')).toBe(2)
  })

  test('takes five hundred AI agents at once', async () => {
    const many = Array.from(
      { length: 500 },
      (_, nth) => `  - { id: bot-${nth}, name: Bot ${nth}, function: Greets, deployments: [{ team: billing }] }\n`,
    )
    const answer = await bring(`registry: 1\naiAgents:\n${many.join('')}`)
    expect(answer.rows).toHaveLength(1000)
    expect(await counted('deployment')).toBe(500)
  })
})

describe('exporting the registry', () => {
  const exported = (format: 'yaml' | 'csv' | 'backstage') => world.call(contract.exportRegistry, { format })

  test('as YAML gives what import reads as no change at all', async () => {
    await bring(text)
    const { text: yaml, contentType } = await exported('yaml')
    expect(contentType).toBe('application/yaml')
    expect(new Set((await bring(yaml)).rows.map((row) => row.result))).toEqual(new Set(['unchanged']))
  })

  test('as YAML makes the same registry in an empty installation', async () => {
    await bring(text)
    await bring(text.replace('phase: live', 'phase: retired'))
    const yaml = (await exported('yaml')).text
    world = await registryWorld()
    await bring(yaml)
    expect((await exported('yaml')).text).toBe(yaml)
  })

  test('as CSV has a row for each AI agent, and no cell that a spreadsheet would run', async () => {
    await world.call(contract.registerAiAgent, { ...refundBot, name: '=SUM(A1)', function: 'Refunds, "fast"', vendor: '@home' })
    const { text: csv, contentType } = await exported('csv')
    expect(contentType).toBe('text/csv; charset=utf-8')
    const [heading, row, end] = csv.split('\r\n')
    expect(heading).toContain('id,name,function,accountable owner')
    expect(row).toContain(`refund-bot,'=SUM(A1),"Refunds, ""fast""",Ada <ada@example.com>,Bo <bo@example.com>,'@home,`)
    expect(end).toBe('')
  })

  test('as Backstage entities has one document for each AI agent', async () => {
    await bring(text)
    const entities = parseAllDocuments((await exported('backstage')).text).map((each) => ('toJS' in each ? each.toJS() : each))
    expect(entities).toHaveLength(2)
    expect(entities[1]).toMatchObject({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'AiResource',
      metadata: {
        name: 'refund-bot',
        title: 'Refund bot',
        description: 'Refunds',
        annotations: { 'pilotage/accountable-owner': 'ada@example.com' },
      },
      spec: { type: 'agent', lifecycle: 'experimental', owner: 'user:default/ada' },
    })
    expect(entities[0]).toMatchObject({ spec: { owner: 'group:default/unowned' } })
  })

  test('is closed to whoever may not see AI agents', async () => {
    const stranger = world.callAs(actor({ scopes: ['checks:write'] }))
    await expect(stranger(contract.exportRegistry, { format: 'yaml' })).rejects.toMatchObject({ problem: { code: 'not_allowed' } })
  })
})
