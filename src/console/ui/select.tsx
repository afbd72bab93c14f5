import { Field } from '@base-ui/react/field'
import { ChevronDown } from 'lucide-react'
import { uiWords } from '#console/messages/ui.ts'
import { cx } from './cx.ts'
import { type FieldProps, inputLook, LabelledField } from './field.tsx'

export type Option<V extends string = string> = { value: V; label: string; isDisabled?: boolean }

type SelectProps<V extends string> = FieldProps & {
  options: Option<V>[]
  value: V | null
  onChange: (value: V) => void
  placeholder?: string
  name?: string
  disabled?: boolean
}

/**
 * One of a few known options, with the browser's own list: it opens at once, and phones and screen readers know it. For more than
 * about fifteen use `Combobox`, for two to four `SegmentedControl`.
 */
export function Select<V extends string>({ options, value, onChange, placeholder, name, disabled, ...field }: SelectProps<V>) {
  const list = (
    <select name={name}>
      {value === null ? (
        <option value="" disabled hidden>
          {placeholder ?? uiWords.choose}
        </option>
      ) : null}
      {options.map((option) => (
        <option key={option.value} value={option.value} disabled={option.isDisabled} className="bg-card text-ink">
          {option.label}
        </option>
      ))}
    </select>
  )
  return (
    <LabelledField {...field} disabled={disabled}>
      <span className="relative grid min-w-0">
        <Field.Control
          value={value ?? ''}
          onValueChange={(next) => onChange(next as V)}
          className={cx(inputLook, 'h-9 min-w-0 appearance-none truncate pe-8')}
          render={list}
        />
        <ChevronDown size={16} aria-hidden="true" className="pointer-events-none absolute end-2.5 top-2.5 text-ink-2" />
      </span>
    </LabelledField>
  )
}
