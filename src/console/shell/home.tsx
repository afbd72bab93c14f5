import { Navigate } from '@tanstack/react-router'
import { screensFor } from '#console/screens.ts'
import { useMe } from './me.tsx'
import { NotAllowed } from './not-here.tsx'

/** The first screen that this person may open. */
export function Home() {
  const [first] = screensFor(useMe())
  return first ? <Navigate to={first.path} replace /> : <NotAllowed />
}
