import { Environment } from '@marcbachmann/cel-js'
import { evaluate } from '#slices/policy/index.ts'
import { readStandard } from '#slices/policy/offline.ts'

/**
 * Decisions of a 20-rule standard in this process, beside the CEL library alone on the same 20 conditions and cases.
 * Ours also checks every input, gathers the reasons and puts them in order; the library only gives 20 times true or false.
 */

const repeats = 5
const millisecondsPerRepeat = Number(process.env.BENCH_MS ?? 1000)

const conditions = [
  'hours_since_booking <= 24.0 && refund <= refund_max',
  'cabin == "business" && refund <= refund_max * 2.0',
  'insured && refund < 1000.0',
  '!insured && hours_to_departure < 48.0',
  'bags > 2.0 || passengers > 4.0',
  'cabin in ["economy", "basic_economy"] && hours_to_departure > 72.0',
  'refund > 2500.0',
  'refund - fee > refund_max && !insured',
  'reason.contains("lawyer")',
  'reason.startsWith("weather") && insured',
  'passengers * 50.0 > refund',
  'hours_since_booking > 24.0 && hours_since_booking <= 168.0 && cabin == "economy"',
  'fee == 0.0 && refund <= 50.0',
  '"chargeback" in topics',
  'confidence < 0.6',
  'confidence < 0.9 && refund > 500.0',
  'hours_to_departure < 0.0',
  'insured ? refund <= 1500.0 : refund <= 300.0',
  'passengers == 1.0 && bags == 0.0 && cabin != "business"',
  'refund > refund_max && hours_to_departure < 24.0',
]
const tiers = [
  'autonomous',
  'autonomous',
  'autonomous',
  'review',
  'review',
  'autonomous',
  'human_only',
  'review',
  'human_only',
  'autonomous',
]

const quantities = ['hours_since_booking', 'hours_to_departure']
const counts = ['bags', 'passengers']

const standardText = JSON.stringify({
  standard: 'bench.cancel',
  title: 'Cancel a reservation',
  inputs: {
    refund: { type: 'money', currency: 'USD' },
    fee: { type: 'money', currency: 'USD' },
    ...Object.fromEntries(quantities.map((name) => [name, { type: 'number', unit: 'hours' }])),
    ...Object.fromEntries(counts.map((name) => [name, { type: 'count' }])),
    cabin: { type: 'choice', of: ['basic_economy', 'economy', 'business'] },
    insured: { type: 'flag' },
    reason: { type: 'text' },
    topics: { type: 'texts' },
  },
  parameters: { refund_max: { type: 'money', currency: 'USD', default: 500, min: 0, max: 1000, looser: 'higher' } },
  rules: conditions.map((when, index) => ({
    id: `rule-${index + 1}`,
    when,
    tier: tiers[index % tiers.length],
    because: `Case ${index + 1}.`,
  })),
})

/** The same cases in every run: a linear congruential generator (Numerical Recipes, 3rd edition, section 7.1). */
function casesOf(count) {
  let state = 1
  const next = (below) => {
    state = (state * 1664525 + 1013904223) % 4294967296
    return Math.floor((state / 4294967296) * below)
  }
  const pick = (list) => list[next(list.length)]
  return Array.from({ length: count }, () => ({
    confidence: next(101) / 100,
    inputs: {
      refund: next(300_000) / 100,
      fee: pick([0, 25, 50]),
      hours_since_booking: next(400),
      hours_to_departure: next(500) - 10,
      bags: next(4),
      passengers: 1 + next(5),
      cabin: pick(['basic_economy', 'economy', 'business']),
      insured: next(2) === 1,
      reason: pick(['change of plan', 'weather at the airport', 'my lawyer will call you', 'illness']),
      topics: pick([[], ['refund'], ['refund', 'chargeback']]),
    },
  }))
}

function product(asked) {
  const { compiled, faults } = readStandard(standardText)
  if (compiled === undefined) throw new Error(faults[0]?.message)
  let reasons = 0
  const decide = (at) => {
    for (const reason of evaluate(compiled, asked[at]).reasons) if (reason.rule !== null) reasons++
  }
  return { decide, seen: () => reasons }
}

function libraryAlone(asked) {
  const types = { cabin: 'string', insured: 'bool', reason: 'string', topics: 'list<string>' }
  const environment = new Environment()
  const names = [...Object.keys(asked[0].inputs), 'confidence', 'refund_max']
  for (const name of names) environment.registerVariable(name, types[name] ?? 'double')
  const programs = conditions.map((condition) => environment.parse(condition))
  for (const program of programs) if (program.check().type !== 'bool') throw new Error('A condition is not true or false.')
  const contexts = asked.map(({ inputs, confidence }) => ({ ...inputs, confidence, refund_max: 500 }))
  let held = 0
  const decide = (at) => {
    const context = contexts[at]
    for (const program of programs) if (program(context) === true) held++
  }
  return { decide, seen: () => held }
}

/** Decisions per second of processor time, so that a busy machine does not blur the ratio. */
function rateOf({ decide }, count) {
  const start = process.cpuUsage()
  let decisions = 0
  let seconds = 0
  while (seconds * 1000 < millisecondsPerRepeat) {
    for (let at = 0; at < count; at++) decide(at)
    decisions += count
    const { user, system } = process.cpuUsage(start)
    seconds = (user + system) / 1e6
  }
  return decisions / seconds
}

function summary(name, measured) {
  const sorted = [...measured].sort((one, other) => one - other)
  const [least, median, most] = [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)]
  const thousands = (rate) => `${Math.round(rate / 1000)}`.padStart(6)
  console.log(
    `${name.padEnd(14)} ${thousands(median)} thousand decisions per processor second (${thousands(least).trim()} to ${thousands(most).trim()})`,
  )
  return median
}

const cases = casesOf(1000)
const [first, second] = [product(cases), libraryAlone(cases)]
for (let at = 0; at < cases.length; at++) {
  first.decide(at)
  second.decide(at)
}
if (first.seen() !== second.seen()) throw new Error(`Ours found ${first.seen()} rules that match, the library ${second.seen()}.`)

const rates = { ours: [], alone: [] }
for (let repeat = 0; repeat < repeats; repeat++) {
  rates.ours.push(rateOf(first, cases.length))
  rates.alone.push(rateOf(second, cases.length))
}
const ratio = summary('this product', rates.ours) / summary('library alone', rates.alone)
console.log(
  `ratio ${ratio.toFixed(1)} (at least 0.9 is asked for), 20 rules, ${cases.length} cases, median of ${repeats}, Node ${process.versions.node}`,
)
