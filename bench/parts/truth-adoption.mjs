import { adoptionState } from '#slices/statistics/index.ts'
import { normalOf, streamOf } from './truth-agent.mjs'

/** True shares of a team around these means: trained, used once, stopped, overridden, reasons that say it does not fit. */
const worlds = {
  'slow to begin': [0.45, 0.35, 0.15, 0.25, 0.3],
  'quietly rejecting': [0.88, 0.82, 0.6, 0.62, 0.75],
  'a mixture of both': [0.65, 0.55, 0.38, 0.45, 0.52],
}
/** The shares of a beta distribution act like so many cases. */
const likeCases = 15
const labels = ['slow_adoption', 'quiet_rejection', 'unknown', 'healthy']

/** Gamma of unit scale for shapes above 1; below by a power of a uniform (Marsaglia and Tsang 2000). */
function gamma(shape, draw) {
  if (shape < 1) return gamma(shape + 1, draw) * draw() ** (1 / shape)
  const d = shape - 1 / 3
  for (;;) {
    const x = normalOf(draw)
    const v = (1 + x / Math.sqrt(9 * d)) ** 3
    if (v > 0 && Math.log(draw()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v
  }
}

function teamOf(means, people, draw) {
  const hits = (of, share) => Array.from({ length: of }, () => draw() < share).filter(Boolean).length
  const [training, firstUse, stopping, override, unfit] = means.map((mean) => {
    const one = gamma(mean * likeCases, draw)
    return one / (one + gamma((1 - mean) * likeCases, draw))
  })
  const firstUsed = hits(people, firstUse)
  const activated = hits(firstUsed, 0.9)
  const stopped = hits(activated, stopping)
  const answered = firstUsed * 15
  const overridden = hits(answered, override)
  const unfitReasons = hits(overridden, unfit)
  return {
    windowDays: 28,
    people,
    trained: hits(people, training),
    reached: people,
    firstUsed,
    activated,
    stopped,
    activePeople: hits(activated - stopped, 0.7),
    shown: people * 40,
    accepted: answered - overridden,
    overridden,
    unfitReasons,
    enablementReasons: overridden - unfitReasons,
  }
}

export function adoptionScenes({ seeds, title, line }) {
  title('Teams that use their AI agent little, after four weeks: what is said of them')
  line('truth, people', 'slow', 'rejecting', 'unknown', 'healthy', 'quality', 'teams')
  const teams = 10 * seeds
  for (const [name, means] of Object.entries(worlds)) {
    for (const people of [12, 20, 40]) {
      const draw = streamOf(people)
      const found = Array.from({ length: teams }, () => adoptionState(teamOf(means, people, draw)).label)
      const cells = [...labels, 'used_but_overridden'].map(
        (label) => `${((100 * found.filter((one) => one === label).length) / teams).toFixed(1)} %`,
      )
      line(`${name}, ${people}`, ...cells, teams)
    }
  }
}
