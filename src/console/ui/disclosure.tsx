import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'

/** More about something, opened on demand. The browser's own, so that its search finds what is inside. */
export function Disclosure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <details className="group min-w-0">
      <summary className="-mx-1 inline-flex min-h-7 cursor-pointer list-none items-center gap-1.5 rounded-s px-1 font-medium hover:bg-hover">
        <ChevronRight size={16} aria-hidden="true" className="shrink-0 group-open:rotate-90 rtl:-scale-x-100" />
        {label}
      </summary>
      <div className="grid min-w-0 gap-3 pt-2">{children}</div>
    </details>
  )
}
