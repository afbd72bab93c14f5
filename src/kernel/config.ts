import { resolve } from 'node:path'
import * as z from 'zod/mini'
import { AppError } from './errors.ts'

const whole = (min: number, max: number) => z.coerce.number().check(z.int(), z.minimum(min), z.maximum(max))

const Env = z.object({
  PILOTAGE_HOST: z._default(z.string(), '127.0.0.1'),
  PILOTAGE_PORT: z._default(whole(0, 65_535), 4000),
  PILOTAGE_URL: z.optional(z.url()),
  PILOTAGE_KEY: z.optional(z.string().check(z.minLength(1))),
  PILOTAGE_DATA_DIR: z._default(z.string(), './data'),
  PILOTAGE_LOG_LEVEL: z._default(z.enum(['silent', 'error', 'warn', 'info', 'debug']), 'warn'),
  PILOTAGE_GROUP_FLOOR_PEOPLE: z._default(whole(5, 1000), 8),
  PILOTAGE_BATCH_MAX: z._default(whole(1, 1000), 100),
  PILOTAGE_SESSION_HOURS: z._default(whole(1, 24 * 30), 12),
  PILOTAGE_ALLOW_PRIVATE_TARGETS: z._default(z.stringbool('write true or false'), false),
  PILOTAGE_KEEP_RAW_TRANSCRIPTS: z._default(z.stringbool('write true or false'), false),
  DATABASE_URL: z.optional(z.string().check(z.regex(/^postgres(ql)?:\/\//, 'write postgres://user:password@host:port/database'))),
})

/** Everything that can be set, typed and inside its limits. */
export type Config = {
  host: string
  /** 0 takes any free port. */
  port: number
  /** The address that people use, when a proxy stands in front. */
  publicUrl?: string
  /** The API key that the command line uses. */
  apiKey?: string
  dataDir: string
  logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug'
  /** No figure is shown for a group of fewer people. Never below five. */
  groupFloorPeople: number
  /** Greatest number of decisions in one durable write. */
  batchMax: number
  sessionHours: number
  /** Whether messages may go to private addresses of this network, such as a mail server on the same machine. */
  allowPrivateTargets: boolean
  /** Whether texts of conversations are also kept as they came in. They are never shown; only whoever holds the database reads them. */
  keepsRawTranscripts: boolean
  /** A PostgreSQL server; without it the embedded one runs. */
  databaseUrl?: string
}

/** The only reader of the environment. Called once, by the door that starts the process. */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const found = Env.safeParse(env)
  if (!found.success) {
    const faults = found.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }))
    const list = faults.map((fault) => `${fault.path}: ${fault.message}`).join('; ')
    throw new AppError('invalid', `The settings cannot be used. ${list}.`, {
      faults,
      next: 'Correct these environment variables and start again.',
    })
  }
  const set = found.data
  return {
    host: set.PILOTAGE_HOST,
    port: set.PILOTAGE_PORT,
    publicUrl: set.PILOTAGE_URL,
    apiKey: set.PILOTAGE_KEY,
    dataDir: resolve(set.PILOTAGE_DATA_DIR),
    logLevel: set.PILOTAGE_LOG_LEVEL,
    groupFloorPeople: set.PILOTAGE_GROUP_FLOOR_PEOPLE,
    batchMax: set.PILOTAGE_BATCH_MAX,
    sessionHours: set.PILOTAGE_SESSION_HOURS,
    allowPrivateTargets: set.PILOTAGE_ALLOW_PRIVATE_TARGETS,
    keepsRawTranscripts: set.PILOTAGE_KEEP_RAW_TRANSCRIPTS,
    databaseUrl: set.DATABASE_URL,
  }
}
