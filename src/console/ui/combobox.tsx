import { Combobox as BaseCombobox } from '@base-ui/react/combobox'
import { Check, ChevronDown, X } from 'lucide-react'
import { uiWords } from '#console/messages/ui.ts'
import { cx } from './cx.ts'
import { type FieldProps, inputLook, LabelledField } from './field.tsx'
import { itemLook, popupLook } from './popup.ts'
import type { Option } from './select.tsx'

type ComboboxProps<V extends string> = FieldProps & {
  options: Option<V>[]
  value: V | null
  onChange: (value: V | null) => void
  /** Called while typing, when the options come from the server. */
  onSearch?: (text: string) => void
  placeholder?: string
  optional?: boolean
  disabled?: boolean
}

const side = 'grid size-7 place-items-center rounded-s text-ink-2 hover:bg-hover'

/** One of many options, found by typing. */
export function Combobox<V extends string>({
  options,
  value,
  onChange,
  onSearch,
  placeholder,
  optional,
  disabled,
  ...field
}: ComboboxProps<V>) {
  const chosen = options.find((option) => option.value === value) ?? null
  return (
    <LabelledField {...field} optional={optional} disabled={disabled}>
      <BaseCombobox.Root
        items={options}
        value={chosen}
        disabled={disabled}
        onValueChange={(next: Option<V> | null) => onChange(next?.value ?? null)}
        onInputValueChange={onSearch}
        isItemEqualToValue={(one: Option<V>, other: Option<V>) => one.value === other.value}
      >
        <BaseCombobox.InputGroup className="relative">
          <BaseCombobox.Input placeholder={placeholder ?? uiWords.choose} className={cx(inputLook, 'h-9 pe-17')} />
          <span className="absolute inset-y-0 end-1 flex items-center">
            <BaseCombobox.Clear aria-label={uiWords.clear} className={side}>
              <X size={14} aria-hidden="true" />
            </BaseCombobox.Clear>
            <BaseCombobox.Trigger aria-label={uiWords.openList} className={side}>
              <ChevronDown size={16} aria-hidden="true" />
            </BaseCombobox.Trigger>
          </span>
        </BaseCombobox.InputGroup>
        <BaseCombobox.Portal>
          <BaseCombobox.Positioner sideOffset={4} className="z-40 outline-none">
            <BaseCombobox.Popup className={cx(popupLook, 'max-h-(--available-height) w-(--anchor-width) overflow-y-auto')}>
              <BaseCombobox.Empty>
                <p className="p-3 text-ink-2">{uiWords.noMatch}</p>
              </BaseCombobox.Empty>
              <BaseCombobox.List className="p-1 data-empty:p-0">
                {(option: Option<V>) => (
                  <BaseCombobox.Item
                    key={option.value}
                    value={option}
                    disabled={option.isDisabled}
                    className={cx(itemLook, 'justify-between')}
                  >
                    {option.label}
                    <BaseCombobox.ItemIndicator>
                      <Check size={16} aria-hidden="true" />
                    </BaseCombobox.ItemIndicator>
                  </BaseCombobox.Item>
                )}
              </BaseCombobox.List>
            </BaseCombobox.Popup>
          </BaseCombobox.Positioner>
        </BaseCombobox.Portal>
      </BaseCombobox.Root>
    </LabelledField>
  )
}
