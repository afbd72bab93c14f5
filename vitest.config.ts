import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const source = fileURLToPath(new URL('./src/', import.meta.url))

export default defineConfig({
  // The `source` condition of package.json "imports", said once more: the bundler reads no pattern that ends in `.ts`.
  resolve: { alias: [{ find: /^#(kernel|slices|server|sdk|cli|replay|console)\/(.+)$/, replacement: `${source}$1/$2` }] },
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'tests/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'dist/**'],
    globalSetup: ['./tests/embedded.ts'],
    setupFiles: ['./tests/same-chance.ts'],
    pool: 'forks',
    execArgv: ['--import', fileURLToPath(new URL('./tests/read-typescript.mjs', import.meta.url))],
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
