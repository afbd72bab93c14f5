import { AlertDialog } from '@base-ui/react/alert-dialog'
import { type FormEvent, type ReactNode, useRef, useState } from 'react'
import { uiWords } from '#console/messages/ui.ts'
import { Button } from './button.tsx'
import { cx } from './cx.ts'
import { dialogPlace } from './dialog-frame.tsx'
import { TextArea } from './field.tsx'
import { popupLook, scrimLook } from './popup.ts'
import { StatusMark } from './status-mark.tsx'

export type ConfirmDialogProps = {
  open: boolean
  onClose: () => void
  title: string
  /** What will happen, to whom, and how to take it back. */
  description: ReactNode
  /** Names the act, such as "Stop Billing mail", never just "OK". */
  confirmLabel: string
  isDangerous?: boolean
  /** Asks for a reason, which the audit log keeps. On unless told. */
  needsReason?: boolean
  /** What is asked for instead of a reason for the audit log. */
  reasonLabel?: string
  /** More to fill in, below the reason. */
  children?: ReactNode
  /** A rejected promise keeps the dialog open with its message; what was typed stays. */
  onConfirm: (reason: string) => Promise<unknown>
}

type State = { reason: string; error: string; failure: string; isBusy: boolean }

const untouched: State = { reason: '', error: '', failure: '', isBusy: false }

/** The last question before something that counts, such as the kill switch. It does not close by a click beside it. */
export function ConfirmQuestion(props: ConfirmDialogProps) {
  return (
    <AlertDialog.Root open={props.open} onOpenChange={(next) => !next && props.onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={cx(scrimLook, 'z-30')} />
        <AlertDialog.Viewport className={dialogPlace}>
          <Question {...props} />
        </AlertDialog.Viewport>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}

function Question({
  title,
  description,
  confirmLabel,
  isDangerous = false,
  needsReason = true,
  reasonLabel,
  children,
  onConfirm,
  onClose,
}: ConfirmDialogProps) {
  const [state, setState] = useState(untouched)
  const reasonBox = useRef<HTMLTextAreaElement>(null)

  async function confirm(event: FormEvent) {
    event.preventDefault()
    if (state.isBusy) return
    const reason = state.reason.trim()
    if (needsReason && reason === '') {
      setState({ ...state, error: uiWords.reasonMissing })
      reasonBox.current?.focus()
      return
    }
    setState({ ...state, isBusy: true, failure: '' })
    try {
      await onConfirm(reason)
      onClose()
    } catch (failure) {
      setState({ ...state, isBusy: false, failure: failure instanceof Error ? failure.message : uiWords.failed })
    }
  }

  return (
    <AlertDialog.Popup className={cx(popupLook, 'w-full max-w-lg p-5')} initialFocus={needsReason ? reasonBox : undefined}>
      <form onSubmit={confirm} className="grid gap-4" noValidate>
        <AlertDialog.Title className="text-section font-strong">{title}</AlertDialog.Title>
        <AlertDialog.Description render={<div />} className="-mt-2 grid gap-2 text-ink-2">
          {description}
        </AlertDialog.Description>
        {needsReason ? (
          <TextArea
            ref={reasonBox}
            label={reasonLabel ?? uiWords.reasonLabel}
            hint={reasonLabel ? undefined : uiWords.reasonHint}
            required
            maxLength={500}
            value={state.reason}
            error={state.error}
            onChange={(reason) => setState((before) => ({ ...before, reason, error: '' }))}
          />
        ) : null}
        {children}
        <div role="alert">{state.failure ? <StatusMark status="act" text={state.failure} /> : null}</div>
        <div className="flex flex-wrap justify-end gap-2">
          <AlertDialog.Close render={<Button>{uiWords.cancel}</Button>} />
          <Button type="submit" variant={isDangerous ? 'danger' : 'primary'} busy={state.isBusy}>
            {confirmLabel}
          </Button>
        </div>
      </form>
    </AlertDialog.Popup>
  )
}
