import { createContext, type ReactNode, useContext } from 'react'
import type { OutputOf } from '#kernel/contract.ts'
import type { me as meRoute } from '#slices/identity/contract.ts'

export type Me = OutputOf<typeof meRoute>

const MeContext = createContext<Me | null>(null)

export function MeProvider({ me, children }: { me: Me; children: ReactNode }) {
  return <MeContext value={me}>{children}</MeContext>
}

/** Who is signed in. Only below the shell. */
export function useMe(): Me {
  const me = useContext(MeContext)
  if (!me) throw new Error('useMe is used outside the shell.')
  return me
}

/** Whether someone may do what a scope covers: anywhere, or in one team. The server checks again; this only decides what is offered. */
export function may(me: Me, scope: string, team?: string): boolean {
  const right = me.rights[scope]
  if (right === undefined) return false
  return right === 'all' || team === undefined || right.includes(team)
}

export function useMay(): (scope: string, team?: string) => boolean {
  const me = useMe()
  return (scope, team) => may(me, scope, team)
}
