import { count, share } from '#console/messages/formats.ts'
import type { Picture, Series } from '#console/ui/chart/model.ts'
import type { OutputOf } from '#kernel/contract.ts'
import type { getDivergence } from '../contract.ts'
import { qualityWords } from './words.ts'

export type Reviewed = OutputOf<typeof getDivergence>['measures'][number]
export type ReviewedTeam = Reviewed['teams'][number]

export const isFlagged = ({ verdict }: ReviewedTeam) => verdict === 'differs' || verdict === 'watch'

/** Whether it happened to some cases and not to others: else nothing can differ, and perhaps nobody records it. */
export const tellsApart = ({ overall }: Reviewed) => overall !== null && overall > 0 && overall < 1

/** Each team by how much its cases can tell, with the bands in which teams lie that differ only as teams do. */
export function funnelPicture({ centre, teams }: Reviewed, nameOf: (team: string) => string): Picture {
  const drawn = teams
    .filter(({ adjusted }) => adjusted !== null)
    .map((team) => ({ ...team, x: Math.round(team.weight) }))
    .sort((one, other) => one.x - other.x)
  const band = (name: Pick<Series, 'id' | 'label' | 'name' | 'tone'>, low: 'low95' | 'low998', high: 'high95' | 'high998'): Series => ({
    ...name,
    shape: 'band',
    points: drawn.flatMap(({ x, widened }) => (widened ? [{ x, y: centre, low: widened[low], high: widened[high] }] : [])),
  })
  const dots = (name: Pick<Series, 'id' | 'label' | 'tone'>, chosen: typeof drawn): Series => ({
    ...name,
    name: '',
    shape: 'points',
    points: chosen.map((team) => ({ x: team.x, y: team.adjusted, ...(isFlagged(team) ? { name: nameOf(team.team) } : {}) })),
  })
  const series = [
    band({ id: '998', label: qualityWords.limit998, name: '', tone: 1 }, 'low998', 'high998'),
    band(
      { id: '95', label: qualityWords.limit95, name: centre === null ? '' : qualityWords.typicalTeam(centre), tone: 1 },
      'low95',
      'high95',
    ),
    dots(
      { id: 'teams', label: qualityWords.teams, tone: 1 },
      drawn.filter((team) => !isFlagged(team)),
    ),
    dots({ id: 'flagged', label: qualityWords.flagged, tone: 2 }, drawn.filter(isFlagged)),
  ]
  return {
    x: {
      label: qualityWords.cases,
      format: (value) => count(Math.round(value)),
      from: 0,
      to: Math.max(...drawn.map(({ x }) => x), 1) * 1.05,
      isRoot: true,
    },
    y: { label: qualityWords.share, format: (value) => share(value), from: 0, to: 1 },
    series: series.filter(({ points }) => points.length > 0),
  }
}

const order = { differs: 0, watch: 1, as_expected: 2, not_adjusted: 2, too_few: 3 }

/** Those to look into first, then by name: never by rate. */
export const inOrder = (teams: readonly ReviewedTeam[], nameOf: (id: string) => string): ReviewedTeam[] =>
  [...teams].sort((one, other) => order[one.verdict] - order[other.verdict] || nameOf(one.team).localeCompare(nameOf(other.team)))

/** The finding in a sentence. */
export function answerOf(reviewed: Reviewed, nameOf: (id: string) => string): string {
  const { teams, judged, overall } = reviewed
  const flagged = teams.filter(({ verdict }) => verdict === 'differs')
  if (overall === null || judged === 0) return qualityWords.answerTooFew
  if (!tellsApart(reviewed)) return qualityWords.answerSame(judged, overall > 0)
  if (teams.some(({ verdict }) => verdict === 'not_adjusted')) return qualityWords.answerNotAdjusted(judged)
  const [first, ...others] = flagged
  if (!first) return qualityWords.answerNone(judged)
  const told = { team: nameOf(first.team), share: first.share ?? 0, expected: first.expected ?? 0, since: first.since }
  return qualityWords.answerSome(flagged.length, judged, [qualityWords.tellOf(told), others.length > 0 ? qualityWords.others : ''])
}
