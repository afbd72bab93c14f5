import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '#kernel/config.ts'
import { insideCall } from '#server/inside-call.ts'
import { start } from '#server/main.ts'
import { furnish } from './furnish.mjs'

/** The product as it is, on the database at DATABASE_URL, with one team, one live AI agent and one standard. */
const dataDir = mkdtempSync(join(tmpdir(), 'pilotage-bench-data-'))
const config = readConfig({ ...process.env, PILOTAGE_PORT: '0', PILOTAGE_DATA_DIR: dataDir })
let link = ''
const started = await start(config, (line) => {
  link = /#(\S+)/.exec(line)?.[1] ?? link
})
const { running } = started
const token = await furnish({
  nobody: insideCall(running.app, ''),
  operator: insideCall(running.app, running.operatorKey),
  setupToken: link,
})
console.log(JSON.stringify({ port: Number(new URL(started.url).port), token, operatorKey: running.operatorKey }))
process.on('SIGTERM', async () => {
  await started.stop()
  rmSync(dataDir, { recursive: true, force: true })
  process.exit(0)
})
