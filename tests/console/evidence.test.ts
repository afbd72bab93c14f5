import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as usage from '#slices/usage/contract.ts'
import { chromiumPath, faultsInBothThemes, go, openBrowser, settled, sidewaysScroll } from './browser.ts'
import { type ConsoleWorld, consoleWorld } from './console-world.ts'
import { playEvidence } from './evidence-world.ts'
import { furnishReview, signedIn } from './review-world.ts'

const title = chromiumPath
  ? 'confidence and the flow of cases in a real browser'
  : 'confidence and the flow of cases in a real browser: left out, there is no Chromium here (set CHROMIUM_PATH to one)'

describe.runIf(chromiumPath)(title, () => {
  let world: ConsoleWorld
  let browser: Browser
  let page: Page
  let complaints: string[]

  beforeAll(async () => {
    world = await consoleWorld()
    await furnishReview(world)
    browser = await openBrowser()
    ;({ page, complaints } = await signedIn(browser, world.url, 'ada@example.com'))
  }, 240_000)

  afterAll(async () => {
    await browser?.close()
    await world?.end()
  })

  async function faultsOf(paths: string[]): Promise<string[]> {
    const found: string[] = []
    for (const path of paths) {
      await go(page, `${world.url}${path}`)
      found.push(...(await faultsInBothThemes(page)).map((fault) => `${path} ${fault}`))
      await page.setViewportSize({ width: 320, height: 800 })
      const wider = await sidewaysScroll(page)
      await page.setViewportSize({ width: 1440, height: 900 })
      if (wider > 0) found.push(`${path} ${wider} pixels wider than a screen of 320`)
    }
    return found
  }

  test('the pages are sound while nothing is known', async () => {
    expect(await faultsOf(['/confidence', '/confidence/answers', '/flow'])).toEqual([])
    await page.getByText('No cases yet.', { exact: false }).waitFor()
  }, 180_000)

  test('the pages are sound with checked answers, suggestions and cases', async () => {
    await playEvidence(world.call, new Date())
    expect(await faultsOf(['/confidence', '/confidence?version=1&at=50&goal=0.99', '/confidence/answers?right=false', '/flow'])).toEqual([])
  }, 240_000)

  test('the page of confidence says what can be vouched for, and what the plain choice would promise', async () => {
    await go(page, `${world.url}/confidence`)
    const found = await world.call(usage.getConfidence, { aiAgent: 'refund-bot' })
    const percent = (part: number | undefined) => `${Math.round((part ?? 0) * 100)}\u00a0%`
    expect(found.safe?.threshold).toBeGreaterThan(found.reached?.threshold ?? 1)
    await page.getByText(`From a confidence of ${percent(found.safe?.threshold)} on it can answer`, { exact: false }).waitFor()
    await page.getByText(`The answers alone would say ${percent(found.reached?.threshold)}`, { exact: false }).waitFor()
    await page.getByText('It is too modest: where it says', { exact: false }).waitFor()
    await page.getByText('came right and', { exact: false }).waitFor()
    await page.getByText('it would have spared people', { exact: false }).waitFor()
  })

  test('a number opens to the checked answers that prove it', async () => {
    await go(page, `${world.url}/confidence?at=60`)
    const { thresholds } = await world.call(usage.getConfidence, { aiAgent: 'refund-bot', threshold: 0.6 })
    const wrong = thresholds[60]?.wrong ?? 0
    expect(wrong).toBeGreaterThan(0)
    await page.getByText('Wrong, let through').locator('xpath=following-sibling::dd[1]').getByRole('link').click()
    await page.waitForURL('**/confidence/answers?**')
    await settled(page)
    await page.getByText('Shown: refund-bot, 2, Wrong, confidence from 60\u00a0%.', { exact: false }).waitFor()
    for (let pages = 0; pages < 20 && (await page.getByRole('button', { name: /more/i }).count()) > 0; pages++) {
      await page.getByRole('button', { name: /more/i }).click()
      await settled(page)
    }
    expect(await page.locator('tbody tr').count()).toBe(wrong)
  })

  test('another threshold is asked for by keyboard alone, and stands in the address', async () => {
    await go(page, `${world.url}/confidence`)
    const field = page.getByLabel('From a confidence of, in percent')
    await field.focus()
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type('140')
    await page.keyboard.press('Enter')
    await page.getByText('Write a whole number from 0 to 99.').waitFor()
    await field.focus()
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type('75')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/confidence?at=75')
    await page.getByRole('heading', { name: 'If it answered itself from 75' }).waitFor()
    await page.getByRole('slider').first().focus()
    await page.keyboard.press('Home')
    expect(await page.getByRole('slider').first().getAttribute('aria-valuetext')).toContain('Answers itself 100')
  })

  test('the page of flow says what stays open, who passes to and fro, and who went quiet', async () => {
    await go(page, `${world.url}/flow`)
    await page.getByText('came back to a team that had had them', { exact: false }).first().waitFor()
    const open = page.getByRole('region', { name: 'Open by team' }).getByRole('row').filter({ hasText: 'Desk' })
    expect(await open.textContent()).toContain('Desk')
    await page.getByRole('row').filter({ hasText: 'Faded' }).filter({ hasText: 'Quiet' }).waitFor()
    await page.getByText(/^One of \d+ teams was quiet, one of them since before that year\./).waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('x')
    await page.waitForURL('**/confidence')
  })

  test('the content policy of the pages was never broken, and no script failed', () => {
    expect(complaints).toEqual([])
  })
})
