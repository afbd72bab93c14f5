import { useEffect, useState } from 'react'
import { useCall } from '#console/query.ts'
import { checkStandard } from '../contract.ts'
import type { Checked } from './types.ts'

const PAUSE_MS = 300

export type Check = {
  /** What was found in `text`; undefined before the first answer. */
  found: Checked | undefined
  /** The text that `found` is about. */
  text: string
  isChecking: boolean
  hasFailed: boolean
}

/** A text as it stood when the typing last paused. */
function usePaused(text: string): string {
  const [paused, setPaused] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  return paused
}

/** Has a text checked while it is being written. What was found last stays in sight until there is something newer. */
export function useCheck(text: string): Check {
  const paused = usePaused(text)
  const isEmpty = paused.trim() === ''
  const query = useCall(checkStandard, { text: paused }, { keepPrevious: true, staleTime: 60_000, enabled: !isEmpty })
  return {
    found: isEmpty ? undefined : query.data,
    text: paused,
    isChecking: !isEmpty && (paused !== text || query.isPending || query.isPlaceholderData),
    hasFailed: query.isError,
  }
}

export const errorsIn = (found: Checked | undefined) => (found?.faults ?? []).filter((fault) => !fault.warning)
