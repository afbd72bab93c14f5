import { useAct, useCall } from '#console/query.ts'
import { Button } from '#console/ui/button.tsx'
import { FormFault } from '#console/ui/form-fault.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import { beginRebuild, cancelRebuild, newestRebuild } from '../contract.ts'
import { rebuildWords } from './rebuild-words.ts'

type Newest = OutputOf<typeof newestRebuild>

const LOOK_MS = 1000

/** When all counts were last proven against their facts, and how far the proof is that goes on. */
export function Proven({ mayRebuild }: { mayRebuild: boolean }) {
  const newest = useCall(
    newestRebuild,
    {},
    { refetchInterval: (query) => ((query.state.data as Newest | undefined)?.rebuild?.state === 'running' ? LOOK_MS : false) },
  )
  if (!newest.data) return null
  const { rebuild, proven: last } = newest.data
  const going = rebuild?.state === 'running' ? rebuild : null
  const isLost = rebuild?.state === 'interrupted' || rebuild?.state === 'failed'
  return (
    <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2 text-meta text-ink-2">
      <p role="status">
        {going ? rebuildWords.going(going) : rebuildWords.proven(last && { at: new Date(last.at), differed: last.differed })}
        {isLost ? ` ${rebuildWords.lost}` : null}
      </p>
      {mayRebuild ? <Acts going={going} /> : null}
    </div>
  )
}

function Acts({ going }: { going: { id: string } | null }) {
  const begin = useAct(beginRebuild)
  const cancel = useAct(cancelRebuild)
  const fault = begin.error ?? cancel.error
  return (
    <>
      {going ? (
        <Button size="small" onClick={() => cancel.mutate({ rebuild: going.id })} busy={cancel.isPending}>
          {rebuildWords.cancel}
        </Button>
      ) : (
        <Button size="small" onClick={() => begin.mutate({})} busy={begin.isPending}>
          {rebuildWords.begin}
        </Button>
      )}
      <FormFault text={fault?.message ?? ''} />
    </>
  )
}
