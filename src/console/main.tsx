import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createQueryClient } from './query.ts'
import { router } from './router.tsx'
import { followSystemTheme } from './theme.ts'
import { UiProviders } from './ui/providers.tsx'

/** To the sign-in page, and back to the same place afterwards. */
function askToSignIn() {
  const { pathname, href } = router.state.location
  if (pathname === '/sign-in') return
  router.history.push(`/sign-in?from=${encodeURIComponent(href)}`)
}

const place = document.getElementById('console')
if (!place) throw new Error('The page has no place for the console.')

followSystemTheme()

createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={createQueryClient(askToSignIn)}>
      <UiProviders>
        <RouterProvider router={router} />
      </UiProviders>
    </QueryClientProvider>
  </StrictMode>,
)
