import { useQueryClient } from '@tanstack/react-query'
import { call } from '#console/query.ts'
import { ConfirmDialog } from '#console/ui/confirm-dialog.tsx'
import { notify } from '#console/ui/toast.tsx'
import { publish, withdraw } from '../contract.ts'
import type { Standard } from './types.ts'
import { policyWords } from './words.ts'

/** What is about to be done to a standard: put a version in force, or take it out of force. */
export type Act = { kind: 'publish' | 'roll-back'; version: number } | { kind: 'withdraw' }

type ActDialogProps = { standard: Standard; act: Act; onClose: () => void }

/** The question before an act that decides for all teams. It needs a reason, which the audit log keeps. */
export function ActDialog({ standard, act, onClose }: ActDialogProps) {
  const client = useQueryClient()
  const asked = questionOf(standard, act)

  async function confirm(reason: string) {
    const { id, etag } = standard
    try {
      if (act.kind === 'withdraw') await call(withdraw, { id, reason }, { ifMatch: etag })
      else await call(publish, { id, version: act.version, reason }, { ifMatch: etag })
    } finally {
      // Also after a refusal: the standard may have moved on under this page.
      await client.invalidateQueries({ queryKey: ['policy'] })
    }
    notify({ title: asked.done, status: act.kind === 'withdraw' ? 'info' : 'ok' })
  }

  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={asked.title}
      description={<p>{asked.text}</p>}
      confirmLabel={asked.label}
      isDangerous={act.kind === 'withdraw'}
      onConfirm={confirm}
    />
  )
}

function questionOf(standard: Standard, act: Act) {
  if (act.kind === 'withdraw')
    return {
      title: policyWords.withdrawTitle(standard.title),
      text: policyWords.withdrawText,
      label: policyWords.withdrawAct,
      done: policyWords.withdrawDone,
    }
  const done = policyWords.published(act.version)
  if (act.kind === 'publish')
    return { title: policyWords.publishTitle(act.version), text: policyWords.publishText, label: policyWords.publishAct, done }
  return {
    title: policyWords.rollBackTitle(act.version),
    text: policyWords.rollBackText(standard.published),
    label: policyWords.rollBack,
    done,
  }
}
