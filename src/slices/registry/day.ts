const formats = new Map<string, Intl.DateTimeFormat>()

/** The day that a clock on the wall of that time zone shows, as YYYY-MM-DD. An unknown zone counts as UTC. */
export function dayIn(timeZone: string, at: Date): string {
  const part = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  )
  return `${part.year}-${part.month}-${part.day}`
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const made = make(timeZone) ?? new Intl.DateTimeFormat('en', { ...parts, timeZone: 'UTC' })
  formats.set(timeZone, made)
  return made
}

const parts = { year: 'numeric', month: '2-digit', day: '2-digit' } as const

function make(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en', { ...parts, timeZone })
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
