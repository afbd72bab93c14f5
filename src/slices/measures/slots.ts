import { ofConversations } from './catalogue/conversations.ts'
import { ofDecisions, ofGrades, ofRuns, ofSuggestions } from './catalogue/others.ts'

/** Where a count stands: what is counted, and its place, from 1, among the counts of that. */
export type Slot = { facts: string; slot: number }

/** In the order of the catalogue, which is that of `rollup_slot`: add at the end only. */
const slots: ReadonlyMap<string, Slot> = new Map(
  Object.entries({
    conversations: ofConversations,
    decisions: ofDecisions,
    runs: ofRuns,
    suggestions: ofSuggestions,
    grades: ofGrades,
  }).flatMap(([facts, definitions]) => definitions.map(({ id }, at): [string, Slot] => [id, { facts, slot: at + 1 }])),
)

export const slotOf = (measureId: string): Slot | undefined => slots.get(measureId)

export type MeasureSlot = { measureId: string; slot: number }

/** The slots of measures, by what is counted; a measure that is not known has none. */
export function slotsOf(measureIds: readonly string[]): Map<string, MeasureSlot[]> {
  const found = new Map<string, MeasureSlot[]>()
  for (const measureId of new Set(measureIds)) {
    const place = slotOf(measureId)
    if (place) found.set(place.facts, [...(found.get(place.facts) ?? []), { measureId, slot: place.slot }])
  }
  return found
}
