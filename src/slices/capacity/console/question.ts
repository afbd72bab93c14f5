import type { AskOf } from '#console/query.ts'
import type { OutputOf } from '#kernel/contract.ts'
import type { getRun, startRun } from '../contract.ts'
import { askWords } from './words.ts'

export type Run = OutputOf<typeof getRun>
export type Ask = AskOf<typeof startRun>
type Shift = NonNullable<Ask['shifts']>[number]

type Days = keyof typeof daysOf
/** `own` are the days of a shift that none of the usual patterns names. */
export type ShiftForm = { id: number; days: Days | 'own'; own: number[]; from: string; to: string; people: string }

/** What stands in the form, as it was typed. Empty means: as observed. */
export type Form = {
  profile: string | null
  volume: string
  rate: string
  minutes: string
  shrinkage: string
  lateMinutes: string
  lateShare: string
  depth: string
  waitCounts: 'always' | 'open_hours'
  days: string
  name: string
  shifts: ShiftForm[]
  /** What a run asked that this form does not show; it is asked again as it was. */
  rest: Pick<Ask, 'classes' | 'play' | 'multiples'>
}

type Numbers = { [name in 'volume' | 'rate' | 'minutes' | 'shrinkage' | 'lateMinutes' | 'lateShare' | 'depth' | 'days']: [number, number] }
const bounds: Numbers = {
  volume: [0, 10_000_000],
  rate: [0, 100],
  minutes: [0.05, 1440],
  shrinkage: [0, 90],
  lateMinutes: [0, 100_000],
  lateShare: [0, 50],
  depth: [0, 1_000_000],
  days: [50, 10_000],
}

export type Faults = { [field: string]: string | undefined }

export const emptyForm: Form = {
  profile: null,
  volume: '',
  rate: '',
  minutes: '',
  shrinkage: '30',
  lateMinutes: '60',
  lateShare: '5',
  depth: '25',
  waitCounts: 'always',
  days: '2000',
  name: '',
  shifts: [],
  rest: {},
}

/** A number as people write it, with comma or point; undefined when it is none. */
export function numberOf(text: string): number | null | undefined {
  const plain = text.trim().replace(/[\s\u00a0]/g, '')
  if (plain === '') return null
  const value = Number(/^\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain) ? plain.replaceAll(',', '') : plain.replace(',', '.'))
  return Number.isFinite(value) ? value : undefined
}

const halfHour = (time: string) => {
  const [hours = '0', minutes = '0'] = time.split(':')
  return Number(hours) * 2 + (Number(minutes) >= 30 ? 1 : 0)
}

const patterns = ['weekdays', 'every', 'weekend'] as const
const daysOf = { weekdays: [0, 1, 2, 3, 4], every: [0, 1, 2, 3, 4, 5, 6], weekend: [5, 6] }

export function faultsOf(form: Form): Faults {
  const found: Faults = {}
  for (const [name, [low, high]] of Object.entries(bounds)) {
    const value = numberOf(form[name as keyof Numbers])
    if (value === undefined) found[name] = askWords.wrongNumber
    else if (value !== null && (value < low || value > high)) found[name] = askWords.between(low, high)
  }
  for (const shift of form.shifts) {
    const value = numberOf(shift.people)
    if (value === undefined || value === null || !Number.isInteger(value) || value < 0 || value > 2000)
      found[`people-${shift.id}`] = askWords.between(0, 2000)
  }
  return found
}

/** The question that a form without faults asks. */
export function askOf(team: string, form: Form): Ask {
  const number = (name: keyof Numbers) => numberOf(form[name]) ?? null
  const part = (name: keyof Numbers, otherwise: number) => (number(name) ?? otherwise) / 100
  return {
    team,
    profile: form.profile,
    volumePerDay: number('volume'),
    exceptionRate: number('rate') === null ? null : part('rate', 0),
    handleMinutes: number('minutes'),
    shifts: form.shifts.length === 0 ? null : form.shifts.map(shiftOf),
    shrinkage: part('shrinkage', 30),
    multiples: form.rest.multiples,
    classes: form.rest.classes ?? [{ id: 'all', share: 1, priority: 1, waitMinutesMax: number('lateMinutes') ?? 60 }],
    limits: { lateShareMax: part('lateShare', 5), depthMax: Math.round(number('depth') ?? 25) },
    play: { ...form.rest.play, waitCounts: form.waitCounts, seed: null, days: Math.round(number('days') ?? 2000) },
    name: form.name.trim() === '' ? null : form.name.trim(),
  }
}

function shiftOf({ days, own, from, to, people }: ShiftForm): Shift {
  return {
    days: days === 'own' ? own : daysOf[days],
    fromHalfHour: Math.min(47, halfHour(from)),
    toHalfHour: Math.max(1, halfHour(to)),
    people: numberOf(people) ?? 0,
  }
}

export const timeOfHalfHour = (half: number) => `${String(Math.floor(half / 2)).padStart(2, '0')}:${half % 2 === 0 ? '00' : '30'}`

/** The times that a shift may begin or end at. */
export const shiftTimes = Array.from({ length: 49 }, (_, half) => timeOfHalfHour(half))

/** The form that asks what a run asked, to ask it again or otherwise. */
export function formOf(question: Run['question']): Form {
  const text = (value: number | null | undefined, times = 1) =>
    value === null || value === undefined ? '' : String(Number((value * times).toFixed(4)))
  const { limits, play, classes, multiples } = question
  const kept = question.shifts?.map((shift, index): ShiftForm => {
    const days = patterns.find((one) => daysOf[one].join() === [...shift.days].sort().join()) ?? 'own'
    return {
      id: index,
      days,
      own: shift.days,
      from: timeOfHalfHour(shift.fromHalfHour),
      to: timeOfHalfHour(shift.toHalfHour),
      people: String(shift.people),
    }
  })
  return {
    profile: question.profile ?? null,
    volume: text(question.volumePerDay),
    rate: text(question.exceptionRate, 100),
    minutes: text(question.handleMinutes),
    shrinkage: text(question.shrinkage, 100),
    lateMinutes: text(question.classes?.[0]?.waitMinutesMax ?? 60),
    lateShare: text(limits.lateShareMax, 100),
    depth: text(limits.depthMax),
    waitCounts: play.waitCounts,
    days: text(play.days),
    name: '',
    shifts: kept ?? [],
    rest: { classes: (classes?.length ?? 0) > 1 ? classes : undefined, play, multiples },
  }
}
