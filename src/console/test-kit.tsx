import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { cleanup, render } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import axe from 'axe-core'
import type { ReactNode } from 'react'
import { afterEach, expect } from 'vitest'
import { UiProviders } from './ui/providers.tsx'

afterEach(cleanup)

/** Draws something as the console would, without a router, and gives a person to press keys. */
export function show(content: ReactNode) {
  return { person: userEvent.setup(), ...render(content, { wrapper: UiProviders }) }
}

/** The same for what holds links. */
export async function showAt(path: string, content: () => ReactNode) {
  const router = createRouter({
    routeTree: createRootRoute({ component: content }),
    history: createMemoryHistory({ initialEntries: [path] }),
  })
  const shown = show(<RouterProvider router={router as never} />)
  await router.load()
  await shown.findByText(/./, {}, { timeout: 3000 }).catch(() => null)
  return { router, ...shown }
}

/** Colours are measured on the tokens and in a real browser: here nothing is painted. */
const rules = { 'color-contrast': { enabled: false } }

/** Fails with every fault that axe finds, WCAG A to 2.2 AA. */
export async function expectAccessible(element: Element = document.body) {
  const { violations } = await axe.run(element, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], rules })
  expect(violations.map((fault) => `${fault.id}: ${fault.nodes.map((node) => node.html).join(' ')}`)).toEqual([])
}
