import { defineConfig } from 'vitest/config'
import full from './vitest.config.ts'

/** `npm run torture`: minutes of kills under load. By hand only; the short one is `tests/journeys/kill.test.ts`. */
export default defineConfig({ ...full, test: { ...full.test, globalSetup: [], include: ['tests/torture/*.long.ts'] } })
