import { lazy, Suspense } from 'react'
import { Skeleton } from '../states.tsx'
import type { ChartProps } from './chart-card.tsx'

const Card = lazy(async () => ({ default: (await import('./chart-card.tsx')).ChartCard }))

/** Heading and reading line above and below the picture. */
const aroundPx = 150

/** A chart with its finding as title. How to draw is fetched with the first one; its place is kept until then, so that nothing jumps. */
export function Chart(props: ChartProps) {
  const place = (
    <div style={{ height: (props.height ?? 240) + aroundPx }} className="rounded-l border border-line bg-card">
      <Skeleton lines={4} />
    </div>
  )
  return (
    <Suspense fallback={place}>
      <Card {...props} />
    </Suspense>
  )
}
