import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as capacity from '#slices/capacity/contract.ts'
import * as identity from '#slices/identity/contract.ts'
import * as notifications from '#slices/notifications/contract.ts'
import * as registry from '#slices/registry/contract.ts'
import { chromiumPath, faultsInBothThemes, go, sidewaysScroll } from './browser.ts'
import { type Desk, desk, propose } from './review-world.ts'

const title = chromiumPath
  ? 'what a reader sees and takes along, in a real browser'
  : 'what a reader sees and takes along: left out, there is no Chromium here (set CHROMIUM_PATH to one)'

describe.runIf(chromiumPath)(title, () => {
  let here: Desk
  let page: Page
  let token: string

  beforeAll(async () => {
    here = await desk('ada@example.com')
    page = here.page
    const { call } = here.world
    await propose(call, 2)
    const key = { name: 'night shift', scopes: ['decisions:read' as const], teams: ['billing'], aiAgent: null, expiresInDays: 30 }
    token = (await call(identity.createKey, key)).token ?? ''
    const target = { kind: 'webhook' as const, url: 'https://hooks.example.com/in?key=topsecret' }
    await call(notifications.createChannel, { name: 'Desk hook', teamId: 'billing', target, events: [], aiAgentId: null, isOn: true })
  }, 180_000)

  afterAll(() => here?.end())

  const open = (path: string) => go(page, `${here.world.url}${path}`)

  /** Everything that is wrong with the page as it stands, in both themes and on a narrow screen. */
  async function faultsHere(): Promise<string[]> {
    // What the bar on top covers while the page is scrolled is no fault of the page.
    await page.evaluate(() => scrollTo(0, 0))
    const found = await faultsInBothThemes(page)
    await page.setViewportSize({ width: 320, height: 800 })
    const wider = await sidewaysScroll(page)
    await page.setViewportSize({ width: 1440, height: 900 })
    return wider > 0 ? [...found, `${wider} pixels wider than a screen of 320`] : found
  }

  /** What the browser saves: the lines about it, and the rows below. */
  async function saved(press: () => Promise<void>): Promise<{ name: string; about: string; rows: string[] }> {
    const [file] = await Promise.all([page.waitForEvent('download'), press()])
    const lines = (await readFile(await file.path(), 'utf8')).slice(1).split('\r\n').filter(Boolean)
    return {
      name: file.suggestedFilename(),
      about: lines.filter((line) => line.startsWith('#')).join('\n'),
      rows: lines.filter((line) => !line.startsWith('#')),
    }
  }

  test('the overview draws the newest simulation, with the volume at which the queue breaks, also in words', async () => {
    await open('/overview')
    await page.getByText('Nothing was simulated yet.').waitFor()
    const asked = capacity.Question.parse({ team: 'billing', volumePerDay: 1000, exceptionRate: 0.05, handleMinutes: 6 })
    const { id } = await here.world.call(capacity.startRun, { ...asked, play: { ...asked.play, days: 50, seed: 7 } })
    await expect.poll(async () => (await here.world.call(capacity.getRun, { run: id })).state, { timeout: 60_000 }).toBe('done')
    const run = await here.world.call(capacity.getRun, { run: id })
    const volume = Math.round(run.breaksAtVolume?.value ?? 0).toLocaleString('en')
    await open('/overview')
    const chart = page.getByRole('slider', { name: new RegExp(`Billing: breaks at about ${volume} cases a day`) })
    await chart.waitFor()
    await page.getByText(`The queue stops emptying overnight at about ${volume} cases a day`, { exact: false }).waitFor()
    await chart.focus()
    await page.keyboard.press('Home')
    expect(await chart.getAttribute('aria-valuetext')).toMatch(/^1,000: Wait, 9 of 10 [\d.,]+ \([\d.,]+ to [\d.,]+\)$/)
    expect(await faultsHere()).toEqual([])
    const { name, about, rows } = await saved(() => page.keyboard.press('d'))
    expect(name).toBe('capacity-by-volume-wait.csv')
    expect(about).toContain(`The queue stops emptying overnight at about ${volume} cases a day`)
    expect(rows).toHaveLength(1 + (run.answer?.curve.length ?? 0))
    await page
      .locator('label')
      .filter({ hasText: /^People$/ })
      .click()
    await page.waitForURL('**/overview?curve=people')
    await chart.focus()
    await page.keyboard.press('Home')
    expect(await chart.getAttribute('aria-valuetext')).toMatch(/People to plan \d+/)
    await page.keyboard.press('t')
    await page.getByRole('columnheader', { name: 'People to plan' }).first().waitFor()
  }, 120_000)

  test.each([
    { path: '/settings/people', file: 'people.csv', row: /^Tia Teammate,tia@example.com,Teammate in Billing,Active$/ },
    { path: '/settings/keys', file: 'api-keys.csv', row: /^night shift,In use,\w+,decisions:read,Billing,Any AI agent,/ },
    { path: '/ai-agents/refund-bot', file: 'deployments-refund-bot.csv', title: 'Where it works', row: /^Billing,refunds,Live,/ },
    { path: '/policy/refund', file: 'versions-refund.csv', row: /^1,.*for the test/ },
    { path: '/audit', file: 'audit-log.csv', row: /^deployment.create,/ },
    { path: '/settings/channels', file: 'channels.csv', row: /^Desk hook,[^,]*,hooks.example.com,Billing,/ },
    { path: '/escalation?team=billing', file: 'procedures-billing.csv', row: /^Critical,1,Team lead,/ },
    { path: '/now?window=7d', file: 'decisions.csv', title: 'Latest decisions', row: /,Refund bot,Billing,/ },
  ])(
    'the key d on $path saves the table that stands there, in names, and nothing secret',
    async ({ path, file, title: chosen, row }) => {
      await open(path)
      const { name, about, rows } = await saved(async () => {
        await page.keyboard.press('d')
        if (!chosen) return
        await page.getByRole('dialog', { name: 'Which table?' }).waitFor()
        await page.keyboard.type(chosen)
        await page.keyboard.press('Enter')
      })
      expect(name).toBe(file)
      expect(about).toContain(`# Address,${here.world.url}${path}`)
      expect(
        rows.filter((line) => row.test(line)),
        rows.join('\n'),
      ).not.toEqual([])
      expect([about, ...rows].join('\n')).not.toMatch(path === '/audit' ? /whsec_/ : /topsecret|whsec_/)
      expect([about, ...rows].join('\n')).not.toContain(token)
      expect(await faultsHere()).toEqual([])
    },
    60_000,
  )

  test('stop buttons of one team are told apart by what is stopped, and the audit list tells stopped from let go on', async () => {
    const { call } = here.world
    const more = { aiAgentId: 'refund-bot', teamId: 'billing', process: 'vouchers', phase: 'shadow' as const }
    const { id } = await call(registry.createDeployment, more)
    await open('/ai-agents/refund-bot')
    const stops = page.getByRole('button', { name: /^Stop its work for Billing/ })
    await stops.nth(1).waitFor()
    expect(await stops.allInnerTexts()).toEqual(['Stop its work for Billing: refunds', 'Stop its work for Billing: vouchers'])
    const phases = page.getByRole('button', { name: /^Change phase for Billing/ })
    const labels = await phases.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')))
    expect(new Set(labels).size).toBe(labels.length)
    const over = { scope: 'deployment' as const, target: id }
    await call(registry.setKillSwitch, { ...over, isOn: true, reason: 'vouchers go wrong' })
    await page.getByText('Its work for Billing: vouchers is stopped').waitFor()
    await call(registry.setKillSwitch, { ...over, isOn: false, reason: 'mended' })
    await open('/audit?what=kill_switch.set')
    const deeds = await page.locator('tbody tr th').allInnerTexts()
    expect(deeds.map((deed) => deed.split('\n')[0]?.trim())).toEqual(['Kill switch off: may go on', 'Kill switch on: stopped'])
    const { rows } = await saved(() => page.keyboard.press('d'))
    expect(rows[1]).toMatch(/^kill_switch.set,Kill switch off: may go on,/)
    expect(await faultsHere()).toEqual([])
  }, 60_000)

  test('an AI agent’s page has a door to everything about it, and says how it asks', async () => {
    await open('/ai-agents/refund-bot')
    const doors = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Everything about it' }) })
    await doors.getByText('none goes on').waitFor()
    await doors.getByText('not set').waitFor()
    const paths = await doors.getByRole('link').evaluateAll((links) => links.map((link) => link.getAttribute('href')))
    expect(paths).toEqual([
      '/now?agent=refund-bot&window=7d',
      '/review?aiAgent=refund-bot',
      '/alarms?agent=refund-bot',
      '/alarms?agent=refund-bot&shown=over',
      '/limits?team=billing',
      '/weeks?team=billing',
      '/review/causes?team=billing',
      '/conversations?agent=refund-bot',
      '/confidence?agent=refund-bot',
      '/audit?subject=ai_agent%3Arefund-bot',
    ])
    await page.locator('summary', { hasText: 'From the command line' }).click()
    await page.getByText('"aiAgent": "refund-bot", "team": "billing"', { exact: false }).waitFor()
    expect(await faultsHere()).toEqual([])
    await doors.getByRole('link', { name: 'Its part of the queue' }).click()
    await page.getByText('Only what Refund bot asked.').waitFor()
    expect(await faultsHere()).toEqual([])
    await page.getByRole('button', { name: 'All AI agents' }).click()
    await page.waitForURL('**/review')
  }, 60_000)

  test('the content policy of the pages was never broken, and no script failed', () => {
    expect(here.complaints).toEqual([])
  })
})
