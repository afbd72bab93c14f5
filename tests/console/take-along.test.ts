import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as capacity from '#slices/capacity/contract.ts'
import { chromiumPath, faultsInBothThemes, go, sidewaysScroll } from './browser.ts'
import { type Desk, desk } from './review-world.ts'

const title = chromiumPath
  ? 'what a reader sees and takes along, in a real browser'
  : 'what a reader sees and takes along: left out, there is no Chromium here (set CHROMIUM_PATH to one)'

describe.runIf(chromiumPath)(title, () => {
  let here: Desk
  let page: Page

  beforeAll(async () => {
    here = await desk('ada@example.com')
    page = here.page
  }, 180_000)

  afterAll(() => here?.end())

  const open = (path: string) => go(page, `${here.world.url}${path}`)

  /** Everything that is wrong with the page as it stands, in both themes and on a narrow screen. */
  async function faultsHere(): Promise<string[]> {
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
    await page.locator('label').filter({ hasText: /^People$/ }).click()
    await page.waitForURL('**/overview?curve=people')
    await chart.focus()
    await page.keyboard.press('Home')
    expect(await chart.getAttribute('aria-valuetext')).toMatch(/People to plan \d+/)
    await page.keyboard.press('t')
    await page.getByRole('columnheader', { name: 'People to plan' }).first().waitFor()
  }, 120_000)

  test('the content policy of the pages was never broken, and no script failed', () => {
    expect(here.complaints).toEqual([])
  })
})
