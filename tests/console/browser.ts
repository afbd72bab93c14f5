import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Result } from 'axe-core'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

const places = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** A Chromium of this machine, undefined where there is none. */
export const chromiumPath = places.find((path) => path !== undefined && existsSync(path))

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
}

/** A page that writes down whatever the browser complains about: broken policies of the page, errors of scripts. */
export async function openPage(context: BrowserContext): Promise<{ page: Page; complaints: string[] }> {
  const complaints: string[] = []
  const page = await context.newPage()
  page.on('pageerror', (error) => complaints.push(`script: ${error.message}`))
  page.on('console', (message) => {
    if (/content security policy|violates/i.test(message.text())) complaints.push(message.text())
  })
  return { page, complaints }
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** Every fault that axe finds on the page as it stands, WCAG A to 2.2 AA, or of one rule. Run by the debugger: the page's own policy stays in force. */
export async function accessFaults(page: Page, rule?: string): Promise<string[]> {
  await painted(page)
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(`${axe}; undefined`)
  const violations = (await page.evaluate(
    `axe.run(document, { runOnly: ${JSON.stringify(rule ? [rule] : tags)}, resultTypes: ['violations'] }).then((result) => result.violations)`,
  )) as Result[]
  return violations.map(
    (fault) => `${fault.id}: ${fault.nodes.map((node) => `${node.html.slice(0, 200)} ${node.any[0]?.message ?? ''}`).join(' | ')}`,
  )
}

/** What was measured of a new size is on the page: the frame that measures has ended, and so has the one after it. */
async function painted(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
}

/** What axe finds as the page stands, in light and in dark. */
export async function faultsInBothThemes(page: Page): Promise<string[]> {
  const setTheme = (theme: string) => page.evaluate((name) => document.documentElement.setAttribute('data-theme', name), theme)
  const found = await accessFaults(page)
  await setTheme('dark')
  found.push(...(await accessFaults(page, 'color-contrast')))
  await setTheme('light')
  return found
}

/** By how many pixels the page is wider than the window. Frames that scroll by themselves do not count. */
export function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
}

/** Opens an address and waits until what it shows has arrived. */
export async function go(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await settled(page)
}

/** The page has its first heading, and nothing on it is still being fetched. */
export async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor()
  await page.waitForFunction(() => !document.querySelector('.skeleton-line'))
}
