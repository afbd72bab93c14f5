import { uiWords } from '#console/messages/ui.ts'
import { useCall } from '#console/query.ts'
import type { AboutLine } from '#console/ui/csv.ts'
import { listMeasures } from '../contract.ts'
import { measureWords } from './words.ts'

/** Lines above a CSV: what each figure means, in which version, and where that is written. */
export function useDefinitions(ids: readonly string[]): AboutLine[] {
  const measures = useCall(listMeasures, {}, { staleTime: 60_000 })
  return (measures.data?.items ?? [])
    .filter(({ id }) => ids.includes(id))
    .map(({ id, name, version, formula }) => [
      uiWords.csvDefinition,
      measureWords.definitionOf({ name, version, formula, address: `${globalThis.location.origin}/measures?measure=${id}` }),
    ])
}
