import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openHouse, projectRoot } from './house.mjs'
import { quickTests } from './quick-tests.mjs'

const bin = (path) => join(projectRoot, 'node_modules', path)
const script = (name, ...args) => ({ args: [join(projectRoot, 'scripts', `${name}.mjs`), ...args] })

/** What must hold before the tests are worth running. Each is one Node program that says what is wrong and exits with 1. */
const steps = [
  { name: 'build', ...script('build') },
  { name: 'format and lint', args: [bin('@biomejs/biome/bin/biome'), 'check', '.', '--error-on-warnings', '--max-diagnostics=50'] },
  { name: 'types', args: [bin('@typescript/native/bin/tsc'), '--noEmit', '-p', 'tsconfig.json'] },
  { name: 'fences', ...script('fences') },
  { name: 'sizes', ...script('sizes', '--check') },
  { name: 'map', ...script('map', '--check') },
  { name: 'unused code', args: [bin('knip/bin/knip.js'), '--no-progress', '--tsConfig', 'tsconfig.build.json'] },
  { name: 'openapi.json', ...script('openapi', '--check') },
]

function run(args, stdio) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: projectRoot, stdio: ['ignore', stdio, stdio] })
    let output = ''
    child.stdout?.on('data', (chunk) => (output += chunk))
    child.stderr?.on('data', (chunk) => (output += chunk))
    child.on('error', (error) => resolve({ ok: false, output: error.message }))
    child.on('close', (code) => resolve({ ok: code === 0, output }))
  })
}

const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`

async function runStep({ name, args }) {
  const begun = Date.now()
  const { ok, output } = await run(args, 'pipe')
  console.log(`${ok ? 'passed' : 'FAILED'}  ${name.padEnd(16)} ${seconds(begun)}`)
  if (!ok) console.log(`\n${output.trimEnd()}\n`)
  else if (output.startsWith('Skipped')) console.log(`        ${output.trim()}`)
  return ok
}

function counted(reportPath, ok) {
  if (!existsSync(reportPath)) return { passed: 0, failed: 1 }
  const report = JSON.parse(readFileSync(reportPath, 'utf8'))
  const unread = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length
  const failed = report.numFailedTests + unread
  return { passed: report.numPassedTests, failed: failed === 0 && !ok ? 1 : failed }
}

async function runTests(isFast) {
  const folder = mkdtempSync(join(tmpdir(), 'pilotage-check-'))
  const report = join(folder, 'tests.json')
  const choice = isFast ? ['--config', 'vitest.fast.config.ts', ...quickTests(await openHouse())] : []
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const { ok } = await run([bin('vitest/vitest.mjs'), 'run', ...choice, ...reporters], 'inherit')
  const counts = counted(report, ok)
  rmSync(folder, { recursive: true, force: true })
  return counts
}

async function main(args) {
  const begun = Date.now()
  const isFast = args.includes('--fast')
  let passed = 0
  for (const step of steps) {
    if (!(await runStep(step))) return finish(begun, { passed, failed: 1 })
    passed += 1
  }
  console.log(isFast ? 'The tests that need no database and no browser:' : 'The tests:')
  const tests = await runTests(isFast)
  finish(begun, { passed: passed + tests.passed, failed: tests.failed })
}

function finish(begun, { passed, failed }) {
  console.log(`Checked in ${seconds(begun)}.`)
  console.log(`${passed} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
}

await main(process.argv.slice(2))
