import { Select as BaseSelect } from '@base-ui/react/select'
import { Check, ChevronDown } from 'lucide-react'
import { uiWords } from '#console/messages/ui.ts'
import { cx } from './cx.ts'
import { type FieldProps, inputLook, LabelledField } from './field.tsx'
import { itemLook, popupLook } from './popup.ts'

export type Option<V extends string = string> = { value: V; label: string; isDisabled?: boolean }

type SelectProps<V extends string> = FieldProps & {
  options: Option<V>[]
  value: V | null
  onChange: (value: V) => void
  placeholder?: string
  name?: string
  disabled?: boolean
}

/** One of a few known options. For more than about fifteen use `Combobox`, for two to four `SegmentedControl`. */
export function Select<V extends string>({ options, value, onChange, placeholder, name, disabled, ...field }: SelectProps<V>) {
  return (
    <LabelledField {...field} disabled={disabled}>
      <BaseSelect.Root
        items={options}
        value={value}
        name={name}
        disabled={disabled}
        onValueChange={(next) => next !== null && onChange(next as V)}
      >
        <BaseSelect.Trigger className={cx(inputLook, 'flex h-9 items-center justify-between gap-2 text-start')}>
          <BaseSelect.Value className="truncate data-placeholder:text-ink-2" placeholder={placeholder ?? uiWords.choose} />
          <BaseSelect.Icon className="shrink-0 text-ink-2">
            <ChevronDown size={16} aria-hidden="true" />
          </BaseSelect.Icon>
        </BaseSelect.Trigger>
        <BaseSelect.Portal>
          <BaseSelect.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-40 outline-none">
            <BaseSelect.Popup className={cx(popupLook, 'max-h-(--available-height) min-w-(--anchor-width) overflow-y-auto p-1')}>
              {options.map((option) => (
                <BaseSelect.Item
                  key={option.value}
                  value={option.value}
                  disabled={option.isDisabled}
                  className={cx(itemLook, 'justify-between')}
                >
                  <BaseSelect.ItemText>{option.label}</BaseSelect.ItemText>
                  <BaseSelect.ItemIndicator>
                    <Check size={16} aria-hidden="true" />
                  </BaseSelect.ItemIndicator>
                </BaseSelect.Item>
              ))}
            </BaseSelect.Popup>
          </BaseSelect.Positioner>
        </BaseSelect.Portal>
      </BaseSelect.Root>
    </LabelledField>
  )
}
