import type { ReactNode } from 'react'

/** A short fact beside a name: a version, a phase, a count. For states use `StatusMark`, for tiers `TierMark`. */
export function Badge({ children }: { children: ReactNode }) {
  return (
    <span className="inline-flex items-center rounded-s border border-line bg-hover px-1.5 py-0.5 text-meta whitespace-nowrap text-ink">
      {children}
    </span>
  )
}
