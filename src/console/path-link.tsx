import { useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'

/** A link to a path of this console that is only known at run time, with whatever stands behind its question mark. */
export function PathLink({ path, children }: { path: string; children: ReactNode }) {
  const router = useRouter()
  return (
    <a
      href={path}
      className="rounded-s text-accent underline decoration-1 underline-offset-2 hover:decoration-2"
      onClick={(event) => {
        event.preventDefault()
        router.history.push(path)
      }}
    >
      {children}
    </a>
  )
}
