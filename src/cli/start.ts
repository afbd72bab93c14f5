import { readConfig } from '#kernel/config.ts'
import { type Command, readArgs, say } from './command.ts'

/** Runs until it is told to stop; the first signal stops in order, the second at once. */
export const startCommand: Command = {
  summary: 'Start Pilotage on this machine',
  usage: `pilotage start

Settings are environment variables; \`pilotage doctor\` shows what is in force.
  PILOTAGE_PORT (4000)   PILOTAGE_HOST (127.0.0.1)   PILOTAGE_DATA_DIR (./data)   PILOTAGE_URL   DATABASE_URL`,
  async run(args) {
    readArgs(args, {})
    const { start } = await import('#server/main.ts')
    const told = whenTold()
    const started = await start(readConfig(), say, told).catch((error) => {
      if (told.aborted) return undefined
      throw error
    })
    if (started) await until(told)
    say('Stopping …')
    await started?.stop()
    return 0
  },
}

/** Aborted by the first signal, also while the start is under way. */
function whenTold(): AbortSignal {
  const told = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      process.once(signal, () => process.exit(1))
      told.abort()
    })
  return told.signal
}

function until(told: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (told.aborted) resolve()
    else told.addEventListener('abort', () => resolve(), { once: true })
  })
}

export const doctorCommand: Command = {
  summary: 'Say what was found on this machine and what is wrong',
  usage: 'pilotage doctor',
  async run(args) {
    readArgs(args, {})
    const { doctor } = await import('#server/doctor.ts')
    return doctor(readConfig(), say)
  },
}

export const openApiCommand: Command = {
  summary: 'Print the API as an OpenAPI 3.1 document',
  usage: 'pilotage openapi',
  async run(args) {
    readArgs(args, {})
    const { openApiDocument } = await import('#server/openapi.ts')
    say(JSON.stringify(openApiDocument(), null, 2))
    return 0
  },
}
