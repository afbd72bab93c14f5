import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A standard's file as it is shipped. */
export type StandardFile = { file: string; text: string }

/** The shipped standards of the given domains, in the order of their names. */
export function shippedStandards(root: string, domains: readonly string[]): StandardFile[] {
  return domains.flatMap((domain) => {
    const folder = join(root, 'standards', domain)
    const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'))
    return names.sort().map((name) => ({ file: `standards/${domain}/${name}`, text: readFileSync(join(folder, name), 'utf8') }))
  })
}
