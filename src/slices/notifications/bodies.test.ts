import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { alertmanagerBody, pagerdutyBody, slackBody } from './bodies.ts'
import type { Attempt } from './delivery.ts'

const recorded = (name: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, '../../../tests/reference/outside', `alertmanager-0.25-${name}.json`), 'utf8'))

function attempt(more: Partial<Attempt['message']> = {}, isDrill = false): Attempt {
  return {
    teamId: 'billing',
    id: '01a1feba-004c-8b66-a366-fbca11ee4ee6',
    channelId: '01a1feba-004b-7c42-9059-652462cc2978',
    kind: 'escalation',
    subject: 'High: 3 cases of Billing wait longer than promised',
    tries: 1,
    isDrill,
    message: {
      text: '3 cases in the queue of Billing are past the time.',
      link: 'https://pilotage.example.com/escalations/ack#t',
      severity: 'high',
      dedupKey: 'escalation/1',
      action: 'trigger',
      at: '2026-11-21T15:29:25.068Z',
      ...more,
    },
  }
}

const now = new Date('2026-11-21T16:00:00Z')

describe('to Alertmanager', () => {
  test('goes what it keeps, as it kept it', () => {
    const [kept] = recorded('alerts')
    const [sent] = alertmanagerBody(attempt(), now)
    expect(kept).toMatchObject(sent as object)
  })

  test('the end of an alarm has the labels of its beginning, and an end that is now', () => {
    const [begun] = alertmanagerBody(attempt(), now)
    const [ended] = alertmanagerBody(attempt({ action: 'resolve', at: now.toISOString() }), now)
    expect(ended?.labels).toEqual(begun?.labels)
    expect(ended?.endsAt).toBe(now.toISOString())
    expect(begun?.endsAt).toBe('2026-11-22T15:29:25.068Z')
  })
})

describe('to PagerDuty', () => {
  const [trigger, resolve] = recorded('pagerduty')
  const key = { routingKey: 'key-of-a-test', source: 'pilotage.example.com' }
  const kinds = (body: object) => Object.fromEntries(Object.entries(body).map(([name, value]) => [name, typeof value]))

  test('goes every field that Alertmanager sends there, and each is of the same kind', () => {
    const sent = pagerdutyBody(attempt(), key)
    const { client_url: _clientUrl, ...expected } = trigger
    expect(kinds(sent)).toMatchObject(kinds(expected))
    expect(kinds('payload' in sent ? sent.payload : {})).toMatchObject(kinds(trigger.payload))
    expect(sent).toMatchObject({
      routing_key: trigger.routing_key,
      event_action: 'trigger',
      payload: { severity: trigger.payload.severity },
    })
  })

  test('an end names the same matter as its beginning', () => {
    const ended = pagerdutyBody(attempt({ action: 'resolve' }), key)
    expect(ended.event_action).toBe(resolve.event_action)
    expect(ended.dedup_key).toBe(pagerdutyBody(attempt(), key).dedup_key)
  })
})

describe('to Slack', () => {
  test('goes plain text that nobody can be called with, and a button', () => {
    const body = slackBody(attempt({ text: 'Ask <!channel> & *you*' }))
    const text = JSON.stringify(body)
    expect(text).not.toContain('<!channel>')
    expect(text).toContain('&lt;!channel&gt; &amp; *you*')
    expect(body.blocks.at(-1)).toMatchObject({ type: 'actions', elements: [{ url: 'https://pilotage.example.com/escalations/ack#t' }] })
  })

  test('a drill says so, in the heading and in the text', () => {
    expect(slackBody(attempt({}, true)).text).toMatch(/^\[Drill\]/)
    expect(JSON.stringify(slackBody(attempt({}, true)).blocks[1])).toContain('This is a drill')
  })
})

test('no text is too long for the other side, and none is cut inside of a character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 6000 }), fc.string({ unit: 'grapheme', maxLength: 400 }), (text, subject) => {
      const long = { ...attempt({ text }), subject }
      const slack = slackBody(long)
      const [header, section] = slack.blocks as { text: { text: string } }[]
      expect([...(header?.text.text ?? '')].length).toBeLessThanOrEqual(150)
      expect([...(section?.text.text ?? '')].length).toBeLessThanOrEqual(3000)
      const pagerduty = pagerdutyBody({ ...long, message: { ...long.message, dedupKey: subject } }, { routingKey: 'k', source: 's' })
      expect([...pagerduty.dedup_key].length).toBeLessThanOrEqual(255)
      for (const body of [slack, pagerduty]) expect(JSON.stringify(body)).not.toMatch(/\\ud[89a-f]/i)
    }),
  )
})
