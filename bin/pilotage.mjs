#!/usr/bin/env node
const needed = [20, 19]

function fail(message) {
  console.error(message)
  process.exitCode = 1
}

async function buildIfStale() {
  const { build } = await import('../scripts/build.mjs').catch((error) => {
    if (error.code === 'ERR_MODULE_NOT_FOUND') return { build: () => false }
    throw error
  })
  // On stderr, so that what a command prints can be piped.
  await build((line) => console.error(line))
}

async function start() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < needed[0] || (major === needed[0] && minor < needed[1]))
    return fail(
      `Pilotage needs Node ${needed.join('.')} or newer; this is ${process.versions.node}. Install a newer Node from https://nodejs.org and start again.`,
    )
  try {
    await buildIfStale()
    const { enableCompileCache } = await import('node:module')
    enableCompileCache?.()
    const { main } = await import('../dist/cli/main.js')
    const code = await main(process.argv.slice(2))
    if (typeof code === 'number') process.exitCode = code
  } catch (error) {
    fail(error instanceof Error ? explain(error) : String(error))
  }
}

function explain(error) {
  if (error.code === 'ERR_MODULE_NOT_FOUND' && !/dist/.test(error.message))
    return `${error.message}\nA package is missing. Run: npm install`
  return process.env.PILOTAGE_TRACE ? error.stack : error.message
}

await start()
