import { createRootRoute, createRoute, Outlet } from '@tanstack/react-router'
import { NotFound } from './shell/not-here.tsx'
import { Shell } from './shell/shell.tsx'

/** Pages are loaded when they are opened: `component: lazyRouteComponent(() => import('./pages/now.tsx'), 'NowPage')`. */
export const root = createRootRoute({ component: Outlet, notFoundComponent: Standalone })

function Standalone() {
  return (
    <main className="grid gap-4 p-6">
      <NotFound />
    </main>
  )
}

/** Everything that needs someone signed in. */
export const frame = createRoute({ getParentRoute: () => root, id: 'frame', component: Shell })
