import { Button as BaseButton } from '@base-ui/react/button'
import type { LucideIcon } from 'lucide-react'
import type { ComponentPropsWithoutRef, ReactNode, Ref } from 'react'
import { uiWords } from '#console/messages/ui.ts'
import { cx } from './cx.ts'
import { KeyHint } from './key-hint.tsx'

export type ButtonVariant = 'primary' | 'plain' | 'quiet' | 'danger'

type Native = Omit<ComponentPropsWithoutRef<'button'>, 'children' | 'className' | 'style'>

export type ButtonProps = Native & {
  children: ReactNode
  variant?: ButtonVariant
  size?: 'normal' | 'small'
  icon?: LucideIcon
  /** The key that does the same, shown on the button. The screen binds it with `useKeys`. */
  keyHint?: string
  /** Work is under way: the button stays in place and takes no second press. */
  busy?: boolean
  wide?: boolean
  ref?: Ref<HTMLButtonElement>
}

const looks: { [variant in ButtonVariant]: string } = {
  primary: 'border-accent bg-accent text-on-accent hover:border-accent-strong hover:bg-accent-strong',
  plain: 'border-edge/60 bg-card text-ink hover:bg-hover',
  quiet: 'border-transparent bg-transparent text-ink-2 hover:bg-hover hover:text-ink',
  danger: 'border-danger bg-danger text-on-danger hover:border-danger-strong hover:bg-danger-strong',
}

const shape =
  'inline-flex items-center gap-2 rounded-m border font-medium select-none data-disabled:cursor-not-allowed data-disabled:opacity-60 data-popup-open:bg-hover'

/** The one button. A disabled button stays reachable by Tab, so that its title can say why it is off. */
export function Button({
  children,
  variant = 'plain',
  size = 'normal',
  icon: Icon,
  keyHint,
  busy = false,
  wide = false,
  disabled,
  ...rest
}: ButtonProps) {
  return (
    <BaseButton
      type="button"
      focusableWhenDisabled
      {...rest}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      aria-keyshortcuts={keyHint?.replace(' ', '+')}
      className={cx(
        shape,
        looks[variant],
        size === 'small' ? 'min-h-7 px-2 py-1 text-meta' : 'min-h-9 px-3 py-1.5 text-body',
        wide ? 'w-full justify-between' : 'justify-center',
      )}
    >
      <span className="inline-flex min-w-0 items-center gap-2">
        {Icon ? <Icon size={16} aria-hidden="true" className="shrink-0" /> : null}
        <span className="min-w-0 text-start">{busy ? uiWords.working : children}</span>
      </span>
      {keyHint ? <KeyHint keys={keyHint} inverse={variant === 'primary' || variant === 'danger'} /> : null}
    </BaseButton>
  )
}

type IconButtonProps = Native & {
  label: string
  icon: LucideIcon
  variant?: ButtonVariant
  pressed?: boolean
  ref?: Ref<HTMLButtonElement>
}

/** A button whose name is read out but not drawn. Wrap it in a `Tooltip` where the picture alone may puzzle. */
export function IconButton({ label, icon: Icon, variant = 'quiet', pressed, ...rest }: IconButtonProps) {
  return (
    <BaseButton
      type="button"
      focusableWhenDisabled
      {...rest}
      aria-label={label}
      aria-pressed={pressed}
      className={cx(shape, looks[variant], 'size-9 shrink-0 justify-center')}
    >
      <Icon size={16} aria-hidden="true" />
    </BaseButton>
  )
}
