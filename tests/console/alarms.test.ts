import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as identity from '#slices/identity/contract.ts'
import { addDays, addTally, dayOf, sumTallies } from '#slices/measures/index.ts'
import * as monitoring from '#slices/monitoring/contract.ts'
import { furnish } from '../world.ts'
import { chromiumPath, faultsInBothThemes, go, openBrowser, openPage, settled, sidewaysScroll } from './browser.ts'
import { type ConsoleWorld, consoleWorld } from './console-world.ts'

const admin = { name: 'Ada Admin', email: 'ada@example.com', password: 'correct horse battery staple' }
const title = chromiumPath
  ? 'alarms in a real browser'
  : 'alarms in a real browser: left out, there is no Chromium here (set CHROMIUM_PATH to one)'

describe.runIf(chromiumPath)(title, () => {
  let world: ConsoleWorld
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let complaints: string[]

  beforeAll(async () => {
    world = await consoleWorld()
    browser = await openBrowser()
    context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })
    ;({ page, complaints } = await openPage(context))
    const token = world.setupLink.split('#')[1] ?? ''
    const me = await world.call(identity.completeSetup, { token, ...admin })
    await furnish({ call: world.call, adminId: me.person?.id as string })
    await go(page, `${world.url}/sign-in`)
    await page.getByLabel('E-mail').fill(admin.email)
    await page.getByLabel('Password', { exact: true }).fill(admin.password)
    await page.keyboard.press('Enter')
    await page.waitForURL((url) => !url.pathname.includes('sign-in'))
  }, 120_000)

  afterAll(async () => {
    expect(complaints).toEqual([])
    await browser?.close()
    await world?.end()
  })

  const today = dayOf(new Date())
  const paths = ['/alarms', '/alarms?shown=over', '/settings/alarms', '/weeks', '/weeks?team=billing', '/ai-agents/refund-bot']

  /** Everything that is wrong with the page as it stands. */
  async function faultsHere(): Promise<string[]> {
    const found = (await faultsInBothThemes(page)).map((fault) => `${new URL(page.url()).pathname} ${fault}`)
    await page.setViewportSize({ width: 320, height: 800 })
    const wider = await sidewaysScroll(page)
    if (wider > 0) found.push(`${page.url()} is ${wider} pixels wider than a screen of 320`)
    await page.setViewportSize({ width: 1440, height: 900 })
    return found
  }

  async function faultsOf(wanted: string[]): Promise<string[]> {
    const found: string[] = []
    for (const path of wanted) {
      await go(page, `${world.url}${path}`)
      found.push(...(await faultsHere()))
    }
    return found
  }

  /** Eight usual weeks, frozen, and then a week in which errors are five times as many. */
  async function driftAway() {
    const { db, tail } = world.running
    const about = { teamId: 'billing', aiAgentId: 'refund-bot', kind: 'refund', version: 1, total: 0n, squares: 0n }
    const days = Array.from({ length: 63 }, (_, back) => ({ day: addDays(today, -1 - back), x: back < 7 ? 20 : 4 }))
    const counts = days.flatMap(({ day, x }) => [
      { ...about, measureId: 'decisions', day, n: 200, x: 0 },
      { ...about, measureId: 'errors', day, n: 200, x },
      { ...about, measureId: 'exceptions', day, n: 200, x: 30 },
    ])
    await db.tx((tx) => addTally(tx, sumTallies([{ counts, spreads: [], hours: [] }]), new Date()))
    const window = { from: addDays(today, -63), to: addDays(today, -8) }
    const measures = ['errors', 'exceptions', 'decisions']
    await world.call(monitoring.freezeBaseline, { team: 'billing', aiAgent: 'refund-bot', measures, ...window, reason: 'Quiet weeks' })
    // A watch looks forward; this one is to look at the week that was played.
    await db.query('update watch set from_on = $1, from_at = $2, checked_at = null', [
      addDays(today, -7),
      new Date(Date.now() - 7 * 86_400_000),
    ])
    await db.query('update monitoring_mark set looked_at = null')
    await tail.runOnce()
  }

  test('every page is sound while there is nothing to show', async () => {
    expect(await faultsOf(paths)).toEqual([])
    await go(page, `${world.url}/alarms`)
    await page.getByText('No. Nothing stands out.').waitFor()
    await go(page, `${world.url}/weeks?team=billing`)
    await page.getByRole('link', { name: 'See its flow of cases' }).click()
    await page.waitForURL('**/flow?team=billing')
  }, 120_000)

  test('an alarm stands with its owner, its next step and its promise, and is answered by keyboard', async () => {
    await driftAway()
    await go(page, `${world.url}/alarms`)
    await page.getByText('Yes: one alarm waits for somebody.').waitFor()
    expect(await faultsHere()).toEqual([])
    await page.getByRole('link', { name: 'Errors of Refund bot in Billing: creeping up' }).click()
    await page.getByRole('heading', { name: 'What this watch promises' }).waitFor()
    await page.getByText('Ada Admin, accountable owner').waitFor()
    await page.getByText(/At most 0\.\d+ false alarms a year\./).waitFor()
    await page.getByRole('slider').first().waitFor()
    expect(await faultsHere()).toEqual([])
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/alarm.png`, fullPage: true })
    await page.keyboard.press('a')
    await page.getByRole('dialog').waitFor()
    expect(await faultsHere()).toEqual([])
    await page.getByRole('dialog').getByRole('button', { name: 'I look after it' }).click()
    await page.getByText('Looked after').waitFor()
    await page.keyboard.press('x')
    await page.getByRole('dialog').getByLabel('In a few words').fill('Harder cases since the new plan.')
    await page.getByRole('checkbox').click()
    expect(await faultsHere()).toEqual([])
    await page.getByRole('dialog').getByRole('button', { name: 'Explain it' }).click()
    await page.getByText('Explained').first().waitFor()
    const { items } = await world.call(monitoring.listBaselines, { aiAgent: 'refund-bot', measure: 'errors', isCurrent: true, limit: 50 })
    expect(items[0]?.value).toBeCloseTo(0.1, 5)
  }, 120_000)

  test('every page is sound when it is full, and the AI agent shows its weeks against the baseline', async () => {
    await settled(page)
    expect(await faultsOf(paths)).toEqual([])
    await go(page, `${world.url}/ai-agents/refund-bot`)
    await page.getByRole('heading', { name: 'Errors, week by week' }).waitFor()
    const weeks = page.getByRole('table', { name: 'Week by week', exact: true }).locator('tbody tr')
    expect(await weeks.first().textContent()).toContain('goes on')
    // Nothing was counted before: those weeks are no rows.
    expect(await weeks.last().locator('td').first().textContent()).not.toBe('none')
    await go(page, `${world.url}/settings/alarms`)
    await page.getByRole('button', { name: 'Freeze a baseline' }).click()
    await page.getByRole('dialog').waitFor()
    expect(await faultsHere()).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByLabel('Slow drift').fill('9')
    await page.getByRole('button', { name: 'Save the budget' }).click()
    await page.getByText('Write a number from 0.05 to 4.').waitFor()
    if (process.env.SHOTS) {
      for (const path of ['/alarms?shown=over', '/settings/alarms', '/weeks', '/ai-agents/refund-bot']) {
        await go(page, `${world.url}${path}`)
        await page.screenshot({ path: `${process.env.SHOTS}/${path.replace(/\W/g, '-')}.png`, fullPage: true })
      }
    }
  }, 120_000)
})
