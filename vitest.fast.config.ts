import { defineConfig } from 'vitest/config'
import full from './vitest.config.ts'

/** The same tests without the database: `npm run check:fast` names the files that need none. */
export default defineConfig({ ...full, test: { ...full.test, globalSetup: [] } })
