import { cx } from './cx.ts'

/** A key as printed on the button that it presses. For reading only: screen readers get it from `aria-keyshortcuts`. */
export function KeyHint({ keys, inverse = false }: { keys: string; inverse?: boolean }) {
  return (
    <span aria-hidden="true" dir="ltr" data-print="no" className="inline-flex shrink-0 items-center gap-1">
      {keys.split(' ').map((key) => (
        <kbd
          key={key}
          className={cx(
            'inline-flex h-5 min-w-5 items-center justify-center rounded-s border px-1 font-sans text-chart',
            inverse ? 'border-current' : 'border-line bg-card text-ink-2',
          )}
        >
          {key}
        </kbd>
      ))}
    </span>
  )
}
