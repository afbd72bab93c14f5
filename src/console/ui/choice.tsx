import { ChevronDown } from 'lucide-react'
import { useId } from 'react'
import { cx } from './cx.ts'
import { inputLook } from './field.tsx'

type ChoiceProps<V extends string> = {
  label: string
  isLabelHidden?: boolean
  options: { value: V; label: string }[]
  value: V
  onChange: (value: V) => void
}

/** One of a few options, with the browser's own list: for screens that must open at once. Elsewhere use `Select`. */
export function Choice<V extends string>({ label, isLabelHidden = false, options, value, onChange }: ChoiceProps<V>) {
  const id = useId()
  return (
    <div className="grid min-w-0 gap-1">
      <label htmlFor={id} className={cx('text-body font-medium', isLabelHidden && 'sr-only')}>
        {label}
      </label>
      <span className="relative grid min-w-0">
        <select
          id={id}
          value={value}
          onChange={(event) => onChange(event.target.value as V)}
          className={cx(inputLook, 'h-8 min-w-0 appearance-none truncate pe-8')}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value} className="bg-card text-ink">
              {option.label}
            </option>
          ))}
        </select>
        <ChevronDown size={16} aria-hidden="true" className="pointer-events-none absolute end-2.5 top-2 text-ink-2" />
      </span>
    </div>
  )
}
