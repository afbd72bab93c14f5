import { Collapsible } from '@base-ui/react/collapsible'
import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'

/** More about something, opened on demand. */
export function Disclosure({ label, children, isOpen = false }: { label: string; children: ReactNode; isOpen?: boolean }) {
  return (
    <Collapsible.Root defaultOpen={isOpen} className="min-w-0">
      <Collapsible.Trigger className="group -mx-1 inline-flex min-h-7 items-center gap-1.5 rounded-s px-1 text-start font-medium hover:bg-hover">
        <ChevronRight size={16} aria-hidden="true" className="shrink-0 group-data-panel-open:rotate-90 rtl:-scale-x-100" />
        {label}
      </Collapsible.Trigger>
      <Collapsible.Panel>
        <div className="grid min-w-0 gap-3 pt-2">{children}</div>
      </Collapsible.Panel>
    </Collapsible.Root>
  )
}
