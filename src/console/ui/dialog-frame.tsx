import { Dialog as BaseDialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { uiWords } from '#console/messages/ui.ts'
import { IconButton } from './button.tsx'
import { cx } from './cx.ts'
import { popupLook, scrimLook } from './popup.ts'

export const dialogPlace = 'fixed inset-0 z-30 flex items-start justify-center overflow-y-auto p-4 wide:pt-[12vh]'

export type DialogProps = {
  open: boolean
  onClose: () => void
  title: string
  description?: ReactNode
  children?: ReactNode
  /** Buttons, the main one last. */
  actions?: ReactNode
  width?: 'normal' | 'broad'
}

/** A question over the page. Focus moves in, Tab stays in, Escape closes, and focus goes back to where it was. */
export function DialogFrame({ open, onClose, title, description, children, actions, width = 'normal' }: DialogProps) {
  return (
    <BaseDialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className={cx(scrimLook, 'z-30')} />
        <BaseDialog.Viewport className={dialogPlace}>
          <BaseDialog.Popup className={cx(popupLook, 'w-full', width === 'broad' ? 'max-w-3xl' : 'max-w-lg')}>
            <div className="flex items-start justify-between gap-4 py-3 ps-5 pe-3">
              <BaseDialog.Title className="pt-1.5 text-section font-strong">{title}</BaseDialog.Title>
              <BaseDialog.Close render={<IconButton label={uiWords.close} icon={X} />} />
            </div>
            <div className="grid gap-4 px-5 pb-5">
              {description ? <BaseDialog.Description className="-mt-2 text-ink-2">{description}</BaseDialog.Description> : null}
              {children}
              {actions ? <div className="flex flex-wrap justify-end gap-2">{actions}</div> : null}
            </div>
          </BaseDialog.Popup>
        </BaseDialog.Viewport>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  )
}
