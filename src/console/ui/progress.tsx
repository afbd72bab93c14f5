type ProgressProps = { label: string; done: number; total: number; text: string }

/** How far something has come, counted. Never a bar that only pretends: without a total it stays empty. */
export function Progress({ label, done, total, text }: ProgressProps) {
  const part = total > 0 ? Math.min(1, done / total) : 0
  return (
    <div className="grid gap-1">
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
        aria-valuetext={text}
        className="h-2 overflow-hidden rounded-full border border-edge bg-hover"
      >
        <div className="h-full bg-accent" style={{ width: `${part * 100}%` }} />
      </div>
      <p className="text-meta text-ink-2">{text}</p>
    </div>
  )
}
