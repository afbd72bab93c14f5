import type { ReactNode } from 'react'
import { count, share } from '#console/messages/formats.ts'
import { Card } from '#console/ui/card.tsx'
import { Chart } from '#console/ui/chart/chart.tsx'
import { FactList } from '#console/ui/fact-list.tsx'
import { type Column, CsvButton, Table } from '#console/ui/table.tsx'
import {
  acceptedPicture,
  type Comparison,
  type Confidence,
  calibrationPicture,
  calibrationSentence,
  comparisonSentence,
  distributionPicture,
  type Suggestions,
  suggestionSentence,
} from './picture.ts'
import { confidenceWords as words } from './words.ts'

/** Which checked answers stand behind a number. */
export type Behind = { isRight?: boolean; isInScope?: boolean; from?: number; below?: number; kind?: string }

/** A number that opens to its checked answers. */
export type Opens = (behind: Behind, text: string) => ReactNode

type AtProps = { found: Confidence; opens: Opens; form: ReactNode }

/** What would happen at one threshold, number by number. */
export function AtThreshold({ found, opens, form }: AtProps) {
  const { chosen, gate, answers, review, goal, reached, safe } = found
  if (!chosen || !gate) return <Card title={words.chartTitle}>{form}</Card>
  const { threshold: from, alone, right, wrong, outOfScope, heldRight, low, high } = chosen
  return (
    <Card title={words.atTitle(from)} subtitle={words.atSubtitle}>
      <div className="grid gap-4">
        {form}
        <FactList
          facts={[
            { name: words.alone, value: opens({ from }, words.ofAll(alone, answers)) },
            { name: words.right, value: opens({ from, isRight: true }, words.rightOf({ hits: right, of: alone, low, high })) },
            { name: words.wrong, value: opens({ from, isRight: false, isInScope: true }, count(wrong)) },
            { name: words.outOfScope, value: opens({ from, isInScope: false }, count(outOfScope)) },
            { name: words.heldRight, value: opens({ below: from, isRight: true }, count(heldRight)) },
            { name: words.review(Math.min(review, from)), value: words.ofAll(gate.review, answers) },
            { name: words.people(Math.min(review, from)), value: words.ofAll(gate.people, answers) },
            { name: words.reached(goal), value: reached ? share(reached.threshold) : words.safeNone },
            {
              name: words.safe(goal),
              value: (
                <>
                  {safe ? share(safe.threshold) : words.safeNone}
                  <span className="block text-meta text-ink-2">{words.safeAbout}</span>
                </>
              ),
            },
          ]}
        />
      </div>
    </Card>
  )
}

type Kind = Confidence['kinds'][number]

/** The same by kind of case: one AI agent may be good at one thing and bad at another. */
export function Kinds({ found, opens, about }: { found: Confidence; opens: Opens; about: string[] }) {
  const from = found.chosen?.threshold ?? 0
  const number = (id: 'items' | 'alone' | 'review' | 'people', head: string): Column<Kind> => ({
    id,
    head,
    cell: (row) => (id === 'alone' ? opens({ from, kind: row.kind }, count(row.alone)) : count(row[id])),
    value: (row) => row[id],
    isNumber: true,
  })
  const columns: Column<Kind>[] = [
    { id: 'kind', head: words.kind, cell: ({ kind }) => kind || words.noKind, value: ({ kind }) => kind },
    number('items', words.items),
    number('alone', words.aloneShort),
    number('review', words.reviewShort),
    number('people', words.peopleShort),
    {
      id: 'precision',
      head: words.precision,
      cell: ({ precision, low, high }) => (
        <span className="grid">
          {precision === null ? '–' : share(precision, 1)}
          {precision === null ? null : <span className="text-meta text-ink-2">{words.range(low, high)}</span>}
        </span>
      ),
      value: ({ precision }) => precision,
      isNumber: true,
    },
  ]
  return (
    <Card
      title={words.kindsTitle}
      subtitle={words.kindsSubtitle}
      isFlush
      actions={<CsvButton name="confidence-kinds" columns={columns} rows={found.kinds} about={about} />}
    >
      <Table caption={words.kindsTitle} isCaptionHidden columns={columns} rows={found.kinds} rowKey={({ kind }) => kind} />
    </Card>
  )
}

/** What it says beside how often it is right. */
export function Calibration({ found, about }: { found: Confidence; about: string[] }) {
  const { confidenceMean, confidenceMedian, ranking } = found
  return (
    <>
      <Chart
        name="confidence-calibration"
        title={words.calibrationTitle}
        subtitle={calibrationSentence(found)}
        picture={calibrationPicture(found)}
        about={about}
      />
      <FactList
        facts={[
          ...(confidenceMean === null || confidenceMedian === null
            ? []
            : [{ name: words.typical, value: words.typicalOf(confidenceMean, confidenceMedian) }]),
          ...(ranking === null ? [] : [{ name: words.ranking, value: words.rankingOf(ranking) }]),
        ]}
      />
    </>
  )
}

/** What another version changed. */
export function Versions({ compared, about }: { compared: Comparison; about: string[] }) {
  const { before, after, same, drift } = compared
  const picture = distributionPicture(compared)
  if (before === null || after === null || !drift || !picture) return null
  return (
    <>
      <Card title={words.versionsTitle(before, after)} subtitle={comparisonSentence(compared)}>
        <FactList
          facts={[
            ...(same
              ? [
                  { name: words.sameCases, value: count(same.cases) },
                  ...(same.changed === null ? [] : [{ name: words.changed, value: words.ofAll(same.changed, same.cases) }]),
                  { name: words.byChance, value: share(same.byChance, 1) },
                ]
              : []),
            {
              name: words.drift,
              value: (
                <>
                  {words.driftOf(drift.psi, drift.byChance)}
                  <span className="block text-meta text-ink-2">{words.driftAbout}</span>
                </>
              ),
            },
          ]}
        />
      </Card>
      <Chart
        name="confidence-versions"
        title={words.distribution}
        subtitle={words.distributionSubtitle}
        picture={picture}
        about={about}
        height={200}
      />
    </>
  )
}

type Cut = Suggestions['onlyAbove'][number]

const cutColumns = (): Column<Cut>[] => [
  { id: 'threshold', head: words.onlyAbove, cell: ({ threshold }) => share(threshold), value: ({ threshold }) => threshold },
  { id: 'shown', head: words.shown, cell: ({ shown }) => count(shown), value: ({ shown }) => shown, isNumber: true },
  { id: 'lost', head: words.acceptedLost, cell: (row) => count(row.acceptedLost), value: (row) => row.acceptedLost, isNumber: true },
  {
    id: 'avoided',
    head: words.avoided,
    cell: (row) => count(row.notAcceptedAvoided),
    value: (row) => row.notAcceptedAvoided,
    isNumber: true,
  },
  {
    id: 'share',
    head: words.accepted,
    cell: ({ accepted, shown, low, high }) => words.acceptedOf({ hits: accepted, of: shown, low, high }),
    value: (row) => row.share,
  },
]

/** Suggestions of one quarter by confidence, where enough people stand behind them. */
export function SuggestionsFound({ found, quarter, about }: { found: Suggestions; quarter: string; about: string[] }) {
  const { taken, ranking, answerSeconds, onlyAbove, bins } = found
  const answered = bins.reduce((sum, bin) => sum + bin.answered, 0)
  const columns = cutColumns()
  return (
    <>
      {bins.length > 1 ? (
        <Chart
          name="suggestions-confidence"
          title={words.suggestionsTitle}
          subtitle={`${suggestionSentence(found)} ${words.suggestionsSubtitle(quarter, answered)}`}
          picture={acceptedPicture(found)}
          about={about}
        />
      ) : null}
      <FactList
        facts={[
          { name: words.accepted, value: words.acceptedOf({ ...found, hits: found.accepted, of: found.answered }) },
          ...(taken
            ? [
                { name: words.kept, value: words.ofAll(taken.kept, taken.known) },
                { name: words.rewritten, value: words.ofAll(taken.rewritten, taken.known) },
              ]
            : []),
          ...(answerSeconds === null ? [] : [{ name: words.answerTime, value: words.seconds(answerSeconds) }]),
          ...(ranking === null ? [] : [{ name: words.ranking, value: words.suggestionsRanking(ranking) }]),
        ]}
      />
      {onlyAbove.length > 1 ? (
        <Card
          title={words.onlyAboveTitle}
          isFlush
          actions={<CsvButton name="suggestions-above" columns={columns} rows={onlyAbove} about={about} />}
        >
          <Table
            caption={words.onlyAboveTitle}
            isCaptionHidden
            columns={columns}
            rows={onlyAbove}
            rowKey={(row) => String(row.threshold)}
          />
        </Card>
      ) : null}
    </>
  )
}
