import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as decisions from '#slices/decisions/contract.ts'
import * as exceptions from '#slices/exceptions/contract.ts'
import { chromiumPath, faultsInBothThemes, go, openBrowser, sidewaysScroll } from './browser.ts'
import { type ConsoleWorld, consoleWorld } from './console-world.ts'
import { furnishReview, propose, signedIn, untilOpen } from './review-world.ts'

const title = chromiumPath
  ? 'the review inbox in a real browser'
  : 'the review inbox in a real browser: left out, there is no Chromium here (set CHROMIUM_PATH to one)'

const tia = 'tia@example.com'

describe.runIf(chromiumPath)(title, () => {
  let world: ConsoleWorld
  let browser: Browser
  let page: Page
  let complaints: string[]

  beforeAll(async () => {
    world = await consoleWorld()
    await furnishReview(world)
    browser = await openBrowser()
    ;({ page, complaints } = await signedIn(browser, world.url, tia))
  }, 180_000)

  afterAll(async () => {
    await browser?.close()
    await world?.end()
  })

  const rows = () => page.getByRole('listbox').getByRole('option')
  const stateOf = async (id: string) => (await world.call(decisions.getReview, { id })).state
  const itemsOpen = async () => (await world.call(exceptions.indexExceptions, {})).ids.length

  const faults = () => faultsInBothThemes(page)

  /** The open item's case stands there with its answers. */
  async function opened(): Promise<string> {
    await page.getByRole('button', { name: 'Approve' }).first().waitFor()
    await page.waitForFunction(() => new URLSearchParams(location.search).has('item'))
    return new URL(page.url()).searchParams.get('item') as string
  }

  test('a teammate lands on the inbox, and an empty one says so and is sound', async () => {
    await page.waitForURL('**/review')
    await page.getByText('Nothing waiting').waitFor()
    expect(await faults()).toEqual([])
  })

  test('new items come in by themselves while nothing is on the list', async () => {
    await propose(world.call, 1)
    await rows().first().waitFor({ timeout: 10_000 })
    await opened()
    await page.getByText('Why it is here:').waitFor()
    await page.getByText('A teammate looks at larger refunds.').waitFor()
    await page.getByText('review overdue by').waitFor()
    expect(await faults()).toEqual([])
  })

  test('later ones wait above the list until n is pressed, and nothing moves meanwhile', async () => {
    const [late] = await propose(world.call, 3, { title: 'Came later' })
    await page.getByRole('button', { name: '3 new' }).waitFor({ timeout: 15_000 })
    expect(await rows().count()).toBe(1)
    await page.keyboard.press('n')
    await expect.poll(() => rows().count()).toBe(4)
    expect(await page.locator(`[data-id="${late}"]`).count()).toBe(1)
  })

  test('an approval moves on at once, can be taken back, and takes effect after eight seconds', async () => {
    await go(page, `${world.url}/review`)
    const first = await opened()
    await page.keyboard.press('1')
    await page
      .getByText(/^Approved: /)
      .first()
      .waitFor()
    expect(await rows().count()).toBe(3)
    await page.keyboard.press('u')
    await expect.poll(() => rows().count()).toBe(4)
    expect(await stateOf(first)).toBe('waiting')
    await expect.poll(() => new URL(page.url()).searchParams.get('item')).toBe(first)
    await page.getByRole('button', { name: 'Approve' }).first().waitFor()
    await page.waitForTimeout(400)
    await page.keyboard.press('1')
    await expect.poll(() => stateOf(first), { timeout: 20_000, interval: 500 }).toBe('approved')
    expect(await page.getByText(/^Approved: /).count()).toBe(0)
  })

  test('saying no asks what was missing, by number, and the AI agent hears it', async () => {
    const id = await opened()
    await page.keyboard.press('4')
    await page.getByText('Say no: What was missing?').waitFor()
    expect(await faults()).toEqual([])
    await page.keyboard.press('3')
    await expect.poll(() => stateOf(id), { timeout: 20_000, interval: 500 }).toBe('rejected')
    expect((await world.call(decisions.getReview, { id })).reasonCode).toBe('rule_wrong')
  })

  test('a correction shows what it changes, is judged again, and goes out corrected', async () => {
    const id = await opened()
    await page.keyboard.press('2')
    const amount = page.getByRole('textbox', { name: 'Amount' })
    await amount.waitFor()
    expect(await amount.evaluate((field) => field === document.activeElement)).toBe(true)
    await page.keyboard.type('120')
    await page.locator('ins', { hasText: '120' }).waitFor()
    expect(await page.locator('del').textContent()).toMatch(/^was /)
    expect(await faults()).toEqual([])
    await page.keyboard.press('Control+Enter')
    await page.getByText('Choose what was missing.').waitFor()
    await page.getByText('Rule is wrong').click()
    await page.getByRole('button', { name: 'Approve the corrected version' }).click()
    await expect.poll(() => stateOf(id), { timeout: 20_000, interval: 500 }).toBe('approved')
    expect((await world.call(decisions.getReview, { id })).action?.arguments).toEqual({ amount: 120 })
  })

  test('what a teammate is writing is kept while they look at another item', async () => {
    const before = await itemsOpen()
    await propose(world.call, 2)
    await untilOpen(world.call, before + 2)
    await go(page, `${world.url}/review`)
    await opened()
    await page.getByLabel('Note for whoever mends it').fill('The limit is too low')
    await page.getByRole('listbox').focus()
    await page.keyboard.press('j')
    await expect.poll(() => page.getByLabel('Note for whoever mends it').inputValue()).toBe('')
    await page.keyboard.press('k')
    await expect.poll(() => page.getByLabel('Note for whoever mends it').inputValue()).toBe('The limit is too low')
  })

  test('a link opens its item, and c copies such a link', async () => {
    const { ids } = await world.call(exceptions.indexExceptions, {})
    await go(page, `${world.url}/review?item=${ids.at(-1)}`)
    await page.getByRole('heading', { level: 2 }).first().waitFor()
    expect(await page.locator(`[data-id="${ids.at(-1)}"]`).getAttribute('aria-current')).toBe('true')
    await page.keyboard.press('c')
    await page.getByText('The link is copied').waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(`item=${ids.at(-1)}`)
  })

  test('two browsers: what one teammate has open, the other sees as open with a colleague', async () => {
    const { ids } = await world.call(exceptions.indexExceptions, {})
    const tom = await signedIn(browser, world.url, 'tom@example.com')
    await go(tom.page, `${world.url}/review?item=${ids[0]}`)
    await tom.page.getByRole('button', { name: 'Approve' }).first().waitFor()
    await go(page, `${world.url}/review?item=${ids[1]}`)
    await expect.poll(() => page.locator(`[data-id="${ids[0]}"]`).textContent()).toContain('open with a colleague')
    await page.locator(`[data-id="${ids[0]}"]`).click()
    await page.getByText('A colleague opened this.').waitFor()
    expect(await page.getByRole('button', { name: 'Approve' }).count()).toBe(0)
    expect(await page.locator('main').textContent()).not.toContain('Tom')
    await go(tom.page, `${world.url}/settings/me`)
    await expect.poll(() => page.locator(`[data-id="${ids[0]}"]`).textContent()).not.toContain('colleague')
    await tom.context.close()
    await page.locator(`[data-id="${ids[1]}"]`).click()
  })

  test('several at once: what is much at stake is left out and counted, and the rest can be taken back', async () => {
    const before = await itemsOpen()
    await propose(world.call, 6)
    const [large] = await propose(world.call, 1, { amount: 1000, title: 'A large one' })
    await untilOpen(world.call, before + 7)
    await go(page, `${world.url}/review`)
    await rows().first().waitFor()
    await page.keyboard.press('x')
    await page.getByText('1 picked').waitFor()
    await page.keyboard.press('A')
    const all = await rows().count()
    await page.getByText(`${all} picked`).waitFor()
    expect(await faults()).toEqual([])
    await page.keyboard.press('1')
    await page.getByText('one item left out: much is at stake').waitFor()
    await page
      .getByText(`Approved: ${all - 1} items`)
      .first()
      .waitFor()
    expect(await rows().evaluateAll((shown) => shown.map((row) => row.getAttribute('data-id')))).toEqual([large])
    await page.getByText('1 picked').waitFor()
    await page.keyboard.press('u')
    await expect.poll(() => rows().count()).toBe(all)
    expect(await itemsOpen()).toBe(all)
  })

  test('u takes many back also while they are still on their way', async () => {
    await go(page, `${world.url}/review`)
    await rows().first().waitFor()
    const all = await rows().count()
    await page.keyboard.press('x')
    await page.keyboard.press('A')
    await page.getByText(`${all} picked`).waitFor()
    await page.keyboard.press('1')
    await page.keyboard.press('u')
    await page
      .getByText(`Taken back: ${all - 1} items`)
      .first()
      .waitFor()
    expect(await itemsOpen()).toBe(all)
    await page.keyboard.press('Escape')
  })

  test('who gives up an answer halfway is back at the list, not nowhere', async () => {
    await go(page, `${world.url}/review`)
    await opened()
    for (const key of ['5', '2']) {
      await page.keyboard.press(key)
      await page.waitForFunction(() => ['INPUT', 'TEXTAREA'].includes(document.activeElement?.tagName ?? ''))
      await page.keyboard.press('Escape')
      await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'listbox')
    }
  })

  test('put off, ask for help, saved views: each in a sound dialog', async () => {
    await go(page, `${world.url}/review?sort=due`)
    await opened()
    await page.waitForTimeout(300)
    for (const key of ['h', '6', 'v']) {
      await page.keyboard.press(key)
      await page.getByRole('dialog').or(page.getByRole('alertdialog')).waitFor()
      expect(await faults()).toEqual([])
      await page.keyboard.press('Escape')
      await expect.poll(() => page.locator('[role=dialog], [role=alertdialog]').count()).toBe(0)
    }
    await page.keyboard.press('v')
    await page.getByLabel('Name of what is shown now').fill('By due')
    await page.getByRole('button', { name: 'Save this view' }).click()
    await page.getByRole('button', { name: 'By due', exact: true }).waitFor()
    await page.keyboard.press('Escape')
  })

  test('at 320 pixels list and case take turns, and nothing scrolls sideways', async () => {
    await page.setViewportSize({ width: 320, height: 640 })
    await go(page, `${world.url}/review`)
    await rows().first().waitFor()
    expect(await sidewaysScroll(page)).toBe(0)
    await rows().first().click()
    await page.getByRole('button', { name: 'Back to the list' }).waitFor()
    await page.getByRole('heading', { level: 2 }).first().waitFor()
    expect(await sidewaysScroll(page)).toBe(0)
    expect(await page.evaluate(() => document.documentElement.scrollHeight - innerHeight)).toBe(0)
    expect(await faults()).toEqual([])
    await page.getByRole('button', { name: 'Back to the list' }).click()
    await rows().first().waitFor()
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  test('at twice the size, in a window of half as many pixels, everything is in reach by keyboard', async () => {
    await page.setViewportSize({ width: 720, height: 450 })
    await go(page, `${world.url}/review`)
    await rows().first().waitFor()
    expect(await sidewaysScroll(page)).toBe(0)
    await page.getByRole('listbox').focus()
    await page.keyboard.press('j')
    await opened()
    expect(await sidewaysScroll(page)).toBe(0)
    expect(await faults()).toEqual([])
    await page.keyboard.press('4')
    await page.getByText('Say no: What was missing?').waitFor()
    expect(await sidewaysScroll(page)).toBe(0)
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await rows().first().waitFor()
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  test('by keyboard alone a teammate clears fifty items', async () => {
    const before = await itemsOpen()
    await propose(world.call, 50)
    await untilOpen(world.call, before + 50)
    await go(page, `${world.url}/review`)
    await page.getByRole('listbox').focus()
    for (let done = 0; done < before + 50; done += 1) {
      const id = await opened()
      await page.locator('aside').getByRole('button', { name: 'Approve', exact: true }).waitFor()
      await page.keyboard.press('1')
      if (done < before + 49) await page.waitForFunction((old) => !location.search.includes(old), id)
    }
    await page.getByText('Nothing waiting').waitFor()
    await expect.poll(itemsOpen).toBe(0)
  }, 240_000)

  test('the content policy of the pages was never broken, and no script failed', () => {
    expect(complaints).toEqual([])
  })
})
