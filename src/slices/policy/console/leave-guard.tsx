import { useBlocker } from '@tanstack/react-router'
import type { RefObject } from 'react'
import { Button } from '#console/ui/button.tsx'
import { Dialog } from '#console/ui/dialog.tsx'
import { editorWords } from './editor-words.ts'

/** Asks before unsaved words are lost, on the way to another screen and when the tab is closed. */
export function LeaveGuard({ mayLose, isDirty }: { mayLose: RefObject<boolean>; isDirty: boolean }) {
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => mayLose.current && current.pathname !== next.pathname,
    enableBeforeUnload: isDirty,
    withResolver: true,
  })
  return (
    <Dialog
      open={blocker.status === 'blocked'}
      onClose={() => blocker.reset?.()}
      title={editorWords.leaveTitle}
      description={editorWords.leaveText}
      actions={
        <>
          <Button variant="danger" onClick={() => blocker.proceed?.()}>
            {editorWords.leave}
          </Button>
          <Button variant="primary" onClick={() => blocker.reset?.()}>
            {editorWords.stay}
          </Button>
        </>
      }
    />
  )
}
