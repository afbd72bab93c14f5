import { later } from '#console/later.tsx'
import { useAct, useCall } from '#console/query.ts'
import { useMay } from '#console/shell/me.tsx'
import { StatusMark } from '#console/ui/status-mark.tsx'
import { notify } from '#console/ui/toast.tsx'
import type { Detail } from '#slices/decisions/console/answer.tsx'
import { getReview } from '#slices/decisions/contract.ts'
import { override } from '#slices/exceptions/contract.ts'
import { decisionPageWords, standingWords } from './decision-words.ts'

const OverrideDialog = later(async () => (await import('#slices/exceptions/console/override-dialog.tsx')).OverrideDialog)

/** There it may be done by the AI agent, or was done: something is left to override. */
const inForce: ReadonlySet<string> = new Set(['not_needed', 'approved', 'executed'])

/** Where a decision stands with people, and what the reader can do about it. */
export function useStanding({ id, team, recordOnly }: Detail) {
  const may = useMay()
  const state = useCall(getReview, { id }).data?.state
  const mayWork = may('exceptions:work', team) && !recordOnly
  const said = standingWords.get(state ?? '')?.()
  return {
    mayOverride: mayWork && inForce.has(state ?? ''),
    isWaiting: mayWork && state === 'waiting',
    mark: said ? <StatusMark {...said} /> : null,
  }
}

/** Overrides a decision, and says what came of it. */
export function Override({ id, onClose }: { id: string; onClose: () => void }) {
  const act = useAct(override, { also: ['decisions'] })
  return (
    <OverrideDialog
      open
      onClose={onClose}
      onOverride={async (said) => {
        const { wasExecuted } = await act.mutateAsync({ id, ...said })
        notify({
          title: decisionPageWords.overridden,
          text: wasExecuted ? decisionPageWords.overriddenLate : decisionPageWords.overriddenText,
        })
      }}
    />
  )
}
