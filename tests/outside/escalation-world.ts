import { expect } from 'vitest'
import { insideCall } from '#server/inside-call.ts'
import * as escalation from '#slices/escalation/contract.ts'
import * as exceptions from '#slices/exceptions/contract.ts'
import * as identity from '#slices/identity/contract.ts'
import * as notifications from '#slices/notifications/contract.ts'
import { furnish, type World, world } from '../world.ts'
import { mailTo } from './channels.ts'
import { type Mail, type MailSink, mailSink } from './sinks.ts'

/** Team `billing` with people to tell, and a real mail server that they are told by. */
export type Desk = {
  here: World
  mails: MailSink
  mailChannel: string
  /** Ids by the name before the @. */
  people: Record<'fay' | 'ben' | 'lea', string>
  /** Does all that is due: opens, tells, sends. */
  settle(): Promise<void>
  /** Mail since the last look, by the name before the @. */
  newMail(): Record<string, Mail[]>
  /** Opens items in the queue that wait too long an instant later. */
  late(count: number, severity?: 'critical' | 'high' | 'normal'): Promise<string[]>
  end(): Promise<void>
}

export async function desk(): Promise<Desk> {
  const here = await world({ PILOTAGE_ALLOW_PRIVATE_TARGETS: 'true', PILOTAGE_URL: 'https://pilotage.example.com' })
  await furnish(here)
  const mails = await mailSink()
  const { id: mailChannel } = await here.call(notifications.createChannel, mailTo(mails.port))
  const people = { fay: await person(here, 'fay'), ben: await person(here, 'ben'), lea: await person(here, 'lea') }
  let seen = 0
  return {
    here,
    mails,
    mailChannel,
    people,
    async settle() {
      await here.running.tail.runOnce()
      await here.running.sender.runOnce()
      // Another node may have taken some of it.
      await expect.poll(() => here.count("delivery where state = 'waiting'"), { interval: 10 }).toBe(0)
    },
    newMail() {
      const fresh = mails.mails.slice(seen)
      seen = mails.mails.length
      const names = [...new Set(fresh.flatMap(({ to }) => to))]
      return Object.fromEntries(names.map((name) => [name.split('@')[0], fresh.filter(({ to }) => to.includes(name))]))
    },
    async late(count, severity = 'high') {
      const made: string[] = []
      for (let index = 0; index < count; index++) {
        const item = {
          team: 'billing',
          origin: 'by_hand' as const,
          subject: `case:${index}`,
          title: `Secret matter of Mr. X ${index}`,
          severity,
        }
        made.push((await here.call(exceptions.openException, item)).id)
      }
      await here.running.db.query('update exception set due_at = $1 where id = any ($2)', [here.clock.now(), made])
      return made
    },
    async end() {
      await here.end()
      await mails.close()
    },
  }
}

async function person({ call }: World, name: string): Promise<string> {
  const made = await call(identity.addPerson, { name, email: `${name}@example.com`, roles: [{ role: 'teammate', team: 'billing' }] })
  return made.person.id
}

export const minutes = (count: number) => count * 60_000

/** The usual three: fay, ben, then the lead. */
export async function setThree({ here, people }: Desk, more: Partial<Parameters<typeof steps>[1]> = {}) {
  const set = await here.call(escalation.listProcedures, { team: 'billing' })
  const before = set.items.find(({ severity }) => severity === 'high')
  return here.call(escalation.setProcedure, steps(people, { clock: 'always', channelIds: [], ...more }), { ifMatch: before?.etag })
}

function steps(people: Desk['people'], { clock, channelIds }: { clock: 'always' | 'business_hours'; channelIds: string[] }) {
  const step = { channelIds, holderId: null as string | null, respondMinutes: 15 }
  return {
    team: 'billing',
    severity: 'high' as const,
    clock,
    steps: [
      { ...step, role: 'first_responder' as const, holderId: people.fay },
      { ...step, role: 'backup' as const, holderId: people.ben, respondMinutes: 30 },
      { ...step, role: 'lead' as const },
    ],
  }
}

/** The secret in the link of a message. */
export function tokenIn(mail: Mail | undefined): string {
  return /\/escalations\/ack#([\w-]+)/.exec(mail?.text ?? '')?.[1] ?? ''
}

/** Somebody who is not signed in. */
export const stranger = ({ here }: Desk) => insideCall(here.running.app, '')
