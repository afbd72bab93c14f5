import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

export const root = join(import.meta.dirname, '../..')

export type Fault = { rule: string; path: string; line?: number; message: string }

const run = promisify(execFile)

/** Runs a script of ours and returns what it printed, whatever its exit code. */
export async function output(args: string[], cwd = root): Promise<string> {
  return run(process.execPath, args, { cwd, maxBuffer: 64e6 }).then(
    ({ stdout }) => stdout,
    (failure: { stdout: string; stderr: string }) => failure.stdout + failure.stderr,
  )
}

/** A small house in a folder of its own: the real settings and floors, with these files. The caller removes it. */
export function plantHouse(files: Record<string, string>): { at: string; remove(): void } {
  const at = mkdtempSync(join(tmpdir(), 'pilotage-fence-'))
  for (const path of ['package.json', 'tsconfig.json', 'biome.json', 'src/floors.mjs']) cpSync(join(root, path), join(at, path))
  symlinkSync(join(root, 'node_modules'), join(at, 'node_modules'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(at, path)), { recursive: true })
    writeFileSync(join(at, path), text)
  }
  return { at, remove: () => rmSync(at, { recursive: true, force: true }) }
}

export async function faultsIn(house: string): Promise<Fault[]> {
  const printed = await output([join(root, 'scripts/fences.mjs'), '--root', house, '--json'])
  return JSON.parse(printed)
}
