import {
  designDrift,
  designSilence,
  designSpike,
  firstSpike,
  gapSurprises,
  isDrifting,
  isSilent,
  recentDecisions,
  silenceFoundAfter,
  startDrift,
  startHours,
  stepDrift,
  stepHour,
} from '#slices/statistics/index.ts'

const sum = (days, of) => days.reduce((total, day) => total + day[of], 0)

/** Variance of the daily errors over what independent errors would have. */
function clumpingOf(days) {
  const rate = sum(days, 'errors') / sum(days, 'decisions')
  const off = days
    .filter(({ decisions }) => decisions > 0)
    .map((day) => (day.errors - rate * day.decisions) ** 2 / (rate * (1 - rate) * day.decisions))
  return off.reduce((total, one) => total + one, 0) / (off.length - 1)
}

/** The three detectors of one AI agent, designed from its calm weeks alone, at the settings they come with. Null where there is no drift chart. */
export function designs({ slots, days, lastWeek }) {
  const baseline = { errors: sum(days, 'errors'), decisions: sum(days, 'decisions'), days: days.length, clumping: clumpingOf(days) }
  const working = days.filter((_, day) => day % 7 < 5).map(({ decisions }) => decisions)
  const decisionsPerDay = working.sort((a, b) => a - b)[Math.floor(working.length / 2)]
  const drift = designDrift({ baseline, decisionsPerDay })
  if (drift.status === 'none') return null
  const spike = designSpike({ assumed: drift.assumed, decisionsPerYear: (baseline.decisions / days.length) * 365 })
  const rhythm = { kind: 'learnt', slots }
  return { drift, spike, silence: designSilence(rhythm, gapSurprises(rhythm, lastWeek)) }
}

const foldedHours = 24

/** Steps the three detectors over hours of decisions. Alarms of one kind within a day are one; a drift alarm is acknowledged, so its sum begins half way up. */
export function watchOf({ drift, spike, silence }) {
  const alarms = []
  const raise = (kind, at) => {
    const before = alarms.findLast((alarm) => alarm.kind === kind)
    if (!before || at - before.last >= foldedHours) alarms.push({ kind, at, last: at })
    else before.last = at
  }
  let sums = startDrift(drift, 'rest')
  let day = { decisions: 0, errors: 0 }
  let hours = startHours
  let recent = []
  let lastAt = 0
  const longestSlot = Math.max(...silence.rhythm.slots.map(({ events, weeks }) => (events + 0.5) / weeks))

  const gap = (from, to) => {
    if (silence.rule === 'days') {
      const first = Math.ceil(from / 24) * 24
      const whole = Math.floor(to / 24) * 24 - first
      if (whole > 0 && isSilent(silence, { fromHour: first % 168, hours: whole })) raise('silence', to)
      return
    }
    const quick = (to - from) * longestSlot <= silence.threshold
    if (!quick && isSilent(silence, { fromHour: from % 168, hours: to - from })) raise('silence', to)
  }

  function hour(now, { at, isError }) {
    for (const moment of at) {
      gap(lastAt, moment)
      lastAt = moment
    }
    const outcomes = [...recent, ...isError]
    const jump = firstSpike(spike, outcomes, recent.length)
    if (jump !== null) raise('spike', at[jump - recent.length])
    recent = outcomes.slice(-(recentDecisions - 1))
    const errors = isError.filter(Boolean).length
    hours = stepHour(spike, hours, { decisions: at.length, errors })
    if (hours.isAlarm) raise('spike', now + 1)
    day = { decisions: day.decisions + at.length, errors: day.errors + errors }
    if ((now + 1) % 24 > 0) return
    sums = stepDrift(drift, sums, day)
    day = { decisions: 0, errors: 0 }
    if (!isDrifting(drift, sums)) return
    raise('drift', now + 1)
    sums = startDrift(drift, 'afterChange')
  }
  return { hour, alarms, silenceAfterLast: () => ({ since: lastAt, hours: silenceFoundAfter(silence, lastAt % 168) }) }
}
