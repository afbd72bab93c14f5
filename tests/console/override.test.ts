import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as decisions from '#slices/decisions/contract.ts'
import { chromiumPath, faultsInBothThemes, go } from './browser.ts'
import type { ConsoleWorld } from './console-world.ts'
import { type Desk, desk, propose, untilOpen } from './review-world.ts'

const title = chromiumPath
  ? 'overriding in a real browser'
  : 'overriding in a real browser: left out, there is no Chromium here (set CHROMIUM_PATH to one)'

describe.runIf(chromiumPath)(title, () => {
  let here: Desk
  let world: ConsoleWorld
  let page: Page
  let complaints: string[]

  beforeAll(async () => {
    here = await desk('tia@example.com')
    ;({ world, page, complaints } = here)
  }, 180_000)

  afterAll(() => here?.end())

  /** What a helpdesk knows of a decision: who asked, in which run and call. */
  async function helpdeskLink(id: string): Promise<string> {
    const { run, call } = await world.call(decisions.getDecision, { id })
    return `${world.url}/override?team=billing&ai-agent=refund-bot&run=${run}&call=${call}`
  }

  test('a decision is overridden from its page, and from a helpdesk’s link', async () => {
    const [fromPage, fromLink] = await propose(world.call, 2, { amount: 20 })
    const override = async (id: string) => {
      await page.getByRole('dialog', { name: 'Override this decision' }).waitFor()
      expect(await faultsInBothThemes(page)).toEqual([])
      await page.getByText('Tone', { exact: true }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Override', exact: true }).click()
      await page.getByText('A person overrode it').waitFor()
      expect((await world.call(decisions.getReview, { id })).state).toBe('overridden')
      expect(await page.getByRole('button', { name: 'Override' }).count()).toBe(0)
    }
    await go(page, `${world.url}/decisions/${fromPage}`)
    await page.getByRole('button', { name: 'Override' }).waitFor()
    await page.keyboard.press('o')
    await override(fromPage as string)
    await go(page, await helpdeskLink(fromLink as string))
    await override(fromLink as string)
    await page.getByText('It can no longer be carried out.').first().waitFor()
  })

  test('a helpdesk’s link to what still waits leads to where it is answered', async () => {
    const [id] = await propose(world.call, 1)
    await untilOpen(world.call, 1)
    await page.goto(await helpdeskLink(id as string))
    await page.waitForURL(`**/review?item=${id}`)
    await page.getByRole('button', { name: 'Approve' }).first().waitFor()
  })

  test('the content policy of the pages was never broken, and no script failed', () => {
    expect(complaints).toEqual([])
  })
})
