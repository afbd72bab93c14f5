import { describe, expect, test } from 'vitest'
import { applierOf, fieldsOf, mappingFaultInWords, readMapping } from './offline.ts'

const sound = `import: 1
title: Tickets
facts:
  - as: event
    set:
      team: support
      source: desk
      conversation: \${id}
      event: \${id}-\${n}
      at: \${at}
      kind: updated
`

const faultsOf = (text: string) => readMapping(text).faults.map((fault) => mappingFaultInWords('m.yaml', fault))

function apply(text: string) {
  const { mapping, faults } = readMapping(text)
  if (!mapping) throw new Error(JSON.stringify(faults))
  return applierOf(mapping)
}

const eventOf = (text: string, told: object) => {
  const made = apply(text)(told as Record<string, unknown>)
  if (made === 'left out' || 'reason' in made) return made
  return made.facts.events?.[0]
}

const row = { id: 'T-1', n: 7, at: '2026-11-02T09:00:00Z' }
const plus = (lines: string) => `${sound}${lines}`

describe('what is wrong in a mapping is told with its line and column', () => {
  test.each([
    ['import: 1\ntitle: [', 'm.yaml:2:9: This is not valid YAML'],
    [sound.replace('title: Tickets', 'titel: Tickets'), 'm.yaml:2:1: titel: “titel” has no meaning here.'],
    [sound.replace('      kind: updated\n', ''), 'm.yaml:6:7: facts[0].set: A fact “event” needs kind.'],
    [plus('      colour: red\n'), 'm.yaml:12:7: facts[0].set.colour: A fact “event” has no colour; it has team'],
    [plus('      facts: { sla: true }\n'), 'm.yaml:12:16: facts[0].set.facts.sla: facts has no sla'],
    [
      sound.replace('kind: updated', 'kind: { field: state, table: kinds }'),
      'm.yaml:11:36: facts[0].set.kind.table: There is no table kinds',
    ],
    [sound.replace('kind: updated', 'kind: { feld: state }'), 'm.yaml:11:15: facts[0].set.kind.feld: “feld” has no meaning here.'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: fields are written so in a mapping
    [sound.replace('at: ${at}', "at: { field: at, format: '12/31' }"), 'm.yaml:10:32: facts[0].set.at.format: Write iso'],
    [sound.replace('title: Tickets', 'title: Tickets\ntimeZone: Mars'), 'm.yaml:3:11: timeZone: There is no time zone Mars.'],
    [sound.replace('as: event', 'as: ticket'), 'm.yaml:4:9: facts[0].as: Write one of: conversation, event'],
    [sound.replace('kind: updated', 'kind: { field: a, text: b }'), 'm.yaml:11:13: facts[0].set.kind: Write either field or text.'],
  ])('%#', (text, expected) => {
    expect(faultsOf(text).join('\n')).toContain(expected)
  })

  test('and every fault at once', () => {
    expect(faultsOf(sound.replace('team: support', 'taem: support').replace('source: desk', 'sauce: desk'))).toHaveLength(4)
  })
})

describe('a value', () => {
  test('that is one field keeps its type, and with more it is a text', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: fields are written so in a mapping
    expect(eventOf(plus('      seq: ${n}\n'), row)).toMatchObject({ conversation: 'T-1', event: 'T-1-7', seq: 7 })
  })

  test('with an unknown field in it is unknown as a whole', () => {
    expect(eventOf(sound, { ...row, n: null })).toEqual({ reason: 'event is missing' })
  })

  test('goes inside of JSON, from the end too, and a field of that very name comes first', () => {
    const text = plus("      seq: { field: 'a.list[-1]' }\n")
    expect(eventOf(text, { ...row, a: { list: [1, 2, 3] } })).toMatchObject({ seq: 3 })
    expect(eventOf(text, { ...row, 'a.list[-1]': 9, a: { list: [1] } })).toMatchObject({ seq: 9 })
  })

  test('is looked up, and what is in no table spoils the row', () => {
    const text = `tables: { kinds: { Done: closed } }\n${sound.replace('kind: updated', 'kind: { field: state, table: kinds }')}`
    expect(eventOf(text, { ...row, state: 'Done' })).toMatchObject({ kind: 'closed' })
    expect(eventOf(text, { ...row, state: 'Lost' })).toEqual({ reason: 'kind: the table kinds has no entry for “Lost”' })
  })

  test('is there only where its condition holds', () => {
    const text = plus('      facts: { resolvedAt: { field: done, when: { state: [Solved, Closed] } } }\n')
    const done = '2026-11-03T09:00:00Z'
    expect(eventOf(text, { ...row, done, state: 'Closed' })).toMatchObject({ facts: { resolvedAt: done } })
    expect(eventOf(text, { ...row, done, state: 'New' })).not.toHaveProperty('facts')
  })

  test('can be taken from one, and stays a plain number', () => {
    expect(
      eventOf(plus('      facts: { handleSeconds: { field: minutes, times: 60 }, costCents: { field: share, minusFrom: 1 } }\n'), {
        ...row,
        minutes: '2',
        share: 0.1,
      }),
    ).toMatchObject({
      facts: { handleSeconds: 120, costCents: 0.9 },
    })
  })

  test('of a name becomes an id, and the name is kept', () => {
    const made = apply(sound.replace('team: support', 'team: { field: group, as: slug, otherwise: none }'))
    expect(made({ ...row, group: ' Données & Co. ' })).toMatchObject({ facts: { events: [{ team: 'donnees-co.' }] } })
    expect(made({ ...row, group: '' })).toMatchObject({ facts: { events: [{ team: 'none' }] } })
    expect(made.slugNames.get('donnees-co.')).toBe(' Données & Co. ')
  })
})

describe('a time', () => {
  const at = (value: unknown, zone = 'UTC', format = 'iso') => {
    const made = eventOf(`timeZone: ${zone}\ntimes: ${format}\n${sound}`, { ...row, at: value }) as { reason?: string; at: string }
    return made.reason ?? made.at
  }

  test.each([
    ['2026-11-02T09:00:00Z', 'UTC', 'iso', '2026-11-02T09:00:00Z'],
    ['2026-11-02T09:00:00+01:00', 'UTC', 'iso', '2026-11-02T08:00:00.000Z'],
    ['2026-11-02 09:00', 'Europe/Berlin', 'iso', '2026-11-02T08:00:00.000Z'],
    ['2026-07-02', 'Europe/Berlin', 'iso', '2026-07-01T22:00:00.000Z'],
    ['2026-10-25 02:30', 'Europe/Berlin', 'iso', '2026-10-25T00:30:00.000Z'],
    ['2026-03-29 02:30', 'Europe/Berlin', 'iso', '2026-03-29T01:30:00.000Z'],
    ['11/02/2026 9:05', 'America/New_York', 'MM/DD/YYYY HH:mm', '2026-11-02T14:05:00.000Z'],
    [1_793_610_000, 'UTC', 'epoch-seconds', '2026-11-02T09:00:00.000Z'],
  ])('%s in %s as %s is %s', (...[value, zone, format, expected]) => {
    expect(at(value, zone, format)).toBe(expected)
  })

  test.each(['2026-06-31T09:00:00Z', '2026-02-29', '2026-11-02T24:00:00Z', 'soon', '02.11.2026'])('%s is none', (value) => {
    expect(at(value)).toContain('is no time of this form')
  })
})

test('a whole conversation becomes an event for each time that is known, and what is known at the end stands on the last', () => {
  const text = `import: 1
title: Cases
facts:
  - as: conversation
    set:
      team: support
      source: desk
      conversation: \${id}
      begunAt: \${opened}
      aiAgent: helper
      handedOverAt: \${handed}
      resolvedAt: \${closed}
      closedAt: \${closed}
      facts: { satisfied: '\${happy}' }
`
  const made = apply(text)({ id: 'C1', opened: '2026-11-02', handed: '', closed: '2026-11-02', happy: 'no' })
  const events = made !== 'left out' && 'facts' in made ? made.facts.events : []
  expect(events).toMatchObject([
    { event: 'opened@2026-11-02T00:00:00.000Z', kind: 'opened', seq: 0, aiAgent: 'helper' },
    { kind: 'resolved', seq: 4 },
    { kind: 'closed', seq: 5, facts: { satisfied: false } },
  ])
  expect(events?.[0]).not.toHaveProperty('facts')
})

test('a mapping names the fields that it reads', () => {
  const { mapping } = readMapping(plus("      seq: { field: 'a.b', when: { c: 1 } }\n"))
  expect(mapping && fieldsOf(mapping).sort()).toEqual(['a', 'at', 'c', 'id', 'n'])
})
