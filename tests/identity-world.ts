import { afterAll, expect } from 'vitest'
import { systemChance } from '#kernel/clock.ts'
import type { Db } from '#kernel/db.ts'
import { watchEpoch } from '#kernel/epoch.ts'
import { makeApp } from '#kernel/http.ts'
import { findMigrations, migrate } from '#kernel/migrate.ts'
import { type Call, CallError, createCaller } from '#sdk/call.ts'
import { makeAudit } from '#slices/audit/index.ts'
import * as contract from '#slices/identity/contract.ts'
import { makeIdentity, mountIdentity } from '#slices/identity/index.ts'
import { freshDatabase } from './database.ts'

const below = ['0001-kernel', '0002-audit', '0004-identity']

async function makeTables(empty: Db): Promise<void> {
  const migrations = findMigrations().filter((each) => below.includes(each.name))
  await migrate(empty, migrations)
}

const ends: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const end of ends.splice(0)) await end()
})

export const password = 'twelve quiet otters'
export const admin = { name: 'Ada Admin', email: 'ada@example.com', password }
export const operatorKey = `plt_operator_${'o'.repeat(43)}`

type Settings = { publicUrl?: string; sessionHours?: number }

/** Identity on a database of its own, called over HTTP without a network. Time stands still until a test moves it. */
export async function identityWorld(settings: Settings = {}) {
  const database = await freshDatabase(makeTables)
  const { db } = database
  const time = { now: new Date('2026-05-04T08:00:00Z') }
  const node = async () => {
    const watch = watchEpoch(db)
    await watch.start()
    ends.push(() => watch.stop())
    const clock = { now: () => time.now }
    const audit = makeAudit(systemChance())
    const config = { sessionHours: 12, groupFloorPeople: 8, ...settings }
    const identity = makeIdentity({ db, clock, chance: systemChance(), audit, watch, config, operatorKey })
    const app = makeApp({ db, clock, audit, identify: identity.identify, log: tell, checksAnswers: true })
    mountIdentity(app, identity)
    return { app, identity, watch }
  }
  const first = await node()
  ends.push(() => database.drop())

  /** Calls with these headers; a browser's cookies are kept when `jar` is given. */
  function caller(headers: Record<string, string> = {}, jar?: { cookie?: string; set?: string[] }, at = first): Call {
    return createCaller({
      headers,
      async fetch(url, init) {
        const sent = { ...(init.headers as Record<string, string>), ...(jar?.cookie ? { cookie: jar.cookie } : {}) }
        const answer = await at.app.fastify.inject({ method: init.method as 'GET', url, headers: sent, payload: init.body as string })
        if (jar) keepCookies(jar, [answer.headers['set-cookie'] ?? []].flat())
        return new Response(answer.body, { status: answer.statusCode })
      },
    })
  }

  const byKey = (token: string, at = first) => caller({ authorization: `Bearer ${token}` }, undefined, at)

  /** A browser on one of our own pages. */
  function browser(at = first) {
    const jar: { cookie?: string; set?: string[] } = {}
    return { jar, call: caller({ 'sec-fetch-site': 'same-origin' }, jar, at) }
  }

  async function setUp() {
    const link = await first.identity.setupLink('http://house')
    const { jar, call } = browser()
    const me = await call(contract.completeSetup, { token: tokenIn(link), ...admin })
    return { jar, call, me }
  }

  /** Somebody with a password and these roles, in a browser of their own. */
  async function join(name: string, roles: { role: (typeof contract.roleIds)[number]; team: string | null }[]) {
    const email = `${name.toLowerCase()}@example.com`
    const added = await byKey(operatorKey)(contract.addPerson, { name, email, roles })
    const seat = browser()
    await seat.call(contract.acceptInvitation, { token: tokenIn(added.invitation.link), password })
    return { ...seat, person: added.person, email }
  }

  return {
    db,
    time,
    node,
    watch: first.watch,
    identity: first.identity,
    nobody: caller(),
    operator: byKey(operatorKey),
    caller,
    byKey,
    browser,
    setUp,
    join,
  }
}

export type IdentityWorld = Awaited<ReturnType<typeof identityWorld>>

function keepCookies(jar: { cookie?: string; set?: string[] }, set: string[]): void {
  if (set.length === 0) return
  jar.set = set
  jar.cookie = set.some((each) => /max-age=0/i.test(each)) ? undefined : set.map((each) => each.split(';')[0]).join('; ')
}

export function tokenIn(link: string | null): string {
  return link?.split('#')[1] ?? ''
}

function tell(level: string, words: string, facts?: Record<string, unknown>): void {
  if (level === 'error') process.stderr.write(`${words} ${(facts?.error as Error | undefined)?.stack ?? ''}\n`)
}

/** The problem that an act is refused with; fails the test when it is not refused. */
export async function refused(act: Promise<unknown>): Promise<CallError['problem']> {
  const error = await act.then(
    () => undefined,
    (caught) => caught,
  )
  expect(error).toBeInstanceOf(CallError)
  return (error as CallError).problem
}

type Entry = { actor_kind: string; actor: string; subject: string; detail: string }

/** Audit entries of one action, oldest first. */
export function entriesOf(db: Db, action: string): Promise<Entry[]> {
  return db.query<Entry>('select actor_kind, actor, subject, detail from audit_entry where action = $1 order by seq', [action])
}

/** Everything that identity keeps, to show that a refused act left nothing behind. */
export async function everything(db: Db): Promise<string> {
  const tables = ['department', 'person', 'account', 'team', 'role_grant', 'api_key', 'invitation', 'audit_entry']
  const rows = await Promise.all(tables.map((table) => db.query(`select * from ${table} order by 1, 2`)))
  return JSON.stringify(rows)
}
