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

export default defineConfig({
  root: 'src/console',
  plugins: [react(), tailwindcss()],
  // The `source` condition of package.json "imports", said once more: the bundler reads no pattern that ends in `.ts`.
  resolve: { alias: [{ find: /^#(kernel|slices|sdk|server|console)\/(.+)$/, replacement: `${source}$1/$2` }] },
  build: {
    outDir: '../../dist/public',
    emptyOutDir: true,
    target: 'es2023',
    // The policy of the pages is `default-src 'self'`: nothing inline, and no data: address but for images.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'libraries', test: everywhere }] } } },
  },
  server: { proxy: { '/api': server } },
})
