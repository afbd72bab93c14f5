import { Toast } from '@base-ui/react/toast'
import { X } from 'lucide-react'
import { uiWords } from '#console/messages/ui.ts'
import { Button, IconButton } from './button.tsx'
import { cx } from './cx.ts'
import { popupLook } from './popup.ts'
import { type Status, StatusShape } from './status-mark.tsx'

type Notice = {
  title: string
  text?: string
  status?: Status
  /** Offers to take it back for as long as the notice stands. */
  onUndo?: () => void
  /** Milliseconds on screen: 5 seconds, 8 with an undo, no end for status "act". */
  staysMs?: number
}

type Extra = { status: Status; onUndo?: () => void }

const manager = Toast.createToastManager<Extra>()

function staysMs({ staysMs: told, status, onUndo }: Notice): number {
  if (told !== undefined) return told
  if (status === 'act') return 0
  return onUndo ? 8000 : 5000
}

/** Says that something happened, without taking the focus. What a person must see is said in its place, not only here. */
export function notify(notice: Notice): string {
  return manager.add({
    title: notice.title,
    description: notice.text,
    timeout: staysMs(notice),
    data: { status: notice.status ?? 'ok', onUndo: notice.onUndo },
  })
}

/** Takes a notice away before its time. */
export function dismissNotice(id: string) {
  manager.close(id)
}

/** Where notices stand. Once, in the shell. */
export function Notices() {
  return (
    <Toast.Provider toastManager={manager} limit={3}>
      <Toast.Portal>
        <Toast.Viewport
          aria-label={uiWords.notices}
          data-print="no"
          className="fixed inset-x-4 bottom-4 z-50 flex flex-col-reverse items-stretch gap-2 narrow:inset-x-auto narrow:end-4 narrow:w-96"
        >
          <Standing />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}

function Standing() {
  const { toasts } = Toast.useToastManager<Extra>()
  return toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className={cx(popupLook, 'data-limited:hidden focus-visible:outline-2')}>
      <Toast.Content className="flex items-start gap-3 py-2 ps-4 pe-2">
        <span className="mt-2.5 shrink-0">
          <StatusShape status={toast.data?.status ?? 'ok'} />
        </span>
        <span className="grid min-w-0 grow py-2">
          <Toast.Title render={<p />} className="font-medium" />
          <Toast.Description className="text-ink-2" />
        </span>
        {toast.data?.onUndo ? (
          <Toast.Action render={<Button onClick={() => undo(toast.id, toast.data?.onUndo)}>{uiWords.undo}</Button>} />
        ) : null}
        <Toast.Close render={<IconButton label={uiWords.dismiss} icon={X} />} />
      </Toast.Content>
    </Toast.Root>
  ))
}

function undo(id: string, takeBack: (() => void) | undefined) {
  takeBack?.()
  manager.close(id)
}
