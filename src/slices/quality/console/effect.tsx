import { count, day } from '#console/messages/formats.ts'
import { useCall } from '#console/query.ts'
import { Card } from '#console/ui/card.tsx'
import { Chart } from '#console/ui/chart/chart.tsx'
import type { Picture } from '#console/ui/chart/model.ts'
import { ErrorState, Skeleton } from '#console/ui/states.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import { getEffect } from '../contract.ts'
import type { Investigation } from './steps.tsx'
import { investigationWords, qualityWords } from './words.ts'

type Effect = OutputOf<typeof getEffect>

const dayMs = 86_400_000
const placeOf = (on: string) => Date.parse(`${on}T00:00:00Z`) / dayMs

/** What the remedy changed: the team beside those without one, day by day. */
export function EffectCard({ investigation }: { investigation: Investigation }) {
  const effect = useCall(getEffect, { investigation: investigation.id })
  if (effect.isPending) return <Skeleton lines={4} />
  if (effect.isError) return <ErrorState error={effect.error} onRetry={() => void effect.refetch()} />
  const { status, days, daysBefore: before, daysAfter: after } = effect.data
  const sentence = investigationWords.effects(status, { before, after })
  if (days.length === 0)
    return (
      <Card title={investigationWords.effectTitle}>
        <p>{sentence}</p>
      </Card>
    )
  return (
    <Chart
      name={`effect-${investigation.id}`}
      title={sentence}
      subtitle={changeOf(effect.data)}
      picture={pictureOf(effect.data, investigation.startsOn)}
      about={[investigation.question, sentence]}
    />
  )
}

function changeOf({ change, low, high, p, teamsCompared }: Effect): string {
  if (change === null || low === null || high === null) return ''
  const moved = investigationWords.effectOf(
    investigationWords.points(change),
    investigationWords.points(low),
    investigationWords.points(high),
  )
  return p === null ? moved : `${moved} · ${investigationWords.effectChance(p, teamsCompared)}`
}

function pictureOf({ days }: Effect, startsOn: string | null): Picture {
  const line = (of: 'team' | 'others') => days.map((each) => ({ x: placeOf(each.on), y: each[of] }))
  return {
    x: { label: investigationWords.effectDay, format: (at) => day(new Date(Math.round(at) * dayMs)), from: placeOf(days[0]?.on ?? '') },
    y: { label: qualityWords.share, format: (value) => `${count(Math.round(value * 1000) / 10)} %` },
    series: [
      { id: 'team', label: investigationWords.effectTeam, tone: 1, shape: 'line', points: line('team') },
      { id: 'others', label: investigationWords.effectOthers, tone: 2, shape: 'line', points: line('others') },
    ],
    marks: startsOn ? [{ x: placeOf(startsOn), label: investigationWords.remedyBegins }] : [],
  }
}
