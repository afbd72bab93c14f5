import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { chartWords } from '../../messages/chart.ts'
import { Card } from '../card.tsx'
import type { About } from '../csv.ts'
import { SegmentedControl } from '../segmented-control.tsx'
import { CsvButton, Table } from '../table.tsx'
import { chartColumns, chartRows, readout } from './chart-table.ts'
import { Axes, Drawn, Named, Names } from './drawing.tsx'
import { type Frame, layOut, type Picture, placesOf, valueAt } from './model.ts'

export type ChartProps = {
  /** The name of the file that the CSV becomes. */
  name: string
  /** The finding. */
  title: string
  /** What is drawn, its window and its sample. */
  subtitle: ReactNode
  picture: Picture
  /** Lines in front of the CSV: definitions, window, sample. */
  about: About[]
  height?: number
  /** What belongs below the picture and its table, such as how many are still watched. */
  note?: ReactNode
  /** What is shown until somebody chooses. */
  startsAs?: 'chart' | 'table'
}

/** A chart with its finding as title. The same values are there as a table and as CSV, and the arrow keys walk over them. */
export function ChartCard({ name, title, subtitle, picture, about, height = 240, note, startsAs = 'chart' }: ChartProps) {
  const [view, setView] = useState(startsAs)
  const columns = chartColumns(picture)
  const rows = chartRows(picture)
  const from = picture.y.from ?? 0
  return (
    <Card
      title={title}
      subtitle={subtitle}
      isFlush
      actions={
        <>
          <SegmentedControl
            label={chartWords.view}
            options={[
              { value: 'chart' as const, label: chartWords.chart },
              { value: 'table' as const, label: chartWords.table },
            ]}
            value={view}
            onChange={setView}
          />
          <CsvButton name={name} columns={columns} rows={rows} about={about} />
        </>
      }
    >
      {view === 'table' ? (
        <Table caption={title} isCaptionHidden columns={columns} rows={rows} rowKey={(row) => String(row.x)} />
      ) : (
        <div className="px-4 pb-3">
          <Drawing title={title} picture={picture} height={height} />
          {from === 0 ? null : <p className="text-meta text-ink-2">{chartWords.aboveZero(picture.y.format(from))}</p>}
        </div>
      )}
      {note ? <div className="border-t border-line px-4 py-2 text-meta text-ink-2">{note}</div> : null}
    </Card>
  )
}

/** The width that the place has; a usual one until it is measured. */
function useWidth() {
  const place = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(560)
  useEffect(() => {
    const element = place.current
    if (!element) return
    const watch = new ResizeObserver(() => element.clientWidth > 0 && setWidth(element.clientWidth))
    watch.observe(element)
    return () => watch.disconnect()
  }, [])
  return { place, width }
}

const steps: { [key: string]: number } = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 5, PageDown: -5 }

/** The place after a key: one further, five further, the first or the last. */
function afterKey(key: string, here: number, last: number): number | undefined {
  if (key === 'Home') return 0
  if (key === 'End') return last
  const by = steps[key]
  if (by === undefined) return undefined
  return here < 0 ? 0 : Math.max(0, Math.min(last, here + by))
}

/** One tab stop: a slider over the values, so that arrow keys reach it with a screen reader too. */
function Drawing({ title, picture, height }: { title: string; picture: Picture; height: number }) {
  const { place, width } = useWidth()
  const clip = useId()
  const [chosen, setChosen] = useState(-1)
  const places = placesOf(picture.series)
  const last = places.length - 1
  const here = Math.min(chosen, last)
  const frame = layOut(picture, width, height)
  const at = places[here]
  const said = at === undefined ? chartWords.hint : readout(picture, at)
  const press = (event: KeyboardEvent) => {
    const next = event.key === 'Escape' ? -1 : afterKey(event.key, here, last)
    if (next === undefined) return
    event.preventDefault()
    setChosen(next)
  }
  const point = (event: PointerEvent<HTMLDivElement>) => {
    const from = event.clientX - event.currentTarget.getBoundingClientRect().left
    setChosen(nearest(places, frame, from))
  }
  return (
    <>
      <div
        ref={place}
        role="slider"
        tabIndex={0}
        aria-label={chartWords.walk(title)}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, last)}
        aria-valuenow={Math.max(0, here)}
        aria-valuetext={said}
        onKeyDown={press}
        onPointerMove={point}
        onPointerDown={point}
        className="relative min-w-0 touch-pan-y rounded-s"
      >
        <p aria-hidden="true" className="text-chart text-ink-2">
          {picture.y.label}
        </p>
        <svg aria-hidden="true" viewBox={`0 0 ${width} ${height}`} width={width} height={height} className="block h-auto max-w-full">
          <Named picture={picture} frame={frame} />
          <Axes picture={picture} frame={frame} />
          <Drawn picture={picture} frame={frame} clip={clip} />
          {at === undefined ? null : <Cursor picture={picture} frame={frame} at={at} />}
          <Names picture={picture} frame={frame} />
        </svg>
      </div>
      <p aria-hidden="true" data-print="no" className="min-h-8 text-meta text-ink">
        {said}
      </p>
    </>
  )
}

function nearest(places: number[], frame: Frame, x: number): number {
  const away = places.map((place) => Math.abs(frame.x(place) - x))
  return away.indexOf(Math.min(...away))
}

function Cursor({ picture, frame, at }: { picture: Picture; frame: Frame; at: number }) {
  return (
    <g>
      <line x1={frame.x(at)} x2={frame.x(at)} y1={frame.top} y2={frame.height - frame.bottom} className="stroke-accent" />
      {picture.series.map((one) => {
        const y = valueAt(one, at)?.y
        if (y === null || y === undefined || frame.y(y) < frame.top) return null
        return <circle key={one.id} cx={frame.x(at)} cy={frame.y(y)} r="4.5" className="fill-accent stroke-card" strokeWidth="1.5" />
      })}
    </g>
  )
}
