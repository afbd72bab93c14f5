import type { Config } from '#kernel/config.ts'
import type { Ctx } from '#kernel/verb.ts'

/** The address that people use: as it is set, else the one under which the caller reached us. */
export function publicUrlOf(config: Pick<Config, 'publicUrl'>, ctx: Ctx): string {
  const host = ctx.exchange?.headers.host
  return config.publicUrl?.replace(/\/$/, '') ?? `http://${typeof host === 'string' ? host : 'localhost'}`
}
