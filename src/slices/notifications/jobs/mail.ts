import { createHash } from 'node:crypto'
import { isIP } from 'node:net'
import nodemailer from 'nodemailer'
import type { Channel } from '../channel.ts'
import type { Attempt, Outcome } from '../delivery.ts'
import { labelled } from '../message.ts'
import type { Guard } from './guard.ts'

const stepMs = 8000

/** Sends one mail and says how it went. The address is resolved here and pinned, so that the guard saw what is connected to. */
export async function sendMail(
  channel: Channel,
  attempt: Attempt,
  { guard, signal, domain }: { guard: Guard; signal: AbortSignal; domain: string },
): Promise<Outcome> {
  const { settings, secret } = channel
  if (settings.kind !== 'smtp') throw new Error('Only an e-mail channel sends mail.')
  if (attempt.message.to === undefined) return { kind: 'refused', status: null, problem: 'It has no recipient.' }
  const transport = nodemailer.createTransport({
    host: await guard.addressOf(settings.host),
    port: settings.port,
    secure: settings.security === 'tls',
    requireTLS: settings.security === 'starttls',
    ignoreTLS: settings.security === 'none',
    name: domain,
    auth: settings.username === null ? undefined : { user: settings.username, pass: secret.password ?? '' },
    tls: isIP(settings.host) === 0 ? { servername: settings.host } : undefined,
    connectionTimeout: stepMs,
    greetingTimeout: stepMs,
    socketTimeout: stepMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const stop = () => transport.close()
  signal.addEventListener('abort', stop, { once: true })
  try {
    await untilAborted(transport.sendMail(mailOf(attempt, { from: settings.from, to: attempt.message.to, domain })), signal)
    return { kind: 'delivered', status: 250 }
  } catch (error) {
    return mailOutcome(error)
  } finally {
    signal.removeEventListener('abort', stop)
    transport.close()
  }
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = new Promise<never>((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  return Promise.race([work, aborted])
}

/** The same Message-ID at every try, and one thread for everything about one matter. */
function mailOf(attempt: Attempt, { from, to, domain }: { from: string; to: string; domain: string }) {
  const { subject, text } = labelled({ ...attempt, text: attempt.message.text })
  const { link, severity, dedupKey } = attempt.message
  const thread = `<${createHash('sha256').update(dedupKey).digest('hex').slice(0, 32)}@${domain}>`
  return {
    from: { name: 'Pilotage', address: from },
    to,
    subject,
    text: link === undefined ? `${text}\n` : `${text}\n\n${link}\n`,
    messageId: `<${attempt.id}@${domain}>`,
    references: [thread],
    inReplyTo: thread,
    priority: severity === 'normal' ? ('normal' as const) : ('high' as const),
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All', 'X-Pilotage-Drill': String(attempt.isDrill) },
  }
}

type MailFault = { responseCode?: number; code?: string; command?: string; message?: string }

/** What is said of a recipient or a message concerns that one; everything else concerns the server. */
function mailOutcome(error: unknown): Outcome {
  const { responseCode, code, message } = error as MailFault
  const status = responseCode ?? null
  const problem = `The mail server said: ${String(message ?? error).slice(0, 400)}`
  const isOfMessage = code === 'EENVELOPE' || code === 'EMESSAGE'
  if (isOfMessage && status !== null) return { kind: status >= 500 ? 'refused' : 'try_later', status, problem }
  if (responseCode === undefined) throw error
  return { kind: 'unreachable', status, problem }
}
