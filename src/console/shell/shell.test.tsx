// @vitest-environment happy-dom
import { QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRoute, createRouter, Outlet, RouterProvider } from '@tanstack/react-router'
import { Activity, Scale } from 'lucide-react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { forgetPressed } from '#console/keys.ts'
import { createQueryClient } from '#console/query.ts'
import { type Screen, screens } from '#console/screens.ts'
import { expectAccessible, show } from '#console/test-kit.tsx'
import { PageHeader } from '#console/ui/page-header.tsx'
import { Home } from './home.tsx'
import { type Me, may } from './me.tsx'
import { NotFound } from './not-here.tsx'
import { Shell } from './shell.tsx'

const now: Screen = { path: '/now', group: 'work', label: () => 'Now', icon: Activity, letter: 'n', scope: 'decisions:read' }
const policy: Screen = { path: '/policy', group: 'organisation', label: () => 'Policy', icon: Scale, letter: 'l', scope: 'standards:read' }
const shipped = [...screens]

const me = (rights: Me['rights']): Me => ({
  kind: 'person',
  person: { id: 'p', name: 'Amara Okafor', email: 'amara@example.org' },
  roles: [],
  rights,
  installation: { groupFloorPeople: 8, publicUrl: '' },
})

const reader: Me['rights'] = { 'decisions:read': ['billing'], 'standards:read': 'all' }

beforeEach(() => {
  screens.splice(0, screens.length, now, policy)
  forgetPressed()
})

afterEach(() => {
  screens.splice(0, screens.length, ...shipped)
  vi.unstubAllGlobals()
})

const problem = (status: number, code: string) => new Response(JSON.stringify({ status, code, detail: 'No.' }), { status })

async function open(path: string, rights: Me['rights'] | Response = reader) {
  const fetch = vi.fn(async (url: string, init?: RequestInit) => {
    if (init?.method === 'DELETE') return new Response('{}')
    if (url === '/api/v1/me') return rights instanceof Response ? rights.clone() : new Response(JSON.stringify(me(rights)))
    return new Response(new ReadableStream())
  })
  vi.stubGlobal('fetch', fetch)
  const root = createRootRoute({ component: Outlet })
  const frame = createRoute({ getParentRoute: () => root, id: 'frame', component: Shell })
  const page = (at: string, title: string) =>
    createRoute({ getParentRoute: () => frame, path: at, component: () => <PageHeader title={title} question={`${title}?`} /> })
  const home = createRoute({ getParentRoute: () => frame, path: '/', component: Home })
  const signIn = createRoute({ getParentRoute: () => root, path: '/sign-in', component: () => <p>Please sign in</p> })
  const routeTree = root.addChildren([signIn, frame.addChildren([home, page('/now', 'Now'), page('/policy', 'Policy')])])
  const router = createRouter({ routeTree, history: createMemoryHistory({ initialEntries: [path] }), defaultNotFoundComponent: NotFound })
  const client = createQueryClient(() => void router.navigate({ to: '/sign-in' as '/' }))
  const shown = show(
    <QueryClientProvider client={client}>
      <RouterProvider router={router as never} />
    </QueryClientProvider>,
  )
  return { router, fetch, client, ...shown }
}

test('the rail shows what a person may open, and groups without a screen are left out', async () => {
  const { findByRole, queryByRole, getByRole } = await open('/now', { 'decisions:read': ['billing'] })
  expect((await findByRole('link', { name: 'Now' })).getAttribute('aria-current')).toBe('page')
  expect(queryByRole('link', { name: 'Policy' })).toBeNull()
  expect(queryByRole('heading', { name: 'Organisation' })).toBeNull()
  expect(getByRole('navigation', { name: 'Main' })).toBeTruthy()
})

test('the first address leads to the first screen that a person may open', async () => {
  const { findByRole } = await open('/', { 'standards:read': 'all' })
  await findByRole('heading', { name: 'Policy?' })
})

test('a screen without the right to it says so instead of failing', async () => {
  const { findByRole } = await open('/policy', { 'decisions:read': 'all' })
  await findByRole('heading', { name: 'You may not open this screen' })
})

test('an address without a page says so inside the frame', async () => {
  const { findByRole, getByRole } = await open('/nowhere-else')
  await findByRole('heading', { name: 'There is no such page' })
  expect(getByRole('link', { name: 'To the first screen' })).toBeTruthy()
})

test('without a session the sign-in page opens', async () => {
  const { findByText } = await open('/now', problem(401, 'not_signed_in'))
  await findByText('Please sign in')
})

test('g and a letter go to a screen; focus and title follow', async () => {
  const { person, router, findByRole } = await open('/now')
  await findByRole('heading', { name: 'Now?' })
  await person.keyboard('gl')
  await findByRole('heading', { name: 'Policy?' })
  expect(router.state.location.pathname).toBe('/policy')
  await expect.poll(() => document.activeElement?.id).toBe('content')
  expect(document.title).toBe('Policy · Pilotage')
})

test('the first Tab reaches the skip link, which leads to the content', async () => {
  const { person, findByRole } = await open('/now')
  await findByRole('heading', { name: 'Now?' })
  await person.tab()
  expect(document.activeElement?.textContent).toBe('Skip to the content')
  expect(document.querySelector(document.activeElement?.getAttribute('href') ?? '')?.tagName).toBe('MAIN')
})

test('Ctrl K finds a screen by name and goes there', async () => {
  const { person, findByRole } = await open('/now')
  await findByRole('heading', { name: 'Now?' })
  await person.keyboard('{Control>}k{/Control}')
  await person.type(await findByRole('combobox', { name: 'Search and jump' }), 'pol')
  await person.keyboard('{Enter}')
  await findByRole('heading', { name: 'Policy?' })
})

test('the question mark opens the legend, where letter keys can be switched off and on', async () => {
  const { person, findByRole, getByRole } = await open('/now')
  await findByRole('heading', { name: 'Now?' })
  await person.keyboard('?')
  const legend = await findByRole('dialog', { name: 'Keys' })
  expect(legend.textContent).toContain('Go to Policy')
  await person.click(getByRole('button', { name: 'Switch letter keys off' }))
  await person.click(await findByRole('button', { name: 'Switch letter keys on' }))
})

test('the menu of a narrow screen holds the same links', async () => {
  const { person, findByRole, getByRole } = await open('/now')
  await findByRole('heading', { name: 'Now?' })
  await person.click(getByRole('button', { name: 'Menu' }))
  const menu = await findByRole('dialog', { name: 'Menu' })
  expect([...menu.querySelectorAll('a')].map((link) => link.textContent)).toEqual(['Now', 'Policy'])
})

test('signing out ends the session, empties what was read and opens the sign-in page', async () => {
  const { person, findByRole, findByText, fetch, client } = await open('/now')
  await person.click(await findByRole('button', { name: 'Menu of Amara Okafor' }))
  await person.click(await findByRole('menuitem', { name: 'Sign out' }))
  await findByText('Please sign in')
  expect(fetch.mock.calls.some(([url, init]) => url === '/api/v1/session' && init?.method === 'DELETE')).toBe(true)
  expect(client.getQueryCache().getAll()).toEqual([])
})

test('the frame passes axe', async () => {
  const { findByRole } = await open('/now')
  await findByRole('heading', { name: 'Now?' })
  await expectAccessible()
})

test('a right for some teams covers exactly those teams', () => {
  const person = me(reader)
  expect([may(person, 'decisions:read'), may(person, 'decisions:read', 'billing'), may(person, 'decisions:read', 'orders')]).toEqual([
    true,
    true,
    false,
  ])
  expect([may(person, 'standards:read', 'orders'), may(person, 'people:read')]).toEqual([true, false])
})
