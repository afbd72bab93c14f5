import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Calendar, dueAt, hoursFaults, isOpen, nextOpening, usualHours } from './calendar.ts'
import { holidaysOf } from './holidays.ts'
import { dayIn, instantOf } from './zoned-time.ts'

const berlin: Calendar = { timeZone: 'Europe/Berlin', hours: usualHours, holidays: [{ on: '2026-12-25', name: 'Christmas' }] }
const at = (text: string) => new Date(text)
const allWeek = (['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const).map((weekday) => ({ weekday, from: '00:00', to: '24:00' }))

describe('business hours', () => {
  test('begin with their first instant and end before their last', () => {
    expect(isOpen(berlin, at('2026-11-20T08:00:00Z'))).toBe(true)
    expect(isOpen(berlin, at('2026-11-20T07:59:59.999Z'))).toBe(false)
    expect(isOpen(berlin, at('2026-11-20T16:00:00Z'))).toBe(false)
    expect(isOpen(berlin, at('2026-11-21T10:00:00Z'))).toBe(false)
  })

  test('follow the clock on the wall through daylight saving', () => {
    expect(isOpen(berlin, at('2026-07-01T07:00:00Z'))).toBe(true)
    expect(isOpen(berlin, at('2026-12-01T07:00:00Z'))).toBe(false)
  })

  test('are closed on holidays', () => {
    expect(isOpen(berlin, at('2026-12-25T10:00:00Z'))).toBe(false)
    expect(nextOpening(berlin, at('2026-12-24T20:00:00Z'))).toEqual(at('2026-12-28T08:00:00Z'))
  })

  test('that never open never open', () => {
    const closed = { ...berlin, hours: [] }
    expect([nextOpening(closed, at('2026-01-01T00:00:00Z')), dueAt(closed, at('2026-01-01T00:00:00Z'), 5)]).toEqual([null, null])
  })

  test('must not cross each other or end before they begin', () => {
    const faults = hoursFaults([
      { weekday: 'mon', from: '09:00', to: '12:00' },
      { weekday: 'mon', from: '11:00', to: '15:00' },
      { weekday: 'tue', from: '22:00', to: '06:00' },
      { weekday: 'wed', from: '09:00', to: '12:00' },
    ])
    expect(faults.map(({ path }) => path)).toEqual(['hours.2', 'hours.1'])
  })
})

describe('minutes of open time', () => {
  test('go on in the next open hours, over nights, weekends and holidays', () => {
    expect(dueAt(berlin, at('2026-11-20T15:30:00Z'), 60)).toEqual(at('2026-11-23T08:30:00Z'))
    expect(dueAt(berlin, at('2026-12-24T15:30:00Z'), 60)).toEqual(at('2026-12-28T08:30:00Z'))
    expect(dueAt(berlin, at('2026-11-21T12:00:00Z'), 30)).toEqual(at('2026-11-23T08:30:00Z'))
  })

  test('on the day when the clock is set forward there is an hour less', () => {
    const nights: Calendar = { timeZone: 'Europe/Berlin', hours: [{ weekday: 'sun', from: '01:00', to: '05:00' }], holidays: [] }
    // From 01:00 +01:00; at 02:00 it becomes 03:00 +02:00, so 04:00 comes after two hours.
    expect(dueAt(nights, at('2026-03-29T00:00:00Z'), 120)).toEqual(at('2026-03-29T02:00:00Z'))
    expect(dueAt(nights, at('2026-03-29T00:00:00Z'), 181)).toEqual(at('2026-04-04T23:01:00Z'))
  })

  test('on the day when it is set back there is an hour more', () => {
    const nights: Calendar = { timeZone: 'Europe/Berlin', hours: [{ weekday: 'sun', from: '01:00', to: '05:00' }], holidays: [] }
    expect(dueAt(nights, at('2026-10-24T23:00:00Z'), 300)).toEqual(at('2026-10-25T04:00:00Z'))
  })

  test('pass as minutes do when it is always open, in every zone and over every change of the clock', () => {
    const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Apia', 'UTC', 'Africa/Casablanca']
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.date({ min: at('2024-01-01T00:00:00Z'), max: at('2028-01-01T00:00:00Z'), noInvalidDate: true }),
        fc.integer({ min: 1, max: 20_000 }),
        (timeZone, from, minutes) => {
          const always: Calendar = { timeZone, hours: allWeek, holidays: [] }
          expect(dueAt(always, from, minutes)).toEqual(new Date(from.getTime() + minutes * 60_000))
          expect(isOpen(always, from)).toBe(true)
        },
      ),
    )
  })

  test('end inside or at the end of open hours, never go back, and add up', () => {
    const zones = ['Europe/Berlin', 'America/Sao_Paulo', 'Asia/Tokyo', 'America/Los_Angeles']
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.date({ min: at('2025-01-01T00:00:00Z'), max: at('2027-01-01T00:00:00Z'), noInvalidDate: true }),
        fc.tuple(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 1, max: 3000 })),
        (timeZone, from, [first, second]) => {
          const calendar = { ...berlin, timeZone }
          const due = dueAt(calendar, from, first) as Date
          expect(due.getTime()).toBeGreaterThan(from.getTime())
          expect(isOpen(calendar, new Date(due.getTime() - 1))).toBe(true)
          expect(dueAt(calendar, due, second)).toEqual(dueAt(calendar, from, first + second))
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('a time on the wall', () => {
  test('that comes twice is the first, and one that never comes is after the jump', () => {
    expect(instantOf('2026-10-25', 150, 'Europe/Berlin')).toEqual(at('2026-10-25T00:30:00Z'))
    expect(instantOf('2026-03-29', 150, 'Europe/Berlin')).toEqual(at('2026-03-29T01:30:00Z'))
  })

  test('is read back as the day that it was made from', () => {
    const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Kiritimati', 'America/St_Johns']
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.date({ min: at('2020-01-01T00:00:00Z'), max: at('2030-01-01T00:00:00Z'), noInvalidDate: true }),
        (timeZone, day) => {
          const text = day.toISOString().slice(0, 10)
          expect(dayIn(instantOf(text, 12 * 60, timeZone), timeZone)).toBe(text)
        },
      ),
    )
  })
})

describe('an iCalendar file', () => {
  const file = (...events: string[]) =>
    `BEGIN:VCALENDAR\r\n${events.map((event) => `BEGIN:VEVENT\r\n${event}\r\nEND:VEVENT\r\n`).join('')}END:VCALENDAR\r\n`

  test('gives its whole days as holidays, also those of several days and of every year', () => {
    const text = file(
      'DTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261227\r\nSUMMARY:Christmas\\, both da\r\n ys',
      'DTSTART;VALUE=DATE:20200501\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:Labour Day',
    )
    expect(holidaysOf(text, 2026)).toEqual({
      holidays: [
        { on: '2026-05-01', name: 'Labour Day' },
        { on: '2026-12-25', name: 'Christmas, both days' },
        { on: '2026-12-26', name: 'Christmas, both days' },
        { on: '2027-05-01', name: 'Labour Day' },
        { on: '2028-05-01', name: 'Labour Day' },
      ],
      leftOut: 0,
    })
  })

  test('says how many events it could not use', () => {
    const text = file(
      'DTSTART:20261225T100000Z\r\nSUMMARY:Meeting',
      'DTSTART;VALUE=DATE:20261225\r\nRRULE:FREQ=WEEKLY\r\nSUMMARY:Every week',
    )
    expect(holidaysOf(text, 2026)).toEqual({ holidays: [], leftOut: 2 })
  })

  test('may be anything at all', () => {
    fc.assert(
      fc.property(fc.string(), (text) => holidaysOf(file(`DTSTART;VALUE=DATE:${text}\r\nDTEND:${text}`), 2026).holidays.length >= 0),
    )
  })
})
