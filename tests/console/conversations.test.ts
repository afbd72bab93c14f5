import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as conversations from '#slices/conversations/contract.ts'
import * as decisions from '#slices/decisions/contract.ts'
import * as identity from '#slices/identity/contract.ts'
import { admin, ask, furnish } from '../world.ts'
import { chromiumPath, faultsInBothThemes, go, openBrowser, openPage, sidewaysScroll } from './browser.ts'
import { type ConsoleWorld, consoleWorld } from './console-world.ts'

const title = chromiumPath
  ? 'conversations in a real browser'
  : 'conversations in a real browser: left out, there is no Chromium here (set CHROMIUM_PATH to one)'

const told = { team: 'billing', source: 'desk', reason: 'refund', aiAgent: 'refund-bot' }

/** One that an AI agent ended alone, confirmed, and one that was handed to a person. */
const events = [
  { ...told, conversation: 'Case 1/a', event: '1', at: '2026-11-02T09:00:00Z', kind: 'opened' as const },
  {
    ...told,
    conversation: 'Case 1/a',
    event: '2',
    at: '2026-11-02T09:01:00Z',
    kind: 'ai_agent_answered' as const,
    text: { from: 'ai_agent' as const, text: 'I wrote to you at ada@example.com.' },
  },
  {
    ...told,
    conversation: 'Case 1/a',
    event: '3',
    at: '2026-11-02T09:05:00Z',
    kind: 'resolved' as const,
    verifiedBy: 'customer' as const,
    vendor: { word: 'hard resolution', rule: 'confirmed', ruleVersion: '2026-05' },
  },
  { ...told, conversation: 'case-2', event: '1', at: '2026-11-03T09:00:00Z', kind: 'ai_agent_answered' as const },
  { ...told, conversation: 'case-2', event: '2', at: '2026-11-03T09:05:00Z', kind: 'handed_over' as const },
  { ...told, conversation: 'case-2', event: '3', at: '2026-11-03T10:00:00Z', kind: 'closed' as const },
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
    ;({ page, complaints } = await openPage(context))
    const me = await world.call(identity.completeSetup, { token: world.setupLink.split('#')[1] ?? '', ...admin })
    await furnish({ call: world.call, adminId: me.person?.id as string })
    const { email, password } = admin
    await context.request.post(`${world.url}/api/v1/session`, { data: { email, password }, headers: { origin: world.url } })
    await world.call(conversations.recordConversationEvents, { events })
  }, 180_000)

  afterAll(async () => {
    await browser?.close()
    await world?.end()
  })

  const scrolls = async () => {
    await page.setViewportSize({ width: 320, height: 800 })
    const wider = await sidewaysScroll(page)
    await page.setViewportSize({ width: 1440, height: 900 })
    return wider
  }

  test('are listed, filtered by what stands in the address, and open to each step', { timeout: 120_000 }, async () => {
    await go(page, `${world.url}/conversations`)
    expect(await page.getByRole('row').count()).toBe(3)
    expect(await faultsInBothThemes(page)).toEqual([])
    expect(await scrolls()).toBe(0)
    await page.getByLabel('What became of it').selectOption({ label: 'AI agent, then people' })
    await page.waitForURL(/state=assisted_escalation/)
    await expect.poll(() => page.getByRole('row').count()).toBe(2)
    await go(page, `${world.url}/conversations?measure=contained_low&hit=true`)
    await expect.poll(() => page.getByText('counts as such').count()).toBe(1)
    expect(await page.getByRole('row').count()).toBe(2)
    await page.getByRole('link', { name: 'Case 1/a' }).click()
    await page.waitForURL(/conversations\/desk/)
    await expect.poll(() => page.getByText('hard resolution, by the rule confirmed, version 2026-05').count()).toBeGreaterThan(0)
    expect(await page.getByText('I wrote to you at [e-mail].').count()).toBe(1)
    expect(await page.getByText('AI agent alone, confirmed').count()).toBeGreaterThan(0)
    expect(await faultsInBothThemes(page)).toEqual([])
    expect(await scrolls()).toBe(0)
    await go(page, page.url())
    await expect.poll(() => page.getByText('I wrote to you at [e-mail].').count()).toBe(1)
    expect(complaints).toEqual([])
  })

  test('show what AI agents asked to do in them, and each of these leads back', async () => {
    const proposal = { ...ask(20), subject: 'conversation:Case 1/a' }
    const { id } = await world.call(decisions.decide, proposal)
    await world.call(decisions.decide, ask(20, { subject: 'conversation:case-2' }))
    await world.running.tail.runOnce()
    await go(page, `${world.url}/conversations/${encodeURIComponent('desk:Case 1/a')}`)
    const asked = page.getByRole('table', { name: 'What AI agents asked to do here' })
    await asked.getByRole('link').first().waitFor()
    expect(await asked.getByRole('link').count()).toBe(1)
    expect(await faultsInBothThemes(page)).toEqual([])
    expect(await scrolls()).toBe(0)
    await asked.getByRole('link').click()
    await page.waitForURL(`**/decisions/${id}`)
    await page.getByRole('link', { name: 'Case 1/a' }).click()
    await page.waitForURL(/conversations\/desk/)
    await page.getByRole('heading', { name: 'Case 1/a, Billing' }).waitFor()
  })
})
