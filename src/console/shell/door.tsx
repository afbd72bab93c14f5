import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { shellWords } from '#console/messages/shell.ts'
import { Mark } from '#console/shell/mark.tsx'
import { PageHeader } from '#console/ui/page-header.tsx'

type DoorProps = { title: string; question: string; answer?: string; children: ReactNode }

/** The page around every way in. */
export function Door({ title, question, answer, children }: DoorProps) {
  return (
    <main className="mx-auto grid min-h-dvh w-full max-w-md content-center gap-6 p-4">
      <p className="flex items-center gap-2 text-title font-strong">
        <Mark />
        {shellWords.product}
      </p>
      <div className="grid gap-5 rounded-l border border-line bg-card p-5">
        <PageHeader title={title} question={question} answer={answer} />
        {children}
      </div>
    </main>
  )
}

/** Goes in: what an earlier session left in memory is forgotten first. */
export function useGoIn(): (to: string) => void {
  const client = useQueryClient()
  const router = useRouter()
  return (to) => {
    client.clear()
    router.history.push(to)
  }
}

/** The secret of a link stands behind its `#`, which browsers send to nobody. */
export function tokenOfAddress(): string {
  return globalThis.location.hash.slice(1)
}
