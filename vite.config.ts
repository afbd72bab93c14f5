import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const source = fileURLToPath(new URL('./src/', import.meta.url))

/** Where the console finds the API while it is being worked on. The built console is served by the server itself. */
const server = 'http://127.0.0.1:4000'

/** What every page needs, in one file that changes only with a new version of a library. */
const everywhere =
  /node_modules\/(react|react-dom|scheduler|use-sync-external-store|@tanstack\/(history|router-core|react-router|store|react-store|query-core|react-query))\//

type Graph = { getModuleInfo(id: string): { importedIds: string[]; dynamicallyImportedIds: string[] } | null }

/** Offered by a library beside what we take, and dropped from the built files: it must not draw what it needs into the frame. */
const isLeftOut = (id: string) => /base-ui\/react\/toast\/(positioner|arrow)\//.test(id)

/** Everything that these modules need before they can run. */
function needed(from: string[], graph: Graph): Set<string> {
  const seen = new Set(from)
  for (const id of seen) for (const next of graph.getModuleInfo(id)?.importedIds ?? []) if (!isLeftOut(next)) seen.add(next)
  return seen
}

/** The screen that people work in all day: what it shares with others comes with the frame, so that it waits for nothing else. */
const firstPage = `${source}console/pages/review.tsx`

/** What the frame needs, and of all else how many pages need it. */
type Reach = { frame: Set<string>; pagesOf: Map<string, number> }
let reach: Reach | undefined

/** Every page that is a route of these modules, and every part of a page that is loaded after it. */
function pagesIn(ids: Iterable<string>, graph: Graph): Set<string> {
  const pages = new Set<string>()
  const look = (id: string) => {
    for (const next of graph.getModuleInfo(id)?.dynamicallyImportedIds ?? []) if (next.includes('/console/pages/')) pages.add(next)
  }
  for (const id of ids) look(id)
  for (const id of pages) look(id)
  return pages
}

function reachOf(graph: Graph): Reach {
  if (reach) return reach
  const pagesOf = new Map<string, number>()
  const ofFirst = needed([firstPage], graph)
  for (const page of pagesIn(needed([main], graph), graph))
    for (const id of needed([page], graph)) pagesOf.set(id, (pagesOf.get(id) ?? 0) + 1)
  const shared = [...ofFirst].filter((id) => (pagesOf.get(id) ?? 0) > 1 || !/\/(slices\/[^/]+\/console|console\/pages)\//.test(id))
  reach = { frame: new Set([...needed([main], graph), ...shared]), pagesOf }
  return reach
}

const main = `${source}console/main.tsx`

/** The group of what pages share; null for what one page has to itself and for what is loaded later, such as a dialog. */
function groupOf(id: string, graph: Graph): string | null {
  const { frame, pagesOf } = reachOf(graph)
  const pages = pagesOf.get(id) ?? 0
  if (id === main || (pages === 0 && !frame.has(id))) return null
  if (frame.has(id)) return 'frame'
  return sharedBy(id, pages, graph)
}

const sliceOf = (id: string) => /\/slices\/([^/]+)\/(console|contract)/.exec(id)?.[1]

function sharedBy(id: string, pages: number, graph: Graph): string | null {
  if (pages === 1 && /\/contract(\.ts$|\/)|\/console\/pages\//.test(id)) return null
  if (/\/ui\/(checkbox|switch)\.tsx|base-ui\/react\/(checkbox|switch)\//.test(id)) return 'settings'
  const slice = sliceOf(id)
  if (slice === undefined) return besideSlices(id, graph)
  if (pages < 2 && !neededAgainLater.test(id)) return null
  return ofAiAgents.test(id) ? 'ai-agents' : (slicesApart.get(slice) ?? 'controls')
}

/** What a few pages share stands with the slices that it shows: else every page would load them. */
function besideSlices(id: string, graph: Graph): string {
  const shown = /\/console\/pages\//.test(id) ? (graph.getModuleInfo(id)?.importedIds ?? []).flatMap((next) => sliceOf(next) ?? []) : []
  return shown.some((one) => slicesApart.get(one) === 'figures') ? 'figures' : 'controls'
}

/** Needed by one page and by what comes after it: alone it would be a request of its own. */
const neededAgainLater = /\/slices\/weeks\/console\/words\.ts$/

/** Words and tables of AI agents: long, and of few pages. Their contract is of many. */
const ofAiAgents = /\/slices\/registry\/console\//

/** Seldom needed together with the others. */
const slicesApart = new Map([
  ['policy', 'settings'],
  ['identity', 'settings'],
  ...['quality', 'measures', 'monitoring', 'adoption', 'conversations', 'imports', 'usage', 'weeks', 'flow'].map(
    (slice): [string, string] => [slice, 'figures'],
  ),
])

/** Few files, so that a first load makes few requests; tests/console/budget.test.ts counts bytes and requests. */
const groups = [
  { name: 'libraries', test: everywhere, priority: 2 },
  { name: groupOf, debugName: 'by need', priority: 1 },
]

export default defineConfig({
  root: 'src/console',
  plugins: [react(), tailwindcss()],
  // The `source` condition of package.json "imports", said once more: the bundler reads no pattern that ends in `.ts`.
  resolve: {
    alias: [
      { find: /^#(kernel|slices|sdk|server|console)\/(.+)$/, replacement: `${source}$1/$2` },
      // Contracts are written with zod; the browser needs only their addresses. src/console/no-schemas.test.ts keeps the two in step.
      { find: /^zod\/mini$/, replacement: `${source}console/no-schemas.ts` },
    ],
  },
  build: {
    outDir: '../../dist/public',
    emptyOutDir: true,
    target: 'es2023',
    // The policy of the pages is `default-src 'self'`: nothing inline, and no data: address but for images.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: { groups, includeDependenciesRecursively: false },
      },
    },
  },
  server: { proxy: { '/api': server } },
})
