/** States an assumption of ours. When it is false the mistake is in this code, never in the caller's input. */
export function must(condition: unknown, assumption: string): asserts condition {
  if (!condition) throw new Error(`Broken assumption: ${assumption}`)
}
