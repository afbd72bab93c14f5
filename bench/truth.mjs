import { adoptionScenes } from './parts/truth-adoption.mjs'
import { calmWeeks, hourOf, streamOf } from './parts/truth-agent.mjs'
import { meanScenes } from './parts/truth-means.mjs'
import { mixScenes } from './parts/truth-mix.mjs'
import { designs, watchOf } from './parts/truth-watch.mjs'

/**
 * Whether the alarms find what is true, on simulated AI agents whose truth is known: a creep of errors, a jump, a stop, calm years, runs that take longer and longer; a team that rejects beside
 * one that is slow; a mix of cases that only looks like a worse team. `npm run bench:truth`; TRUTH_SEEDS (100) simulated AI agents or
 * organisations for each line, the same each time.
 */
const seeds = Number(process.env.TRUTH_SEEDS ?? 100)
const volumes = [20, 100, 1000]
const baselineWeeks = (perDay) => (perDay < 50 ? 16 : 8)
const leadWeeks = 4
const calmRate = 0.02
const begun = Date.now()

const quantile = (values, share) => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted.length === 0 ? Number.NaN : sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]
}
const line = (...cells) =>
  console.log(`  ${cells.map((cell, at) => (at === 0 ? String(cell).padEnd(24) : String(cell).padStart(13))).join(' ')}`)
const title = (text) => console.log(`\n${text}`)

/** An AI agent with its designs, watched over so many hours; null where its calm weeks had too few errors for a chart. */
function watched({ seed, perDay, hours, errorRateAt, until = hours }) {
  const draw = streamOf(seed)
  const made = designs(calmWeeks({ perDay, weeks: baselineWeeks(perDay), errorRate: calmRate, draw }))
  if (made === null) return null
  const watch = watchOf(made)
  for (let hour = 0; hour < Math.min(hours, until); hour++)
    watch.hour(hour, hourOf({ perDay, hour, errorRate: errorRateAt(hour / 24), draw }))
  return watch
}

const watchedAll = (count, settings) =>
  Array.from({ length: count }, (_, at) => watched({ ...settings, seed: 1000 * settings.perDay + at + 1 })).filter(
    (watch) => watch !== null,
  )

function delays(watches, { kinds, fromDay }) {
  return watches.map(({ alarms }) => {
    const first = alarms.filter(({ kind, at }) => kinds.includes(kind) && at >= fromDay * 24).map(({ at }) => at)
    return first.length === 0 ? Number.POSITIVE_INFINITY : Math.min(...first) / 24 - fromDay
  })
}

const told = (value, digits = 0) => (Number.isFinite(value) ? value.toFixed(digits) : 'not found')
const middleAndMost = (found, digits) => [told(quantile(found, 0.5), digits), told(quantile(found, 0.9), digits)]

function creep() {
  title('Errors creep from 2 % to 5 % over 13 weeks: days until the alarm (first line drift alone, second with jumps)')
  line('decisions a day', 'median', '90 %', 'in the climb', 'AI agents')
  const fromDay = leadWeeks * 7
  for (const perDay of volumes) {
    const errorRateAt = (day) => calmRate + 0.03 * Math.min(1, Math.max(0, (day - fromDay) / 91))
    const watches = watchedAll(seeds, { perDay, hours: (leadWeeks + 30) * 168, errorRateAt })
    for (const [name, kinds] of [
      ['', ['drift']],
      [' and jumps', ['drift', 'spike']],
    ]) {
      const found = delays(watches, { kinds, fromDay })
      line(
        `${perDay}${name}`,
        ...middleAndMost(found),
        `${((100 * found.filter((days) => days <= 91).length) / found.length).toFixed(0)} %`,
        watches.length,
      )
    }
  }
}

function jump() {
  title('Errors jump from 2 % to 10 % at Wednesday 10:00: hours until the alarm of any kind')
  line('decisions a day', 'median', '90 %', '', 'AI agents')
  const fromDay = leadWeeks * 7 + 2 + 10 / 24
  for (const perDay of volumes) {
    const errorRateAt = (day) => (day >= fromDay ? 0.1 : calmRate)
    const watches = watchedAll(seeds, { perDay, hours: (leadWeeks + 6) * 168, errorRateAt })
    const found = delays(watches, { kinds: ['drift', 'spike'], fromDay }).map((days) => days * 24)
    line(perDay, ...middleAndMost(found, 1), '', watches.length)
  }
}

const stops = { 'Monday 10:00': 10, 'Tuesday 14:00': 38, 'Wednesday 22:00': 70, 'Friday 17:00': 113, 'Sunday 03:00': 147 }

function stop() {
  title('The AI agent stops: hours from its last decision until the alarm')
  line('stops at', ...volumes.flatMap((perDay) => [`${perDay}: median`, '90 %']))
  for (const [name, hour] of Object.entries(stops)) {
    const cells = volumes.flatMap((perDay) => {
      const count = Math.ceil(seeds / 4)
      const watches = watchedAll(count, { perDay, hours: 168 + hour, errorRateAt: () => calmRate })
      return middleAndMost(
        watches.map((watch) => watch.silenceAfterLast().hours ?? Number.POSITIVE_INFINITY),
        2,
      )
    })
    line(name, ...cells)
  }
}

function calm() {
  title('Calm years at 2 %: false alarms for one AI agent and year (budget: less than one)')
  line('decisions a day', 'drift', 'silence', 'spike', 'together', 'SE', 'years')
  const rates = []
  for (const perDay of volumes) {
    const count = perDay === 1000 ? Math.ceil(seeds / 2) : 2 * seeds
    const watches = watchedAll(count, { perDay, hours: 365 * 24, errorRateAt: () => calmRate })
    const of = (kind) =>
      watches.reduce((total, { alarms }) => total + alarms.filter((alarm) => alarm.kind === kind).length, 0) / watches.length
    const each = ['drift', 'silence', 'spike'].map(of)
    const together = each[0] + each[1] + each[2]
    const spread = watches.reduce((total, { alarms }) => total + (alarms.length - together) ** 2, 0) / (watches.length - 1)
    rates.push(together)
    line(perDay, ...each.map((rate) => rate.toFixed(3)), together.toFixed(3), Math.sqrt(spread / watches.length).toFixed(3), watches.length)
  }
  return rates
}

console.log(`simulated truth, ${seeds} seeds a line; calm error rate 2 %, detectors at the settings they come with`)
creep()
jump()
stop()
const calmRates = calm()
const meanRates = meanScenes({ seeds, title, line, volumes })
const worst = Math.max(...calmRates.map((rate, at) => rate + meanRates[at]))
mixScenes({ seeds, title, line })
adoptionScenes({ seeds, title, line })
console.log(
  `\nfalse alarms together, worst volume: ${worst.toFixed(2)} for one AI agent and year, with times and costs, wanted less than 1`,
)
console.log(`took ${((Date.now() - begun) / 1000).toFixed(0)} s`)
if (worst >= 1) process.exitCode = 1
