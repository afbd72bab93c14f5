import { Field } from '@base-ui/react/field'
import { Switch as BaseSwitch } from '@base-ui/react/switch'
import type { ReactNode } from 'react'

type SwitchProps = { label: ReactNode; checked: boolean; onChange: (checked: boolean) => void; hint?: ReactNode; disabled?: boolean }

/** A setting that takes effect at once. Use `Checkbox` where a form is sent later. */
export function Switch({ label, checked, onChange, hint, disabled }: SwitchProps) {
  return (
    <Field.Root disabled={disabled} className="grid gap-1">
      <div className="flex min-h-6 items-center gap-2">
        <BaseSwitch.Root
          checked={checked}
          onCheckedChange={onChange}
          className="relative flex h-5 w-9 shrink-0 rounded-full border border-edge bg-hover p-0.5 data-checked:border-accent data-checked:bg-accent data-disabled:opacity-60 after:absolute after:-inset-0.5"
        >
          <BaseSwitch.Thumb className="size-3.5 rounded-full bg-ink-2 transition-transform duration-100 data-checked:translate-x-4 data-checked:bg-on-accent rtl:data-checked:-translate-x-4" />
        </BaseSwitch.Root>
        <Field.Label className="text-body">{label}</Field.Label>
      </div>
      {hint ? <Field.Description className="ms-11 text-meta text-ink-2">{hint}</Field.Description> : null}
    </Field.Root>
  )
}
