import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useLive } from '#console/live.ts'
import { count } from '#console/messages/formats.ts'
import { shellWords } from '#console/messages/shell.ts'
import { keyOf, useCall } from '#console/query.ts'
import { countExceptions } from '#slices/exceptions/contract.ts'

const REFRESH_MS = 3_000

/** How many items wait, beside the name of the screen. A plain number: it never hurries anybody. */
export function ReviewBadge() {
  const client = useQueryClient()
  const counts = useCall(countExceptions, {})
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  useLive('exceptions', () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      void client.invalidateQueries({ queryKey: keyOf(countExceptions, {}) })
    }, REFRESH_MS)
  })
  const open = counts.data?.open ?? 0
  if (open === 0) return null
  return (
    <span className="ms-auto text-meta text-ink-2">
      <span aria-hidden="true">{count(open)}</span>
      <span className="sr-only">{shellWords.waiting(open)}</span>
    </span>
  )
}
