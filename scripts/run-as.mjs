import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** True when this module is the program itself and not imported by another one. */
export function isRunAs(moduleUrl) {
  return process.argv[1] !== undefined && realpathSync(process.argv[1]) === realpathSync(fileURLToPath(moduleUrl))
}
