import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as decisions from '#slices/decisions/contract.ts'
import * as identity from '#slices/identity/contract.ts'
import * as policy from '#slices/policy/contract.ts'
import { admin, ask, furnish, refundStandard, type World } from '../world.ts'
import { accessFaults, chromiumPath, go, openBrowser, openPage, settled, sidewaysScroll } from './browser.ts'
import { type ConsoleWorld, consoleWorld } from './console-world.ts'

const title = chromiumPath
  ? 'the standards in a real browser'
  : 'the standards in a real browser: left out, there is no Chromium here (set CHROMIUM_PATH to one)'

const giftText = `standard: orders.gift
title: Send a gift
inputs:
  amount: { type: money, currency: USD, about: What it costs }
rules:
  - id: small
    when: amuont <= 50
    tier: autonomous
    because: Small gifts are routine.
otherwise: { tier: review, because: A teammate looks at larger gifts. }
examples:
  - name: a card
    inputs: { amount: 5 }
    expect: { tier: autonomous }
`

describe.runIf(chromiumPath)(title, () => {
  let world: ConsoleWorld
  let browser: Browser
  let context: BrowserContext
  let page: Page
  const allComplaints: string[][] = []

  beforeAll(async () => {
    world = await consoleWorld()
    browser = await openBrowser()
    context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })
    page = await anotherPage()
    const me = await world.call(identity.completeSetup, { token: world.setupLink.split('#')[1] ?? '', ...admin })
    const { email, password } = admin
    await context.request.post(`${world.url}/api/v1/session`, { data: { email, password }, headers: { origin: world.url } })
    adminId = me.person?.id as string
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    await world?.end()
  })

  let adminId = ''

  async function anotherPage(): Promise<Page> {
    const opened = await openPage(context)
    allComplaints.push(opened.complaints)
    return opened.page
  }

  const text = (of: Page) => of.getByLabel('Text of the standard')

  /** The text was checked and tried: what is measured afterwards does not move. */
  async function quiet() {
    // A page behind another one is not drawn, and what is not drawn does not change its looks.
    await page.bringToFront()
    await settled(page)
    await page.waitForTimeout(500)
    await page.getByText('Checking…').waitFor({ state: 'hidden' })
    await page.waitForTimeout(300)
  }

  /** What axe finds on the page as it stands, in light and in dark, and whether it scrolls sideways at 320 pixels. */
  async function faultsHere(name: string): Promise<string[]> {
    const found: string[] = []
    await quiet()
    for (const theme of ['light', 'dark']) {
      await page.evaluate((to) => document.documentElement.setAttribute('data-theme', to), theme)
      found.push(...(await accessFaults(page)).map((fault) => `${name} ${theme} ${fault}`))
    }
    await page.setViewportSize({ width: 320, height: 800 })
    const wider = await sidewaysScroll(page)
    if (wider > 0) found.push(`${name} is ${wider} pixels wider than a screen of 320`)
    found.push(...(await accessFaults(page)).map((fault) => `${name} at 320 ${fault}`))
    await page.setViewportSize({ width: 1440, height: 900 })
    return found
  }

  async function faultsAt(path: string): Promise<string[]> {
    await go(page, `${world.url}${path}`)
    return faultsHere(path)
  }

  async function tabTo(name: string | RegExp) {
    const wanted = page.getByRole('button', { name }).or(page.getByRole('link', { name })).first()
    await wanted.waitFor()
    for (let presses = 0; presses < 120; presses += 1) {
      if (await wanted.evaluate((element) => element === document.activeElement)) return
      await page.keyboard.press('Tab')
    }
    throw new Error(`Tab never reached ${name}.`)
  }

  async function giveReason(reason: string) {
    await page.getByRole('alertdialog').getByLabel('Reason').waitFor()
    await page.keyboard.insertText(reason)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
  }

  test('without a standard the list says how to begin, by hand and by command line', async () => {
    await go(page, `${world.url}/policy`)
    await page.getByText('No standard yet').waitFor()
    await page.getByText('npx pilotage standards apply').waitFor()
    expect(await faultsHere('/policy, empty')).toEqual([])
  })

  test('what AI agents ask for without a standard stands on top, and a first standard is written and put in force by keyboard', async () => {
    await furnish({ call: world.call, adminId } as World)
    const gift = () => ask(20, { decisionType: 'orders.gift' })
    expect((await world.call(decisions.decide, gift())).tier).toBe('human_only')
    await expect
      .poll(async () => (await world.call(decisions.getSummary, { hours: 24 })).byType.some((row) => row.decisionType === 'orders.gift'))
      .toBe(true)
    await go(page, `${world.url}/policy`)
    await tabTo('Write a standard for orders.gift')
    await page.keyboard.press('Enter')
    await text(page).waitFor()
    expect(await text(page).inputValue()).toContain('amount: { type: number')
    await text(page).focus()
    await page.keyboard.press('Control+a')
    await page.keyboard.insertText(giftText)
    await page.getByText('There is one fault.').waitFor()
    await page.getByText('Write instead: amount').waitFor()
    await page.getByText('It cannot be published yet: one fault.').waitFor()
    expect(await faultsHere('/policy/new with a fault')).toEqual([])
    await tabTo(/Line 7, column 11/)
    await page.keyboard.press('Enter')
    expect(await text(page).evaluate((area) => area === document.activeElement)).toBe(true)
    await page.keyboard.insertText('amount <= 50')
    await page.getByText('No fault found.').waitFor()
    await page.getByText('It holds.').waitFor()
    await page.getByText('The one decision on record would be decided differently.').waitFor()
    await page.getByText('Ready to be published.').waitFor()
    await page.keyboard.press('Control+Enter')
    await giveReason('Gifts are common and small.')
    await page.waitForURL('**/policy/orders.gift')
    await page.getByText('In force, version 1').waitFor()
    expect((await world.call(decisions.decide, gift())).tier).toBe('autonomous')
  })

  test('two people edit one standard: the second is shown both texts, and neither is lost', async () => {
    const other = await anotherPage()
    await Promise.all([go(page, `${world.url}/policy/refund/edit`), go(other, `${world.url}/policy/refund/edit`)])
    const change = async (of: Page, to: string) => {
      await text(of).fill(refundStandard.replace('title: Refund a customer', `title: ${to}`))
      await of.keyboard.press('Control+s')
    }
    await change(other, 'Refund, as they say')
    await other.getByText('Draft saved as version 2').waitFor()
    await change(page, 'Refund, as I say')
    await page.getByText('Somebody else saved this standard meanwhile').waitFor()
    await page.getByText('title: Refund, as they say').waitFor()
    expect(await text(page).inputValue()).toContain('Refund, as I say')
    expect(await faultsHere('two texts')).toEqual([])
    await page.getByRole('button', { name: 'Go on from theirs' }).click()
    expect(await text(page).inputValue()).toContain('Refund, as they say')
    await page.getByRole('button', { name: 'Put my text back' }).click()
    expect(await text(page).inputValue()).toContain('Refund, as I say')
    await page.keyboard.press('Control+s')
    await page.getByText('Draft saved as version 3').waitFor()
    const texts = await Promise.all([2, 3].map((version) => world.call(policy.getVersion, { id: 'refund', version })))
    expect(texts.map((version) => /title: (.*)/.exec(version.text)?.[1])).toEqual(['Refund, as they say', 'Refund, as I say'])
    await other.close()
  })

  test('leaving with unsaved words asks first, and staying keeps them', async () => {
    await go(page, `${world.url}/policy/refund/edit`)
    await text(page).pressSequentially('# half a thought\n')
    await page.getByRole('link', { name: 'Policy', exact: true }).click()
    await page.getByRole('dialog', { name: 'Leave without saving?' }).waitFor()
    expect(await faultsHere('the question before leaving')).toEqual([])
    await page.getByRole('button', { name: 'Stay here' }).click()
    expect(await text(page).inputValue()).toContain('# half a thought')
    await page.getByRole('link', { name: 'Policy', exact: true }).click()
    await page.getByRole('button', { name: 'Leave without saving' }).click()
    await page.waitForURL('**/policy')
  })

  test('a team tunes inside the bounds: a value outside is refused at its field, one inside is in force', async () => {
    await go(page, `${world.url}/policy/refund`)
    await page.getByRole('button', { name: 'Tune for a team' }).click()
    await page.getByLabel('alone max').fill('900')
    await page.getByLabel('Why').fill('The team knows its customers.')
    await page.getByRole('button', { name: 'Put in force for this team' }).click()
    await page.getByText('At most 200 USD: the standard sets this bound.').waitFor()
    expect(await faultsHere('tuning')).toEqual([])
    await page.getByLabel('alone max').fill('150')
    await page.getByRole('button', { name: 'Add a rule' }).click()
    await page.getByLabel('Id', { exact: true }).fill('odd')
    await page.getByLabel('When', { exact: true }).fill('amuont > 140')
    await page.getByLabel('Because').fill('We look at these.')
    await page.getByRole('button', { name: 'Put in force for this team' }).click()
    await page
      .getByText(/amuont/)
      .first()
      .waitFor()
    await page.getByLabel('When', { exact: true }).fill('amount > 140')
    await page.getByRole('button', { name: 'Put in force for this team' }).click()
    await page.getByText('150 USD instead of 100 USD').waitFor()
    expect((await world.call(decisions.decide, ask(130))).tier).toBe('autonomous')
    expect((await world.call(decisions.decide, ask(145))).tier).toBe('review')
  })

  test('a standard is withdrawn with a reason, and put back in one step', async () => {
    await go(page, `${world.url}/policy/orders.gift`)
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Withdraw' }).click()
    await giveReason('We want to look at it again.')
    await page.getByText('It is not in force: people decide this kind of decision.').waitFor()
    await page.getByRole('button', { name: 'Put version 1 back in force' }).click()
    await giveReason('Nothing was wrong with it.')
    await page.getByText('In force, version 1').waitFor()
  })

  test('every page is sound when it is full, and when what it asks for does not exist', async () => {
    const found: string[] = []
    for (const path of [
      '/policy',
      '/policy?q=nothing+like+it',
      '/policy/refund',
      '/policy/refund/edit',
      '/policy/new',
      '/policy/no.such',
      '/policy/no.such/edit',
    ])
      found.push(...(await faultsAt(path)))
    expect(found).toEqual([])
    await go(page, `${world.url}/policy/refund`)
    await page.getByRole('button', { name: 'Compare version 3 with what is in force' }).click()
    await page.getByRole('dialog').getByText('title: Refund, as I say').waitFor()
    expect(await faultsHere('two versions')).toEqual([])
  }, 120_000)

  test('nothing on these pages breaks the policy of the page or throws', async () => {
    expect(allComplaints.flat()).toEqual([])
  })
})
