import { type ReactNode, useId } from 'react'
import { cx } from './cx.ts'

type Segment<V extends string> = { value: V; label: ReactNode }

type SegmentedControlProps<V extends string> = {
  label: string
  options: Segment<V>[]
  value: V
  onChange: (value: V) => void
  disabled?: boolean
}

/** Exactly one of two to four, all in sight. One tab stop; the arrow keys choose. The browser's own radio buttons. */
export function SegmentedControl<V extends string>({ label, options, value, onChange, disabled = false }: SegmentedControlProps<V>) {
  const name = useId()
  return (
    <fieldset
      aria-label={label}
      disabled={disabled}
      className="inline-flex max-w-full min-w-0 flex-wrap rounded-m border border-line bg-hover p-0.5"
    >
      {options.map((option) => (
        <label
          key={option.value}
          className={cx(
            'relative inline-flex min-h-7 items-center rounded-s border px-3 text-body has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent',
            disabled ? 'cursor-not-allowed opacity-60' : 'cursor-pointer',
            option.value === value ? 'border-edge/60 bg-card font-medium text-ink' : 'border-transparent text-ink-2',
          )}
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
            className="sr-only"
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  )
}
