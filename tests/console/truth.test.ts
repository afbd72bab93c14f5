import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as adoption from '#slices/adoption/contract.ts'
import * as identity from '#slices/identity/contract.ts'
import { addDays, dayOf } from '#slices/measures/index.ts'
import { openInvestigation } from '#slices/quality/contract.ts'
import { chromiumPath, faultsInBothThemes, go, settled, sidewaysScroll } from './browser.ts'
import type { ConsoleWorld } from './console-world.ts'
import { type Desk, desk, signedIn } from './review-world.ts'
import { playTruth } from './truth-world.ts'

const title = chromiumPath
  ? 'overview, adoption and revisits in a real browser'
  : 'overview, adoption and revisits in a real browser: left out, there is no Chromium here (set CHROMIUM_PATH to one)'

describe.runIf(chromiumPath)(title, () => {
  let here: Desk
  let world: ConsoleWorld
  let browser: Browser
  let page: Page
  let complaints: string[]

  beforeAll(async () => {
    here = await desk('ada@example.com')
    ;({ world, browser, page, complaints } = here)
  }, 180_000)

  afterAll(() => here?.end())

  /** Everything that is wrong with the page as it stands, and whether it scrolls sideways on a narrow screen. */
  async function faultsHere(): Promise<string[]> {
    const found = await faultsInBothThemes(page)
    await page.setViewportSize({ width: 320, height: 800 })
    const wider = await sidewaysScroll(page)
    await page.setViewportSize({ width: 1440, height: 900 })
    return wider > 0 ? [...found, `${wider} pixels wider than a screen of 320`] : found
  }

  async function faultsOf(paths: string[]): Promise<string[]> {
    const found: string[] = []
    for (const path of paths) {
      await go(page, `${world.url}${path}`)
      found.push(...(await faultsHere()).map((fault) => `${path} ${fault}`))
    }
    return found
  }

  test('every page is sound while nothing is known', async () => {
    expect(await faultsOf(['/overview', '/adoption', '/adoption/billing', '/revisits'])).toEqual([])
    await go(page, `${world.url}/overview`)
    await page.getByText('Nothing needs a decision', { exact: true }).waitFor()
  }, 120_000)

  test('every page is sound with teams of each kind', async () => {
    await playTruth(world.call, new Date())
    await world.running.tail.runOnce()
    const today = dayOf(new Date())
    await world.running.db.query('update revisit set live_on = $1, due_on = $2', [addDays(today, -184), addDays(today, -1)])
    const paths = ['/overview', '/overview?view=tables', '/adoption', '/adoption/rejecting', '/adoption/fading', '/adoption/small']
    expect(await faultsOf([...paths, '/revisits'])).toEqual([])
  }, 240_000)

  test('the page of adoption tells a rejection from a slow start, and counts whom it does not show', async () => {
    await go(page, `${world.url}/adoption`)
    await page.getByText('Rejecting turns it down though trained: mend the AI agent, do not train more').waitFor()
    await page.getByText('Slow begins slowly: there, help people begin').waitFor()
    await page.getByText('One team with fewer than 8 people is not shown').waitFor()
    const names = await page.locator('tbody th').allInnerTexts()
    expect(names).toEqual(['Rejecting', 'Slow', 'Adopted', 'Fading', 'Small'])
    await go(page, `${world.url}/adoption/small`)
    await page.getByText('Figures begin with 8 people').waitFor()
  })

  test('a decision opens by its key, and its evidence can be read sign by sign', async () => {
    await go(page, `${world.url}/overview`)
    const decisions = page.locator('ol > li')
    await decisions.filter({ hasText: 'Rejecting: People know it, tried it and turned away.' }).waitFor()
    await page.getByText(/Desk-10 really differs in/).waitFor()
    const entry = decisions.filter({ hasText: 'Desk-10 really differs' })
    await entry.getByText('Act now').waitFor()
    const lines = await decisions.allInnerTexts()
    await page.keyboard.press(String(lines.findIndex((line) => line.includes('Rejecting:')) + 1))
    await page.waitForURL('**/adoption/rejecting')
    await settled(page)
    const trained = page.getByRole('row').filter({ hasText: 'of the team’s people, those trained on it' })
    expect(await trained.textContent()).toMatch(/12 of 12People were trainedspeaks for turning it down/)
    await page.getByText('Training would make it worse', { exact: false }).waitFor()
    await page.keyboard.press('i')
    await page.getByRole('dialog').getByText('Why does Rejecting turn the AI agent down?').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Open an investigation' }).click()
    await page.waitForURL('**/investigations/*')
  })

  test('a difference that is being looked into waits for no decision, and opens the investigation', async () => {
    const today = dayOf(new Date())
    const question = 'Why is Desk-10 so late?'
    const asked = { team: 'desk-10', measure: 'sla_met', question, from: addDays(today, -60), to: today }
    const { id } = await world.call(openInvestigation, asked)
    await go(page, `${world.url}/overview`)
    const entry = page.locator('ol > li').filter({ hasText: 'Desk-10 really differs' })
    await entry.getByText('It is being looked into (Looking).').waitFor()
    expect(await entry.getByText('Act now').count()).toBe(0)
    await entry.getByRole('link', { name: 'Open the investigation' }).click()
    await page.waitForURL(`**/investigations/${id}`)
  })

  test('a part of the overview that fails says so, and the others stand', async () => {
    await page.route('**/api/v1/alarms?*', (call) =>
      call.fulfill({ status: 403, contentType: 'application/problem+json', body: '{"code":"not_allowed","status":403,"detail":"No."}' }),
    )
    await go(page, `${world.url}/overview`)
    await page.getByText('Could not be read: alarms. What stands here may not be all.').waitFor()
    await page.getByText('Needs a decision (3 so far)').waitFor()
    await page.unroute('**/api/v1/alarms?*')
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByText('Needs a decision (3)', { exact: true }).waitFor()
  })

  /** What a browser saves when a key is pressed here, as lines without the mark in front. */
  async function downloaded(press: () => Promise<void>): Promise<{ name: string; about: string[]; rows: string[][] }> {
    const [file] = await Promise.all([page.waitForEvent('download'), press()])
    const text = await readFile(await file.path(), 'utf8')
    expect(text.startsWith('\ufeff#')).toBe(true)
    const lines = text.slice(1).split('\r\n')
    return {
      name: file.suggestedFilename(),
      about: lines.filter((line) => line.startsWith('#')),
      rows: lines
        .filter((line) => line !== '' && !line.startsWith('#'))
        .map((line) => line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/).map((cell) => cell.replaceAll('"', ''))),
    }
  }

  test('one key downloads the table of teams as it stands, with what it is about; what is held back is a word', async () => {
    await go(page, `${world.url}/adoption`)
    const drawn = await page.locator('table tbody tr').evaluateAll((lines) => lines.map((row) => row.querySelector('th')?.textContent))
    const { name, about, rows } = await downloaded(() => page.keyboard.press('d'))
    expect(name).toBe('adoption.csv')
    expect(about.some((line) => /^# Window and sample,.*One team with fewer than 8 people/.test(line))).toBe(true)
    expect(about.some((line) => /^# Address,http.*\/adoption$/.test(line))).toBe(true)
    const [heads = [], ...body] = rows
    expect(body.map(([team]) => team)).toEqual(drawn)
    const active = heads[3]
    expect(heads.slice(3, 7)).toEqual([active, `${active}, low end`, `${active}, high end`, `${active}, of how many`])
    const small = body.find(([team]) => team === 'Small') ?? []
    expect(small.slice(3)).toEqual(small.slice(3).map(() => 'withheld'))
    const adopted = body.find(([team]) => team === 'Adopted') ?? []
    expect(adopted.slice(3, 7).every((cell) => Number.isFinite(Number(cell)))).toBe(true)
  })

  test('where several tables stand the key asks which, and takes the one that the focus is in', async () => {
    await go(page, `${world.url}/quality`)
    await page.getByRole('slider').first().waitFor()
    await page.keyboard.press('d')
    const choice = page.getByRole('dialog', { name: 'Which table?' })
    await choice.waitFor()
    expect(await faultsInBothThemes(page)).toEqual([])
    const picked = await downloaded(async () => {
      await page.keyboard.type('Teams')
      await page.keyboard.press('Enter')
    })
    const drawn = await page
      .locator('table tbody tr')
      .evaluateAll((rows) => rows.map((row) => [row.querySelector('th')?.textContent, row.querySelectorAll('td')[0]?.textContent]))
    expect(picked.name).toBe('quality-sla_met-teams.csv')
    expect(picked.rows.slice(1).map(([team, verdict]) => [team, verdict])).toEqual(drawn)
    expect(picked.about.some((line) => /^# Definition,"?Promise kept, version 1: .*\/measures\?measure=sla_met/.test(line))).toBe(true)
    const first = page.locator('table tbody a').first()
    await first.focus()
    expect((await downloaded(() => page.keyboard.press('d'))).name).toBe('quality-sla_met-teams.csv')
  })

  test('the overview gives every part of it as it stands', async () => {
    await go(page, `${world.url}/overview`)
    await page.getByText(/still use it \d+ days after they began/).waitFor()
    await page.getByText(/As of \d+ \w+ \d{4}, \d\d:\d\d/).waitFor()
    const teams = page.getByRole('table', { name: 'Teams', exact: true })
    await teams.waitFor()
    await page.getByRole('slider').nth(1).waitFor()
    await teams.locator('a').first().focus()
    const { name, rows } = await downloaded(() => page.keyboard.press('d'))
    expect(name).toBe('overview-teams.csv')
    expect(rows.slice(1).map(([team]) => team)).toEqual(await teams.locator('tbody th').allInnerTexts())
    await page.evaluate(() => (document.activeElement as HTMLElement).blur())
    await page.keyboard.press('d')
    const asked = page.getByRole('dialog', { name: 'Which table?' }).getByRole('option')
    await asked.first().waitFor()
    expect(await asked.count()).toBe(4)
    await page.keyboard.press('Escape')
  })

  test('the key t shows tables for charts, and the address keeps it', async () => {
    await page.getByRole('slider').first().waitFor()
    await page.keyboard.press('t')
    await page.waitForURL('**/overview?view=tables')
    await page.getByRole('slider').first().waitFor({ state: 'detached' })
  })

  test('a revisit is answered by keyboard alone, beside its facts', async () => {
    await go(page, `${world.url}/revisits`)
    await page.getByText('One team is asked now').waitFor()
    await page.keyboard.press('a')
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Last eight weeks', { exact: true }).waitFor()
    expect(await faultsInBothThemes(page)).toEqual([])
    for (
      let presses = 0;
      presses < 20 && !(await dialog.getByRole('radio', { name: 'Keep' }).evaluate((one) => one === document.activeElement));
      presses += 1
    )
      await page.keyboard.press('Tab')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Tab')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Refunds of gift cards go wrong.')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByText('Thank you. The answer is on record.').waitFor()
    await dialog.waitFor({ state: 'detached' })
    // Its row has no button any more, and it was the only one: the focus stands at the content, not nowhere.
    await page.waitForFunction(() => document.activeElement?.id === 'content')
    const { items } = await world.call(adoption.listRevisits, { limit: 10 })
    expect(items.find(({ answer }) => answer !== null)).toMatchObject({
      answer: 'change',
      reason: 'answers_wrong',
      said: 'Refunds of gift cards go wrong.',
    })
  })

  test('what counts as active is changed in a dialog, with a reason, as a new version', async () => {
    await go(page, `${world.url}/adoption`)
    await page.getByRole('button', { name: 'Change' }).click()
    await page.getByLabel('Suggestions used in a week').fill('20')
    await page.getByRole('button', { name: 'Make new version' }).click()
    await page.getByText('Say why in a few words.').waitFor()
    expect(await faultsInBothThemes(page)).toEqual([])
    await page.getByLabel('Why').fill('Three a week is too easy')
    await page.getByRole('button', { name: 'Make new version' }).click()
    await page.getByText('Version 2. It holds for all teams alike').waitFor()
    expect((await world.call(adoption.getAdoption, {})).rules).toMatchObject({ version: 2, actionsMin: 20, activeShareMin: 0.6 })
  })

  test.each([
    ['coe', '/overview'],
    ['leadership', '/overview'],
    ['engineer', '/ai-agents'],
    ['auditor', '/audit'],
  ] as const)('whoever signs in as %s lands on %s', async (role, path) => {
    const email = `${role}@example.com`
    const { invitation } = await world.call(identity.addPerson, { name: role, email, roles: [{ role, team: null }] })
    const token = invitation.link?.split('#').at(-1) ?? ''
    await world.call(identity.acceptInvitation, { token, password: 'correct horse battery staple' })
    const theirs = await signedIn(browser, world.url, email)
    await theirs.page.goto(`${world.url}/`)
    await theirs.page.waitForURL(`**${path}`)
    await theirs.context.close()
  })

  test('the content policy of the pages was never broken, and no script failed', () => {
    expect(complaints).toEqual([])
  })
})
