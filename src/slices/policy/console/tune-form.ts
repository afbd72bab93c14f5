import { CallError } from '#sdk/call.ts'
import { tuningWords } from './tuning-words.ts'
import type { Parameter, Tuning } from './types.ts'
import { policyWords } from './words.ts'

export type RuleDraft = { key: number; id: string; when: string; tier: 'review' | 'human_only'; because: string }

/** What stands in the form, as typed. An empty value means the value of the standard. */
export type TuneDraft = { team: string | null; values: { [name: string]: string }; rules: RuleDraft[]; reason: string }

export function draftOf(tuning: Tuning | null, team: string | null): TuneDraft {
  const values = Object.fromEntries(Object.entries(tuning?.values ?? {}).map(([name, value]) => [name, String(value)]))
  const rules = (tuning?.rules ?? []).map(({ id, when, tier, because }, key): RuleDraft => {
    return { key, id, when, tier: tier === 'human_only' ? tier : 'review', because }
  })
  return { team, values, rules, reason: '' }
}

export type FormFaults = { [place: string]: string | undefined }

/** What can be said before asking the server: numbers, bounds, and what must not be empty. */
export function faultsOf(draft: TuneDraft, parameters: Parameter[]): FormFaults {
  const found: FormFaults = {}
  if (draft.team === null) found.team = tuningWords.chooseTeam
  if (draft.reason.trim().length < 3) found.reason = tuningWords.reasonMissing
  for (const parameter of parameters) {
    const fault = valueFault(draft.values[parameter.name] ?? '', parameter)
    if (fault !== undefined) found[`values.${parameter.name}`] = fault
  }
  return found
}

function valueFault(typed: string, { min, max, unit }: Parameter): string | undefined {
  if (typed.trim() === '') return undefined
  const value = Number(typed)
  if (!Number.isFinite(value)) return tuningWords.notANumber
  if (value < min) return tuningWords.tooLow(policyWords.valueWithUnit(min, unit))
  if (value > max) return tuningWords.tooHigh(policyWords.valueWithUnit(max, unit))
  return undefined
}

/** What the server found, by the place in the form: `values.refund_max`, `rules.0.when`. */
export function faultsFrom(error: unknown): FormFaults {
  if (!(error instanceof CallError)) return {}
  const places = (error.problem.faults ?? []).map(({ path, message }) => [path.replace(/\[(\d+)\]/g, '.$1'), sentence(message)] as const)
  return Object.fromEntries(places)
}

function sentence(text: string): string {
  const start = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.!?]$/.test(start) ? start : `${start}.`
}

/** The form as the API takes it. */
export function requestOf(draft: TuneDraft, standard: string) {
  const values = Object.entries(draft.values)
    .filter(([, typed]) => typed.trim() !== '')
    .map(([name, typed]) => [name, Number(typed)] as const)
  const rules = draft.rules.map(({ id, when, tier, because }) => ({ id: id.trim(), when: when.trim(), tier, because: because.trim() }))
  return { team: draft.team ?? '', id: standard, values: Object.fromEntries(values), rules, reason: draft.reason.trim() }
}
