import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from './house.mjs'

const kept = join(projectRoot, 'openapi.json')

function firstDifference(before, after) {
  const [old, now] = [before.split('\n'), after.split('\n')]
  const index = now.findIndex((line, place) => line !== old[place])
  const at = index < 0 ? Math.min(old.length, now.length) : index
  return `openapi.json differs from the routes from line ${at + 1} on:\n- ${old[at] ?? ''}\n+ ${now[at] ?? ''}`
}

function main(args) {
  if (!existsSync(join(projectRoot, 'src/cli/main.ts')))
    return console.log('Skipped: there is no command that prints the API description yet.')
  const after = execFileSync(process.execPath, [join(projectRoot, 'bin/pilotage.mjs'), 'openapi'], { encoding: 'utf8', maxBuffer: 64e6 })
  if (!args.includes('--check')) return writeFileSync(kept, after)
  const before = existsSync(kept) ? readFileSync(kept, 'utf8') : ''
  if (before === after) return
  console.error(`${firstDifference(before, after)}\nIf the change is meant, run: npm run openapi, and commit openapi.json.`)
  process.exitCode = 1
}

main(process.argv.slice(2))
