import { CallError } from '#sdk/call.ts'

/** What the server found wrong, by the name of the field. Only the first fault of a field is kept. */
export function faultsByField(error: unknown): { [field: string]: string | undefined } {
  if (!(error instanceof CallError)) return {}
  const found: { [field: string]: string } = {}
  for (const { path, message } of error.problem.faults ?? []) found[path] ??= sentence(message)
  return found
}

function sentence(text: string): string {
  const start = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.!?]$/.test(start) ? start : `${start}.`
}

/** The sentence for the form as a whole: empty when every fault stands at a field that the form shows. */
export function faultOfForm(error: unknown, fields: readonly string[]): string {
  if (!error) return ''
  const named = Object.keys(faultsByField(error))
  if (named.length > 0 && named.every((name) => fields.includes(name))) return ''
  return error instanceof Error ? error.message : String(error)
}

/** Whether the server refused because somebody else changed the same thing first. */
export function isStale(error: unknown): boolean {
  return error instanceof CallError && error.problem.code === 'stale'
}
