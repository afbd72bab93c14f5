import { share } from '#console/messages/formats.ts'
import type { Picture } from '#console/ui/chart/model.ts'
import type { OutputOf } from '#kernel/contract.ts'
import type { compareVersions, getConfidence, getSuggestionConfidence } from '../contract.ts'
import { confidenceWords } from './words.ts'

export type Confidence = OutputOf<typeof getConfidence>
export type Comparison = OutputOf<typeof compareVersions>
export type Suggestions = NonNullable<OutputOf<typeof getSuggestionConfidence>['found']>

const percent = (value: number) => share(value)
const axes = () => ({
  x: { label: confidenceWords.confidence, format: percent, from: 0, to: 1 },
  y: { label: confidenceWords.share, format: percent, from: 0, to: 1 },
})

/** Under so many answers a share says nothing that could be drawn. */
const leastDrawn = 30

export function thresholdPicture({ thresholds, goal, safe, reached }: Confidence): Picture {
  const isSame = safe?.threshold === reached?.threshold
  return {
    ...axes(),
    series: [
      {
        id: 'precision',
        label: confidenceWords.precision,
        tone: 1,
        shape: 'line',
        points: thresholds.map(({ threshold, alone, precision, low, high }) =>
          alone < leastDrawn ? { x: threshold, y: null } : { x: threshold, y: precision, low, high },
        ),
      },
      {
        id: 'coverage',
        label: confidenceWords.coverage,
        tone: 2,
        shape: 'line',
        points: thresholds.map(({ threshold, coverage }) => ({ x: threshold, y: coverage })),
      },
    ],
    limits: [{ y: goal, label: confidenceWords.goalLine(goal) }],
    marks: [
      ...(safe ? [{ x: safe.threshold, label: confidenceWords.safeMark(safe.threshold) }] : []),
      ...(reached && !isSame && !safe ? [{ x: reached.threshold, label: confidenceWords.reachedMark(reached.threshold) }] : []),
    ],
  }
}

export function calibrationPicture({ calibration }: Confidence): Picture {
  const told = calibration.flatMap((bin) => (bin.confidenceMean === null ? [] : [{ ...bin, x: bin.confidenceMean }]))
  return {
    ...axes(),
    series: [
      {
        id: 'right',
        label: confidenceWords.isLine,
        tone: 1,
        shape: 'line',
        points: told.map(({ x, share: y, low, high }) => ({ x, y, low, high })),
      },
      { id: 'says', label: confidenceWords.saysLine, tone: 3, shape: 'line', points: told.map(({ x }) => ({ x, y: x })) },
    ],
  }
}

export function distributionPicture({ before, after, drift }: Comparison): Picture | null {
  if (!drift || before === null || after === null) return null
  const sum = (counts: number[]) => counts.reduce((total, each) => total + each, 0)
  const pointsOf = (counts: number[]) => counts.map((each, tenth) => ({ x: tenth / 10, y: sum(counts) === 0 ? 0 : each / sum(counts) }))
  return {
    x: axes().x,
    y: { label: confidenceWords.share, format: percent },
    series: [
      { id: 'after', label: after, tone: 1, shape: 'step', points: pointsOf(drift.after) },
      { id: 'before', label: before, tone: 2, shape: 'step', points: pointsOf(drift.before) },
    ],
  }
}

export function acceptedPicture({ bins }: Suggestions): Picture {
  return {
    ...axes(),
    series: [
      {
        id: 'accepted',
        label: confidenceWords.accepted,
        tone: 1,
        shape: 'line',
        points: bins.map(({ from, to, share: y, low, high }) => ({ x: (from + to) / 2, y, low, high })),
      },
    ],
  }
}

/** What is true of it in a sentence or two: what can be vouched for, and what the plain choice would have said. */
export function answerOf({ safe, reached, goal, answers }: Confidence): string {
  const limit = (of: NonNullable<typeof safe>) => ({ ...of, precision: of.precision ?? 0 })
  if (safe) {
    const plain = reached && reached.threshold < safe.threshold ? confidenceWords.answerPlain(limit(reached)) : ''
    return [confidenceWords.answerSafe(limit(safe), goal), plain].filter(Boolean).join(' ')
  }
  return reached ? confidenceWords.answerUnproven(limit(reached), goal, answers) : confidenceWords.answerNever(goal)
}

/** How far what it says lies from what it keeps, in the tenth where that is plainest beyond doubt; then how it does where it is surest. */
export function calibrationSentence({ calibration, calibrationError }: Confidence): string {
  const told = calibration.flatMap((bin) =>
    bin.share === null || bin.confidenceMean === null ? [] : [{ ...bin, share: bin.share, says: bin.confidenceMean }],
  )
  const off = told.filter(({ says, low, high, answers }) => answers >= leastDrawn && (says < low || says > high))
  const [worst] = off.sort((one, other) => Math.abs(other.says - other.share) - Math.abs(one.says - one.share))
  const surest = told.filter(({ answers }) => answers >= leastDrawn).at(-1)
  return [
    worst
      ? (worst.share > worst.says ? confidenceWords.tooModest : confidenceWords.tooSure)(worst.says, worst.share)
      : confidenceWords.calibrationNone,
    surest && surest !== worst ? confidenceWords.high(surest.says, surest.share) : '',
    calibrationError === null ? '' : confidenceWords.calibrationOff(calibrationError),
  ]
    .filter(Boolean)
    .join(' ')
}

/** What changed on the same cases; a chance of under 5 % is taken as more than chance. */
export function comparisonSentence({ same }: Comparison): string {
  if (!same) return confidenceWords.versionsNoPairs
  const { fixed, broken, byChance } = same
  if (byChance >= 0.05) return confidenceWords.versionsOpen(fixed, broken)
  return fixed > broken ? confidenceWords.versionsBetter(fixed, broken) : confidenceWords.versionsWorse(fixed, broken)
}

/** The cut that spares most against what it costs; null where none spares plainly more. */
export function suggestionSentence({ onlyAbove }: Suggestions): string {
  const all = onlyAbove[0]
  if (!all) return confidenceWords.suggestionsFlat
  const others = all.shown - all.accepted
  const gains = onlyAbove.slice(1).map((cut) => ({
    ...cut,
    lost: all.accepted === 0 ? 0 : cut.acceptedLost / all.accepted,
    avoided: others === 0 ? 0 : cut.notAcceptedAvoided / others,
  }))
  const [best] = gains.sort((one, other) => other.avoided - other.lost - (one.avoided - one.lost))
  if (!best || best.avoided - best.lost < 0.1) return confidenceWords.suggestionsFlat
  return confidenceWords.suggestionsCut(best.threshold, best.lost, best.avoided)
}
