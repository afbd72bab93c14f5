import { cx } from '../cx.ts'
import { type Frame, type Picture, placeNames, placePointNames, type Series } from './model.ts'
import { bandPath, corners, linePath, stepPath, stepWidth } from './path.ts'

type PartProps = { picture: Picture; frame: Frame }

const strokes = { 1: 'stroke-series-1', 2: 'stroke-series-2', 3: 'stroke-series-3' }
const fills = { 1: 'fill-series-1', 2: 'fill-series-2', 3: 'fill-series-3' }
/** Told apart without colour too: solid, dashed, dotted. */
const dashes = { 1: undefined, 2: '6 4', 3: '1.5 4' }
const textLook = 'fill-ink-2 text-chart'

/** Level lines, ticks and the names of both axes. */
export function Axes({ picture, frame }: PartProps) {
  const { x, y, width, right, left, height, bottom, top } = frame
  const floor = height - bottom
  return (
    <g>
      {frame.yTicks.map((tick) => (
        <g key={tick}>
          <line x1={left} x2={width - right} y1={y(tick)} y2={y(tick)} className="stroke-line" />
          <text x={left - 8} y={y(tick)} dy="0.32em" textAnchor="end" className={textLook}>
            {picture.y.format(tick)}
          </text>
        </g>
      ))}
      <line x1={left} x2={width - right} y1={floor} y2={floor} className="stroke-edge" />
      {frame.xTicks.map((tick) => (
        <g key={tick}>
          <line x1={x(tick)} x2={x(tick)} y1={floor} y2={floor + 4} className="stroke-edge" />
          <text x={x(tick)} y={floor + 17} textAnchor="middle" className={textLook}>
            {picture.x.format(tick)}
          </text>
        </g>
      ))}
      <text x={width - right} y={height - 6} textAnchor="end" className={textLook}>
        {picture.x.label}
      </text>
      <line x1={left} x2={left} y1={top} y2={floor} className="stroke-line" />
    </g>
  )
}

/** Bands, bars, lines and points of all series, cut off at the edge of the picture. */
export function Drawn({ picture, frame, clip }: PartProps & { clip: string }) {
  const { width, left, right, top, height, bottom } = frame
  return (
    <>
      <clipPath id={clip}>
        <rect x={left} y={top - 2} width={Math.max(0, width - left - right + 2)} height={height - top - bottom + 4} />
      </clipPath>
      <g clipPath={`url(#${clip})`}>
        {picture.series.map((one) => (
          <One key={one.id} series={one} frame={frame} />
        ))}
      </g>
    </>
  )
}

function One({ series, frame }: { series: Series; frame: Frame }) {
  const { points, shape = 'line', tone } = series
  if (shape === 'bar') return <Bars series={series} frame={frame} />
  if (shape === 'band') return <Band series={series} frame={frame} />
  const hasBand = points.some((point) => point.low !== undefined)
  return (
    <g>
      {hasBand ? (
        <path d={bandPath(shape === 'step' ? corners(points) : points, frame)} className={fills[tone]} fillOpacity="0.16" />
      ) : null}
      {shape === 'points' ? null : (
        <path
          d={shape === 'step' ? stepPath(points, frame, series.endsAtLast) : linePath(points, frame)}
          className={cx('fill-none', strokes[tone])}
          strokeWidth="2"
          strokeLinejoin="round"
          strokeLinecap="round"
          strokeDasharray={dashes[tone]}
        />
      )}
      {shape === 'points' || (shape === 'line' && points.length <= 40) ? <Rings series={series} frame={frame} /> : null}
    </g>
  )
}

/** The area in which values are expected, with a thin line at what is expected. */
function Band({ series: { points, tone }, frame }: { series: Series; frame: Frame }) {
  return (
    <g>
      <path d={bandPath(points, frame)} className={fills[tone]} fillOpacity="0.1" />
      <path d={linePath(points, frame)} className="fill-none stroke-ink-2" strokeDasharray="2 3" />
    </g>
  )
}

function Rings({ series, frame }: { series: Series; frame: Frame }) {
  return series.points.map((point) => {
    if (point.y === null) return null
    const [x, y] = [frame.x(point.x), frame.y(point.y)]
    const key = `${point.x} ${point.y}`
    if (point.name !== undefined) return <Diamond key={key} x={x} y={y} />
    return <circle key={key} cx={x} cy={y} r="3" className={cx('fill-card', strokes[series.tone])} strokeWidth="1.5" />
  })
}

/** What stands out enough to be named. */
function Diamond({ x, y }: { x: number; y: number }) {
  const reach = 5.5
  const path = `M${x},${y - reach}L${x + reach},${y}L${x},${y + reach}L${x - reach},${y}Z`
  return <path d={path} className="fill-status-act stroke-card" strokeWidth="1" />
}

function Bars({ series, frame }: { series: Series; frame: Frame }) {
  const gap = stepWidth(series.points)
  const broad = Number.isFinite(gap) ? frame.x(gap) - frame.x(0) : 24
  const zero = frame.y(0)
  return series.points.map((point) =>
    point.y === null ? null : (
      <g key={point.x}>
        <rect
          x={frame.x(point.x) + 1}
          y={frame.y(point.y)}
          width={Math.max(1, broad - 2)}
          height={Math.max(0, zero - frame.y(point.y))}
          className={fills[series.tone]}
          fillOpacity="0.32"
        />
        {point.low !== undefined && point.high !== undefined ? (
          <line
            x1={frame.x(point.x) + broad / 2}
            x2={frame.x(point.x) + broad / 2}
            y1={frame.y(point.low)}
            y2={frame.y(point.high)}
            className={strokes[series.tone]}
          />
        ) : null}
      </g>
    ),
  )
}

/** Named lines of the picture: promises lie level, days and changes stand upright. */
export function Named({ picture, frame }: PartProps) {
  const { x, y, width, left, right, top, height, bottom } = frame
  return (
    <g>
      {(picture.limits ?? []).map((limit) => (
        <g key={limit.label}>
          <rect
            x={left}
            y={top}
            width={Math.max(0, width - left - right)}
            height={Math.max(0, y(limit.y) - top)}
            className="fill-tint-act"
            fillOpacity="0.6"
          />
          <line x1={left} x2={width - right} y1={y(limit.y)} y2={y(limit.y)} className="stroke-status-act" />
        </g>
      ))}
      {(picture.marks ?? []).map((mark) => (
        <g key={mark.label}>
          {mark.low !== undefined && mark.high !== undefined ? (
            <rect
              x={x(mark.low)}
              y={top}
              width={Math.max(1, x(mark.high) - x(mark.low))}
              height={height - bottom - top}
              className="fill-tint-watch"
            />
          ) : null}
          <line x1={x(mark.x)} x2={x(mark.x)} y1={top} y2={height - bottom} className="stroke-ink-2" strokeDasharray="2 3" />
        </g>
      ))}
    </g>
  )
}

const halo = {
  className: 'stroke-card fill-ink text-chart font-medium',
  strokeWidth: 4,
  paintOrder: 'stroke',
  strokeLinejoin: 'round',
} as const

/** Every name in the picture, drawn last so that no line runs through it. */
export function Names({ picture, frame }: PartProps) {
  const { x, y, left, width, right, top } = frame
  const isSingle = picture.series.length === 1 && !frame.areNamesBeside
  return (
    <g>
      {(picture.limits ?? []).map((limit) => (
        <text key={limit.label} x={left + 6} y={y(limit.y) - 5} {...halo}>
          {limit.label}
        </text>
      ))}
      {markNames(picture, frame).map((mark) => (
        <text key={mark.text} x={x(mark.x)} y={mark.y + (top - 16)} textAnchor={mark.anchor} {...halo}>
          {mark.text}
        </text>
      ))}
      {placePointNames(picture, frame).map(({ key, text, anchor, ...at }) => (
        <text key={key} {...at} dy="0.32em" textAnchor={anchor} {...halo}>
          {text}
        </text>
      ))}
      {isSingle
        ? null
        : placeNames(picture, frame).map((name) => (
            <text
              key={name.id}
              x={frame.areNamesBeside ? Math.min(name.x + 8, width - right + 8) : Math.min(name.x, width - right)}
              y={frame.areNamesBeside ? name.y : name.y - 8}
              dy={frame.areNamesBeside ? '0.32em' : undefined}
              textAnchor={frame.areNamesBeside ? 'start' : 'end'}
              {...halo}
            >
              {name.text}
            </text>
          ))}
    </g>
  )
}

type MarkName = { text: string; x: number; y: number; anchor: 'start' | 'middle' | 'end' }

/** Names above the picture; where two would touch, the second stands a line lower. */
function markNames(picture: Picture, frame: Frame): MarkName[] {
  const placed: (MarkName & { ends: number })[] = []
  for (const mark of [...(picture.marks ?? [])].sort((one, other) => one.x - other.x)) {
    const place = frame.x(mark.x)
    const long = mark.label.length * 6.4
    const isLast = place + long / 2 > frame.width - 4
    const anchor = isLast ? 'end' : 'middle'
    const starts = isLast ? place - long : place - long / 2
    const before = placed.at(-1)
    const touches = before?.y === 0 && starts < before.ends + 8
    const y = touches ? 30 : 0
    placed.push({ text: mark.label, x: mark.x, y, anchor, ends: starts + long })
  }
  return placed
}
