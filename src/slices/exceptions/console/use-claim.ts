import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent } from 'react'
import { call, keyOf } from '#console/query.ts'
import { claim, getException, unclaim } from '../contract.ts'

/** Walking past an item does not take it: it must stay open for a moment. */
const DWELL_MS = 700
const HEARTBEAT_MS = 30_000

type ClaimSettings = {
  /** Null: nothing is open, or it cannot be worked on. */
  id: string | null
  /** Whether the reader has answered it meanwhile: then there is nothing to let go of. */
  isAnswered: (id: string) => boolean
}

/** Holds the open item while the page is in sight, and lets it go on leaving. Colleagues see that it is open, never with whom. */
export function useClaim({ id, isAnswered }: ClaimSettings) {
  const client = useQueryClient()
  const isGone = useEffectEvent(isAnswered)
  useEffect(() => {
    if (id === null) return
    let isHeld = false
    const hold = async () => {
      if (document.hidden || isGone(id)) return
      const wasHeld = isHeld
      isHeld = await call(claim, { id }).then(
        () => true,
        () => false,
      )
      // Somebody else was first, or let it go: the panel must say so.
      if (wasHeld !== isHeld || !isHeld) void client.invalidateQueries({ queryKey: keyOf(getException, { id }), refetchType: 'active' })
    }
    // The page goes away: nothing of it can wait for an answer any more.
    const leave = () => {
      if (isHeld && !isGone(id)) void fetch(unclaim.path.replace(':id', id), { method: unclaim.method, keepalive: true })
    }
    addEventListener('pagehide', leave)
    const first = setTimeout(hold, DWELL_MS)
    const beat = setInterval(hold, HEARTBEAT_MS)
    return () => {
      removeEventListener('pagehide', leave)
      clearTimeout(first)
      clearInterval(beat)
      if (isHeld && !isGone(id)) call(unclaim, { id }).catch(() => {})
    }
  }, [client, id])
}
