import { Checkbox as BaseCheckbox } from '@base-ui/react/checkbox'
import { Field } from '@base-ui/react/field'
import { Check, Minus } from 'lucide-react'
import type { ReactNode } from 'react'

type CheckboxProps = {
  label: ReactNode
  checked: boolean
  onChange: (checked: boolean) => void
  /** Some but not all of what it stands for is ticked. */
  isMixed?: boolean
  hint?: ReactNode
  name?: string
  disabled?: boolean
}

export function Checkbox({ label, checked, onChange, isMixed = false, hint, name, disabled }: CheckboxProps) {
  const Mark = isMixed ? Minus : Check
  return (
    <Field.Root disabled={disabled} className="grid gap-1">
      <div className="flex min-h-6 items-start gap-2">
        <BaseCheckbox.Root
          checked={checked}
          indeterminate={isMixed}
          onCheckedChange={onChange}
          name={name}
          className="relative mt-0.5 grid size-4 shrink-0 place-items-center rounded-s border border-edge bg-card text-on-accent data-checked:border-accent data-checked:bg-accent data-disabled:opacity-60 data-indeterminate:border-accent data-indeterminate:bg-accent after:absolute after:-inset-1"
        >
          <BaseCheckbox.Indicator>
            <Mark size={12} strokeWidth={3} aria-hidden="true" />
          </BaseCheckbox.Indicator>
        </BaseCheckbox.Root>
        <Field.Label className="text-body">{label}</Field.Label>
      </div>
      {hint ? <Field.Description className="ms-6 text-meta text-ink-2">{hint}</Field.Description> : null}
    </Field.Root>
  )
}
