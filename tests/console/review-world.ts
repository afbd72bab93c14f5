import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { Call } from '#sdk/call.ts'
import * as decisions from '#slices/decisions/contract.ts'
import * as exceptions from '#slices/exceptions/contract.ts'
import * as identity from '#slices/identity/contract.ts'
import { ask, furnish } from '../world.ts'
import { openBrowser, openPage } from './browser.ts'
import { type ConsoleWorld, consoleWorld } from './console-world.ts'

const password = 'correct horse battery staple'

type Person = { name: string; email: string; role: 'teammate' | 'team_lead' }

/** Someone with a role in the team `billing`, who can sign in. */
async function addPerson(call: Call, { name, email, role }: Person): Promise<void> {
  const { invitation } = await call(identity.addPerson, { name, email, roles: [{ role, team: 'billing' }] })
  const token = (invitation.link ?? '').split('#').at(-1) as string
  await call(identity.acceptInvitation, { token, password })
}

/** A team with two teammates, and an AI agent that asks for refunds too large for it. */
export async function furnishReview(world: ConsoleWorld): Promise<void> {
  const token = world.setupLink.split('#').at(-1) as string
  const me = await world.call(identity.completeSetup, { token, name: 'Ada Admin', email: 'ada@example.com', password })
  await furnish({ call: world.call, adminId: me.person?.id as string })
  await addPerson(world.call, { name: 'Tia Teammate', email: 'tia@example.com', role: 'teammate' })
  await addPerson(world.call, { name: 'Tom Teammate', email: 'tom@example.com', role: 'teammate' })
}

let asked = 0

/** So many proposals that need a person; answers their ids. */
export async function propose(call: Call, many: number, more: { amount?: number; title?: string } = {}): Promise<string[]> {
  const ids: string[] = []
  for (let n = 0; n < many; n += 1) {
    asked += 1
    const made = await call(decisions.decide, {
      ...ask(more.amount ?? 150 + asked, { run: `run-${asked}`, subject: `conversation:${asked}` }),
      knowledge: [
        { id: 'refund-timing', title: 'Refund timing', href: 'https://docs.example.com/refund', reviewDueAt: '2026-01-01T00:00:00Z' },
      ],
      context: {
        title: more.title ?? `Refund for order ${asked}`,
        customer: { name: 'Noah', tier: 'gold' },
        conversation: [{ from: 'customer', text: `I was charged twice for order ${asked}.` }],
        reply: 'I will refund one of the two payments.',
      },
    })
    ids.push(made.id)
  }
  return ids
}

/** Waits until the queue holds so many open items. */
export async function untilOpen(call: Call, many: number): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const { ids } = await call(exceptions.indexExceptions, {})
    if (ids.length === many) return
    await new Promise((later) => setTimeout(later, 100))
  }
  throw new Error(`The queue never held ${many} items.`)
}

/** A browser in which this person is signed in. */
export async function signedIn(
  browser: Browser,
  url: string,
  email: string,
): Promise<{ context: BrowserContext; page: Page; complaints: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const { page, complaints } = await openPage(context)
  await page.goto(`${url}/sign-in`)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.keyboard.press('Enter')
  await page.waitForURL((at) => at.pathname !== '/sign-in')
  return { context, page, complaints }
}

/** A furnished world with a browser in which this person is signed in. */
export type Desk = { world: ConsoleWorld; browser: Browser; page: Page; complaints: string[]; end(): Promise<void> }

export async function desk(email: string): Promise<Desk> {
  const world = await consoleWorld()
  await furnishReview(world)
  const browser = await openBrowser()
  const { page, complaints } = await signedIn(browser, world.url, email)
  return {
    world,
    browser,
    page,
    complaints,
    async end() {
      await browser.close()
      await world.end()
    },
  }
}
