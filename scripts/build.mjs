import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { withLock } from './lock.mjs'
import { isRunAs } from './run-as.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const dist = join(root, 'dist')
const stampFile = join(dist, 'built.json')
const workshop = join(root, '.build')

const isTest = (path) => /\.test\.tsx?$|\/(test-kit|world)\.tsx?$/.test(path)
const isConsole = (path) => /^src\/(.+\/)?console\//.test(path) || path.endsWith('.tsx')
const isServer = (path) => path.startsWith('src/') && !isConsole(path) && !isTest(path) && !/\.(md|mjs)$/.test(path)
const isAsset = (path) => isServer(path) && !path.endsWith('.ts')
/** What the browser may see, as in the fence `browser-sees-contracts-only`. */
const isBrowser = (path) => !isTest(path) && (isConsole(path) || /^src\/(sdk\/|kernel\/|slices\/[^/]+\/(contract|ids))/.test(path))

async function filesUnder(folder) {
  const entries = await readdir(join(root, folder), { withFileTypes: true, recursive: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      relative(root, join(entry.parentPath ?? entry.path, entry.name))
        .split(sep)
        .join('/'),
    )
    .sort()
}

async function digest(paths) {
  const hash = createHash('sha256').update(process.arch + process.platform)
  const bodies = await Promise.all(paths.map((path) => readFile(join(root, path)).catch(() => '')))
  for (const [index, path] of paths.entries()) hash.update(`\0${path}\0`).update(bodies[index])
  return hash.digest('hex')
}

async function inputs() {
  const sources = await filesUnder('src')
  const hasConsole = sources.includes('src/console/index.html')
  const server = [...sources.filter(isServer), 'tsconfig.json', 'tsconfig.build.json', 'package.json']
  const browser = [...sources.filter(isBrowser), 'vite.config.ts', 'tsconfig.json', 'package.json']
  return { sources, server: await digest(server), console: hasConsole ? await digest(browser) : null }
}

async function stamp() {
  return JSON.parse(await readFile(stampFile, 'utf8').catch(() => '{}'))
}

/** Runs a tool of ours; its output is shown only when it fails. */
function run(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.on('error', reject)
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`The build failed.\n${output}`))))
  })
}

function toolPath(packageName, file) {
  return join(dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`)), file)
}

async function buildServer(target, sources) {
  // Types are proven by `npm run check`; a start only needs them taken out.
  await run([toolPath('@typescript/native', 'bin/tsc'), '-p', 'tsconfig.build.json', '--noCheck', '--outDir', target])
  for (const path of sources.filter(isAsset)) await cp(join(root, path), join(target, path.slice('src/'.length)))
}

async function buildConsole(target) {
  await run([toolPath('vite', 'bin/vite.js'), 'build', '--outDir', join(target, 'public'), '--emptyOutDir', '--logLevel', 'warn'])
}

async function timed(say, name, work) {
  const begun = Date.now()
  await work()
  say(`Built the ${name} in ${((Date.now() - begun) / 1000).toFixed(1)} s.`)
}

/** Builds the stale half, takes the fresh half over, and swaps the whole folder in at once. */
async function rebuild(wanted, say) {
  const before = await stamp()
  const target = join(workshop, `dist-${process.pid}`)
  await rm(target, { recursive: true, force: true })
  await mkdir(target, { recursive: true })
  if (before.server === wanted.server) await cp(dist, target, { recursive: true, filter: (path) => path !== join(dist, 'public') })
  else await timed(say, 'server', () => buildServer(target, wanted.sources))
  if (wanted.console !== null && before.console === wanted.console)
    await cp(join(dist, 'public'), join(target, 'public'), { recursive: true })
  else if (wanted.console !== null) await timed(say, 'console', () => buildConsole(target))
  await writeFile(join(target, 'built.json'), JSON.stringify({ server: wanted.server, console: wanted.console }))
  await swapIn(target)
}

/** The lock spares work; this is what keeps `dist/` whole even if two builders ever meet here. */
async function swapIn(target, triesLeft = 5) {
  const old = join(workshop, `old-${process.pid}`)
  await rename(dist, old).catch((error) => {
    if (error.code !== 'ENOENT') throw error
  })
  try {
    await rename(target, dist)
  } catch (error) {
    if (triesLeft === 0 || !['ENOTEMPTY', 'EEXIST'].includes(error.code)) throw error
    await rm(old, { recursive: true, force: true })
    await swapIn(target, triesLeft - 1)
  }
  await rm(old, { recursive: true, force: true })
}

async function isFresh(wanted) {
  const built = await stamp()
  return built.server === wanted.server && built.console === wanted.console
}

/**
 * Makes `dist/` match the sources. Does nothing when it does already, or when there are no sources (an installed
 * package). Of two that build at once, the second waits and then finds the work done.
 */
export async function build(say = () => {}) {
  const wanted = await inputs()
  if (wanted.sources.length === 0 || (await isFresh(wanted))) return false
  await mkdir(workshop, { recursive: true })
  return withLock(join(workshop, 'lock'), async () => {
    const now = await inputs()
    if (await isFresh(now)) return false
    await rebuild(now, say)
    return true
  })
}

if (isRunAs(import.meta.url)) {
  build(console.log).then(
    (changed) => changed || console.log('The build is up to date.'),
    (error) => {
      console.error(error.message)
      process.exitCode = 1
    },
  )
}
