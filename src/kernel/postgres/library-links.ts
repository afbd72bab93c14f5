import { lstatSync, readFileSync, renameSync, symlinkSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

type Link = { source: string; target: string }

/**
 * npm packages cannot hold symbolic links, so the package makes those of its libraries in an install script. Where
 * install scripts are blocked we do it. Each link appears whole, and one that is there already is left alone.
 */
export function linkLibraries(root: string): void {
  for (const { source, target } of missingLinks(root)) {
    const link = join(root, '..', target)
    const fresh = `${link}.${process.pid}`
    symlinkSync(relative(dirname(target), source), fresh)
    renameSync(fresh, link)
  }
}

/** The links that the package lists and that are not there. */
export function missingLinks(root: string): Link[] {
  return readLinks(root).filter(({ target }) => lstatSync(join(root, '..', target), { throwIfNoEntry: false }) === undefined)
}

function readLinks(root: string): Link[] {
  try {
    return JSON.parse(readFileSync(join(root, 'pg-symlinks.json'), 'utf8'))
  } catch {
    return []
  }
}
