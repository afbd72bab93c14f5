import { Navigate } from '@tanstack/react-router'
import { screensFor } from '#console/screens.ts'
import { may, useMe } from './me.tsx'
import { NotAllowed } from './not-here.tsx'

/** The first screen that this person may open. */
export function Home() {
  const me = useMe()
  const first = screensFor(me).find((screen) => screen.homeFor === undefined || may(me, screen.homeFor))
  return first ? <Navigate to={first.path} replace /> : <NotAllowed />
}
