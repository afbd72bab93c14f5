import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import type { ReactNode } from 'react'

type Segment<V extends string> = { value: V; label: ReactNode }

type SegmentedControlProps<V extends string> = {
  label: string
  options: Segment<V>[]
  value: V
  onChange: (value: V) => void
  disabled?: boolean
}

/** Exactly one of two to four, all in sight. One tab stop; the arrow keys choose. */
export function SegmentedControl<V extends string>({ label, options, value, onChange, disabled }: SegmentedControlProps<V>) {
  return (
    <RadioGroup
      aria-label={label}
      value={value}
      disabled={disabled}
      onValueChange={(next) => onChange(next as V)}
      className="inline-flex max-w-full flex-wrap rounded-m border border-line bg-hover p-0.5"
    >
      {options.map((option) => (
        <Radio.Root
          key={option.value}
          value={option.value}
          nativeButton
          render={<button type="button" />}
          className="min-h-7 rounded-s border border-transparent px-3 text-body text-ink-2 data-checked:border-edge/60 data-checked:bg-card data-checked:font-medium data-checked:text-ink"
        >
          {option.label}
        </Radio.Root>
      ))}
    </RadioGroup>
  )
}
