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
    setupFiles: ['./tests/same-chance.ts', './tests/patience.ts'],
    pool: 'forks',
    execArgv: ['--import', fileURLToPath(new URL('./tests/read-typescript.mjs', import.meta.url))],
    maxWorkers: 2,
    // Nobody waits for a green test: these only say when to give up, also on a machine with other work.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 15_000 } },
  },
})
