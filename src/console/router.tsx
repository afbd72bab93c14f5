import { createRootRoute, createRoute, createRouter, Outlet } from '@tanstack/react-router'
import { Home } from './shell/home.tsx'
import { NotFound, ScreenFailed } from './shell/not-here.tsx'
import { Shell } from './shell/shell.tsx'

/** Pages are loaded when they are opened: `component: lazyRouteComponent(() => import('./pages/now.tsx'), 'NowPage')`. */
const root = createRootRoute({ component: Outlet, notFoundComponent: Standalone })

function Standalone() {
  return (
    <main className="grid gap-4 p-6">
      <NotFound />
    </main>
  )
}

/** Everything that needs someone signed in. */
const frame = createRoute({ getParentRoute: () => root, id: 'frame', component: Shell })

const home = createRoute({ getParentRoute: () => frame, path: '/', component: Home })

const tree = root.addChildren([frame.addChildren([home])])

export const router = createRouter({
  routeTree: tree,
  defaultPreload: 'intent',
  defaultErrorComponent: ScreenFailed,
  defaultNotFoundComponent: NotFound,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  // biome-ignore lint/style/useConsistentTypeDefinitions: only an interface can be added to from outside
  interface Register {
    router: typeof router
  }
}
