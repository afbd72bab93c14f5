import { spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { join } from 'node:path'
import { openHouse, projectRoot } from './house.mjs'

const usage = `npm run test:chance -- [rounds | seed=N]

Runs every property test with seeds of its own, ten rounds unless told otherwise, and names the seeds that found something.
\`npm test\` always draws the same cases; this looks elsewhere (requests to routes have FUZZ_SEED). Once a seed is known: npm run test:chance -- seed=N`

function seedsFrom(argument = '10') {
  const [, seed] = /^seed=(\d+)$/.exec(argument) ?? []
  if (seed) return [Number(seed)]
  if (!/^[1-9]\d*$/.test(argument)) throw new Error(usage)
  return Array.from({ length: Number(argument) }, () => randomInt(2 ** 31))
}

const { files } = await openHouse()
const propertyTests = files
  .filter(({ path, text }) => /\.test\.tsx?$/.test(path) && text.includes("'fast-check'") && !text.includes('FUZZ_SEED'))
  .map(({ path }) => path)

function isGreen(seed) {
  console.log(`Seed ${seed}:`)
  const args = [join(projectRoot, 'node_modules/vitest/vitest.mjs'), 'run', '--reporter=dot', ...propertyTests]
  return (
    spawnSync(process.execPath, args, { cwd: projectRoot, stdio: 'inherit', env: { ...process.env, CHANCE_SEED: `${seed}` } }).status === 0
  )
}

const seeds = seedsFrom(process.argv[2])
const red = seeds.filter((seed) => !isGreen(seed))
console.log(red.length === 0 ? `${seeds.length} seeds, nothing found.` : `Found something with: ${red.join(', ')}`)
process.exitCode = red.length === 0 ? 0 : 1
