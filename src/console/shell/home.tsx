import { Navigate } from '@tanstack/react-router'
import { screensFor } from '#console/screens.ts'
import { may, useMe } from './me.tsx'
import { NotAllowed } from './not-here.tsx'

/** The first screen made for what this person does; otherwise the first that is for everybody. */
export function Home() {
  const me = useMe()
  const mine = screensFor(me)
  const first = mine.find(({ homeFor }) => homeFor !== undefined && may(me, homeFor)) ?? mine.find(({ homeFor }) => homeFor === undefined)
  return first ? <Navigate to={first.path} replace /> : <NotAllowed />
}
