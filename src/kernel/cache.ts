import type { EpochWatch } from './epoch.ts'

/**
 * A bounded cache of things that change only with the epoch. `peek` is for the hot path: undefined means load first.
 * Absent things are remembered too, so a caller who asks for nonsense costs one query and not one for each request.
 */
export type Cache<T> = { peek(key: string): T | null | undefined; load(key: string): Promise<T | null> }

export type CacheOptions<T> = {
  limit: number
  load(key: string): Promise<T | null>
  /** The key under which a changed thing is held, where it is not held under its own. */
  heldUnder?(changed: string): string
}

export function cache<T>(watch: EpochWatch, kind: string, options: CacheOptions<T>): Cache<T> {
  const held = new Map<string, T | null>()
  const loading = new Map<string, Promise<T | null>>()
  let generation = 0

  watch.on(kind, (key) => {
    generation += 1
    loading.clear()
    if (key === '*') held.clear()
    else held.delete(options.heldUnder?.(key) ?? key)
  })

  async function fill(key: string): Promise<T | null> {
    const begun = generation
    const value = await options.load(key)
    // A change that arrived while this was read may not be in what was read.
    if (begun !== generation) return fill(key)
    if (held.size >= options.limit) held.delete(held.keys().next().value as string)
    held.set(key, value)
    return value
  }

  return {
    peek: (key) => held.get(key),
    async load(key) {
      const known = held.get(key)
      if (known !== undefined) return known
      const begun = loading.get(key)
      if (begun) return begun
      const filling = fill(key).finally(() => loading.delete(key))
      loading.set(key, filling)
      return filling
    },
  }
}
