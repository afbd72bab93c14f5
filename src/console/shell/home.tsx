import { Navigate } from '@tanstack/react-router'
import { type Screen, screensFor } from '#console/screens.ts'
import { useMe } from './me.tsx'
import { NotAllowed } from './not-here.tsx'

/** The first screen made for a role that this person holds; otherwise the first that is for everybody. */
export function Home() {
  const me = useMe()
  const mine = screensFor(me)
  const isMine = ({ homeFor }: Screen) => me.roles.some(({ role }) => homeFor?.includes(role))
  const first = mine.find(isMine) ?? mine.find(({ homeFor }) => homeFor === undefined)
  return first ? <Navigate to={first.path} replace /> : <NotAllowed />
}
