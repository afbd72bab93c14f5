import { Field } from '@base-ui/react/field'
import type { ComponentPropsWithoutRef, ReactNode, Ref } from 'react'
import { uiWords } from '#console/messages/ui.ts'
import { cx } from './cx.ts'

export const inputLook =
  'w-full rounded-m border border-edge bg-card px-3 text-body text-ink focus-visible:border-accent focus-visible:outline-offset-0 data-invalid:border-status-act data-disabled:bg-hover data-disabled:text-ink-2'

export type FieldProps = {
  label: string
  /** The label is read out but not drawn, for a search box whose place says it all. */
  isLabelHidden?: boolean
  hint?: ReactNode
  /** What is wrong and how to mend it. Empty means nothing is wrong. */
  error?: string
}

/** Label above, hint and error below, all bound to the control by name. */
export function LabelledField({
  label,
  isLabelHidden,
  hint,
  error,
  optional,
  disabled,
  children,
}: FieldProps & { optional?: boolean; disabled?: boolean; children: ReactNode }) {
  return (
    <Field.Root invalid={Boolean(error)} disabled={disabled} className="grid gap-1">
      <Field.Label className={cx('text-body font-medium', isLabelHidden && 'sr-only')}>
        {label}
        {optional ? <span className="font-normal text-ink-2">{` (${uiWords.optional})`}</span> : null}
      </Field.Label>
      {children}
      {hint ? <Field.Description className="text-meta text-ink-2">{hint}</Field.Description> : null}
      {error ? (
        <Field.Error match className="flex gap-1 text-meta font-medium text-ink">
          <svg viewBox="0 0 12 12" aria-hidden="true" className="mt-0.5 size-3 shrink-0 fill-status-act">
            <path d="M6 0l6 6-6 6-6-6z" />
          </svg>
          {error}
        </Field.Error>
      ) : null}
    </Field.Root>
  )
}

type TextFieldProps = FieldProps &
  Omit<ComponentPropsWithoutRef<'input'>, 'className' | 'style' | 'onChange' | 'value' | 'defaultValue' | 'color'> & {
    value?: string
    defaultValue?: string
    onChange?: (value: string) => void
    optional?: boolean
    ref?: Ref<HTMLInputElement>
  }

export function TextField({ label, isLabelHidden, hint, error, optional, onChange, disabled, ...rest }: TextFieldProps) {
  return (
    <LabelledField {...{ label, isLabelHidden, hint, error, optional, disabled }}>
      <Field.Control {...rest} onValueChange={onChange} className={cx(inputLook, 'h-9')} />
    </LabelledField>
  )
}

type TextAreaProps = FieldProps &
  Omit<ComponentPropsWithoutRef<'textarea'>, 'className' | 'style' | 'onChange' | 'value' | 'defaultValue'> & {
    value?: string
    defaultValue?: string
    onChange?: (value: string) => void
    optional?: boolean
    /** For YAML, rules and other text where every column counts. */
    isCode?: boolean
    ref?: Ref<HTMLTextAreaElement>
  }

export function TextArea({
  label,
  isLabelHidden,
  hint,
  error,
  optional,
  isCode,
  onChange,
  disabled,
  value,
  defaultValue,
  rows = 3,
  ref,
  ...rest
}: TextAreaProps) {
  return (
    <LabelledField {...{ label, isLabelHidden, hint, error, optional, disabled }}>
      <Field.Control
        value={value}
        defaultValue={defaultValue}
        onValueChange={onChange}
        className={cx(inputLook, 'resize-y py-2', isCode && 'font-mono')}
        render={<textarea {...rest} ref={ref} rows={rows} dir={isCode ? 'ltr' : undefined} spellCheck={isCode ? false : undefined} />}
      />
    </LabelledField>
  )
}
