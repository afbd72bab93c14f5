import type { Chance, Clock } from '#kernel/clock.ts'
import type { Config } from '#kernel/config.ts'
import type { Db } from '#kernel/db.ts'
import type { EpochWatch } from '#kernel/epoch.ts'
import type { WriteAudit } from '#kernel/verb.ts'
import type { Identify } from './authenticate.ts'
import type { SignIn } from './sign-in.ts'
import type { Tries } from './tries.ts'

export type IdentityParts = {
  db: Db
  clock: Clock
  chance: Chance
  audit: WriteAudit
  watch: EpochWatch
  config: Pick<Config, 'publicUrl' | 'sessionHours' | 'groupFloorPeople'>
  /** The token of the local operator, when there is one. */
  operatorKey?: string
}

/** Who may come in, and what the acts of identity share. */
export type Identity = {
  identify: Identify
  signIn: SignIn
  tries: Tries
  chance: Chance
  config: IdentityParts['config']
  /** A link for the first administrator, null when there is one already. Older links stop working. */
  setupLink(baseUrl: string): Promise<string | null>
  /** Throws when there is no such team. */
  requireTeam(id: string): Promise<void>
}
