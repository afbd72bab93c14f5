import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as decisions from '#slices/decisions/contract.ts'
import * as registry from '#slices/registry/contract.ts'
import { accessFaults, chromiumPath, go, openBrowser, openPage, settled, sidewaysScroll } from './browser.ts'
import { type ConsoleWorld, consoleWorld } from './console-world.ts'

const admin = { name: 'Ada Admin', email: 'ada@example.com', password: 'correct horse battery staple' }
const title = chromiumPath
  ? 'the pages in a real browser'
  : 'the pages in a real browser: left out, there is no Chromium here (set CHROMIUM_PATH to one)'

const everywhere = [
  '/now',
  '/ai-agents',
  '/audit',
  '/settings/people',
  '/settings/teams',
  '/settings/keys',
  '/settings/rights',
  '/settings/me',
  '/welcome',
  '/first-steps',
]

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
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    ;({ page, complaints } = await openPage(context))
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    await world?.end()
  })

  /** What axe finds on each of these addresses, in light and in dark, and which of them scroll sideways at 320 pixels. */
  async function faultsOf(paths: string[]): Promise<string[]> {
    const found: string[] = []
    for (const path of paths) {
      await page.setViewportSize({ width: 1440, height: 900 })
      await go(page, `${world.url}${path}`)
      found.push(...(await accessFaults(page)).map((fault) => `${path} ${fault}`))
      // Only colours differ in the dark.
      await page.evaluate(() => document.documentElement.setAttribute('data-theme', 'dark'))
      found.push(...(await accessFaults(page, 'color-contrast')).map((fault) => `${path} in the dark ${fault}`))
      await page.setViewportSize({ width: 320, height: 800 })
      const wider = await sidewaysScroll(page)
      if (wider > 0) found.push(`${path} is ${wider} pixels wider than a screen of 320`)
    }
    await page.setViewportSize({ width: 1440, height: 900 })
    return found
  }

  /** Presses Tab until the control with this name has the focus. */
  async function tabTo(name: string | RegExp) {
    const wanted = page.getByRole('button', { name }).or(page.getByRole('link', { name })).first()
    for (let presses = 0; presses < 120; presses += 1) {
      if (await wanted.evaluate((element) => element === document.activeElement)) return
      await page.keyboard.press('Tab')
    }
    throw new Error(`Tab never reached ${name}.`)
  }

  test('the checks themselves find a picture without words and a page that is too wide', async () => {
    await go(page, `${world.url}/sign-in`)
    await page.evaluate(() => {
      const picture = document.body.appendChild(new Image(10, 10))
      picture.style.maxWidth = 'none'
      picture.style.width = '5000px'
    })
    expect(await accessFaults(page)).toHaveLength(1)
    expect(await sidewaysScroll(page)).toBeGreaterThan(1000)
  })

  test('the ways in are sound before anybody is signed in', async () => {
    expect(await faultsOf(['/sign-in', new URL(world.setupLink).pathname, '/invitation'])).toEqual([])
  })

  test('the set-up link makes the first administrator, says what is wrong, and leads to the welcome', async () => {
    await go(page, world.setupLink)
    expect(await accessFaults(page)).toEqual([])
    await page.getByLabel('Your name').fill(admin.name)
    await page.getByLabel('E-mail').fill(admin.email)
    await page.getByLabel('Choose a password').fill('short')
    await page.keyboard.press('Enter')
    await page.getByText('Use at least 12 characters.').waitFor()
    expect(await page.getByLabel('Choose a password').evaluate((field) => field === document.activeElement)).toBe(true)
    expect(await accessFaults(page)).toEqual([])
    await page.getByLabel('Choose a password').fill(admin.password)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'How do you want to begin?' }).waitFor()
  })

  test('every page is sound while there is nothing to show', async () => {
    expect(await faultsOf(everywhere)).toEqual([])
  }, 120_000)

  test('looking around loads the public data with its progress, and opens Now by itself', async () => {
    await go(page, `${world.url}/welcome`)
    await page.getByRole('button', { name: 'Look around' }).click()
    await page.getByRole('progressbar').waitFor()
    await page.waitForURL('**/now', { timeout: 90_000 })
    await page.getByText(/They asked \d+ times/).waitFor()
    expect(await page.locator('[data-row]').count()).toBeGreaterThan(20)
  }, 120_000)

  test('every page is sound when it is full', async () => {
    const { items } = await world.call(decisions.listDecisions, { limit: 200 })
    const oneOfEach = (['autonomous', 'review', 'human_only'] as const).map((tier) => items.find((one) => one.tier === tier)?.id)
    const opened = oneOfEach.filter((id) => id !== undefined).map((id) => `/decisions/${id}`)
    expect(opened.length).toBe(3)
    expect(await faultsOf([...everywhere, ...opened, `/ai-agents/${items[0]?.aiAgent}`])).toEqual([])
  }, 120_000)

  test('filters live in the address and a filter without a match says how to go on', async () => {
    await go(page, `${world.url}/now?window=1h&tier=review`)
    expect(await page.getByRole('radio', { name: 'With review' }).isChecked()).toBe(true)
    await go(page, `${world.url}/ai-agents?q=nothing-like-this`)
    await page.getByRole('button', { name: 'Clear filters' }).last().click()
    await page.waitForURL('**/ai-agents')
    await page
      .getByRole('link', { name: /Airline/ })
      .first()
      .waitFor()
  })

  test('dialogs are sound: a key is shown once, a person gets a link, a stop asks why', async () => {
    await go(page, `${world.url}/settings/keys`)
    await page.getByRole('button', { name: 'Make a key' }).first().click()
    expect(await accessFaults(page)).toEqual([])
    await page.getByLabel('What it is for').fill('browser test')
    await page.getByRole('dialog').getByRole('button', { name: 'Make a key' }).click()
    await page.getByRole('heading', { name: 'The key, shown once' }).waitFor()
    expect(await accessFaults(page)).toEqual([])
    await page.getByRole('button', { name: 'Done' }).click()
    await go(page, `${world.url}/settings/people`)
    await page.getByRole('button', { name: 'Add a person' }).click()
    expect(await accessFaults(page)).toEqual([])
    await page.keyboard.press('Escape')
    await go(page, `${world.url}/ai-agents`)
    await page.getByRole('button', { name: 'Stop all AI agents' }).click()
    expect(await accessFaults(page)).toEqual([])
    await page.getByRole('alertdialog').getByRole('button', { name: 'Stop all AI agents' }).click()
    await page.getByText('Say why in a few words.').waitFor()
    await page.keyboard.press('Escape')
    expect(await page.getByText('All AI agents are stopped').count()).toBe(0)
  })

  test('by keyboard alone: sign in, walk to a decision, open it, and come back', async () => {
    await context.clearCookies()
    await page.goto(`${world.url}/now`)
    await page.getByRole('heading', { name: 'Sign in to Pilotage' }).waitFor()
    await page.keyboard.type(admin.email)
    await page.keyboard.press('Tab')
    await page.keyboard.type(admin.password)
    await page.keyboard.press('Enter')
    await page.waitForURL('**/now')
    await settled(page)
    await page.locator('[data-row]').first().waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    expect(
      await page
        .locator('[data-row]')
        .nth(1)
        .evaluate((row) => row === document.activeElement),
    ).toBe(true)
    await page.keyboard.press('Enter')
    await page.waitForURL('**/decisions/*')
    await page.getByText(/^Leaf [\d,]+ of [\d,]+ in the signed tree$/).waitFor()
    await page.keyboard.press('Escape')
    await page.waitForURL('**/now')
  })

  test('by keyboard alone: an AI agent is stopped, and what it asks next is for people only', async () => {
    await page.locator('[data-row]').first().waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('a')
    await page.waitForURL('**/ai-agents')
    await page.getByRole('heading', { name: 'AI agents', level: 1 }).waitFor()
    await page
      .getByRole('link', { name: /Airline/ })
      .first()
      .waitFor()
    await settled(page)
    await page.keyboard.press('j')
    await page.waitForFunction(() => document.activeElement?.matches('[data-row]'))
    await page.keyboard.press('Enter')
    await page.waitForURL('**/ai-agents/*')
    await settled(page)
    const id = new URL(page.url()).pathname.split('/').at(-1) as string
    const before = await world.call(registry.getAiAgent, { aiAgent: id })
    await tabTo(`Stop ${before.name}`)
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA')
    await page.keyboard.type('It answers nonsense')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Ada, on the second floor')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByRole('main').getByText(`${before.name} is stopped`).waitFor()
    expect(await accessFaults(page)).toEqual([])
    const decided = await world.call(decisions.decide, asked(before))
    expect(decided.tier).toBe('human_only')
    expect(decided.reasons.some((reason) => reason.source === 'switch')).toBe(true)
    await go(page, `${world.url}/decisions/${decided.id}`)
    await page.getByText('No: a person does it.').waitFor()
    await page.getByText('Kill switch').first().waitFor()
  })

  test('what is new waits above a paused list until it is asked for', async () => {
    await go(page, `${world.url}/now`)
    await page.getByText('Live', { exact: true }).first().waitFor()
    const first = page.locator('[data-row]').first()
    await first.waitFor()
    await page.keyboard.press('p')
    await page.getByText('Paused: new decisions wait until you ask for them.').waitFor()
    const standing = await first.getAttribute('href')
    const aiAgent = await world.call(registry.getAiAgent, { aiAgent: 'airline-gpt-4o' })
    const decided = await world.call(decisions.decide, asked(aiAgent))
    await page.getByRole('button', { name: /new decision/ }).waitFor()
    expect(await first.getAttribute('href')).toBe(standing)
    await page.keyboard.press('n')
    await page.waitForFunction((id) => document.querySelector('[data-row]')?.getAttribute('href')?.includes(id), decided.id)
  })

  test('nothing on any page broke the content policy or threw', () => {
    expect(complaints).toEqual([])
  })
})

let calls = 0

/** A decision type that no standard covers, asked where the AI agent works. */
function asked(aiAgent: { id: string; deployments: { teamId: string }[] }) {
  calls += 1
  return {
    aiAgent: aiAgent.id,
    team: aiAgent.deployments[0]?.teamId ?? '',
    decisionType: 'browser.test',
    subject: 'conversation:1',
    run: 'browser-test',
    call: `call-${calls}`,
    action: { name: 'wave', arguments: { hands: 2 } },
    inputs: {},
  }
}
