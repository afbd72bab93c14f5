import { Tooltip as BaseTooltip } from '@base-ui/react/tooltip'
import type { ReactElement, ReactNode } from 'react'
import { cx } from './cx.ts'
import { popupLook } from './popup.ts'

type TooltipProps = { text: ReactNode; children: ReactElement; side?: 'top' | 'bottom' | 'left' | 'right' }

/** More about a control on hover and on focus; Escape hides it. Never the only place of something that a reader needs. */
export function Tooltip({ text, children, side = 'bottom' }: TooltipProps) {
  return (
    <BaseTooltip.Root>
      <BaseTooltip.Trigger render={children} delay={400} />
      <BaseTooltip.Portal>
        <BaseTooltip.Positioner sideOffset={6} side={side} className="z-50">
          <BaseTooltip.Popup className={cx(popupLook, 'max-w-72 rounded-m px-2 py-1 text-meta')}>{text}</BaseTooltip.Popup>
        </BaseTooltip.Positioner>
      </BaseTooltip.Portal>
    </BaseTooltip.Root>
  )
}
