import { createHash } from 'node:crypto'

export type Severity = 'critical' | 'high' | 'normal'

/** Something that is to be told to one channel, in words that every channel can carry. */
export type OutgoingMessage = {
  /** Left out: made from the message itself, so that the same message put in line twice is sent once. */
  id?: string
  teamId: string
  channelId: string
  /** What it is about: `escalation`, `test`, or the type of an event. */
  kind: string
  subject: string
  text: string
  /** An absolute address. It may hold a secret and is forgotten once the message was delivered. */
  link?: string
  severity: Severity
  /** The same for everything that is said of one matter: the other side puts it together. */
  dedupKey: string
  action: 'trigger' | 'acknowledge' | 'resolve'
  isDrill: boolean
  /** The e-mail address of a person; for e-mail only. */
  to?: string
  /** The body of a signed webhook. */
  payload?: object
  at: Date
}

/** What is kept of a message until it was delivered. */
export type StoredMessage = Pick<OutgoingMessage, 'text' | 'link' | 'severity' | 'dedupKey' | 'action' | 'to' | 'payload'> & { at: string }

/** What belongs to no single team, such as the test of a channel of the whole organisation. */
export const noTeam = '*'

/**
 * An id that depends on nothing but what it names: 48 bits of time, so that ids sort by it, and 74 bits of a hash.
 * Its form is UUID version 8 (RFC 9562, section 5.8).
 */
export function derivedId(at: Date, parts: readonly (string | undefined)[]): string {
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex')
  const time = at.getTime().toString(16).padStart(12, '0')
  const variant = ((Number.parseInt(hash.slice(3, 4), 16) & 0x3) | 0x8).toString(16)
  return `${time.slice(0, 8)}-${time.slice(8)}-8${hash.slice(0, 3)}-${variant}${hash.slice(4, 7)}-${hash.slice(7, 19)}`
}

export function messageId(message: OutgoingMessage): string {
  const { teamId, channelId, kind, dedupKey, action, to, subject } = message
  return message.id ?? derivedId(message.at, [teamId, channelId, kind, dedupKey, action, to, subject])
}

const drillWords = 'This is a drill: nothing is broken. Please act as you would if it were real.'

/** Subject and text as people read them: a drill says so first. */
export function labelled({ subject, text, isDrill }: Pick<OutgoingMessage, 'subject' | 'text' | 'isDrill'>) {
  const oneLine = subject.replace(/\s+/g, ' ').trim()
  return isDrill ? { subject: `[Drill] ${oneLine}`, text: `${drillWords}\n\n${text}` } : { subject: oneLine, text }
}

/** At most so many characters, cut where a reader sees that it was cut, and never in the middle of one. */
export function cut(text: string, max: number): string {
  const signs = [...text]
  return signs.length <= max ? text : `${signs.slice(0, max - 1).join('')}…`
}
