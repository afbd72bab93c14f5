import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const here = import.meta.dirname

/** Starts a Node process of the benchmark and waits for its first line, which is JSON. */
export async function startPart(name, args = [], env = {}) {
  const child = spawn(process.execPath, ['--max-semi-space-size=32', join(here, name), ...args], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const gone = new Promise((resolve) => child.once('exit', resolve))
  const lines = createInterface({ input: child.stdout })
  const first = await Promise.race([
    new Promise((resolve) => lines.once('line', resolve)),
    gone.then((code) => Promise.reject(new Error(`${name} ended with ${code}`))),
  ])
  return { child, ready: JSON.parse(first), stop: () => child.kill('SIGTERM') && gone }
}

/** Runs the load and answers what it measured. */
export async function load({ port, path, token, body, connections = 64, seconds, first = 0 }) {
  const child = spawn(process.execPath, [join(here, 'load.mjs'), port, connections, seconds, path, token, first], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.end(body)
  let out = ''
  for await (const chunk of child.stdout) out += chunk
  return JSON.parse(out)
}

const ticksPerSecond = 100

function statOf(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number)
  return { parent: fields[1], own: fields[11] + fields[12], children: fields[13] + fields[14] }
}

function allProcesses() {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        return [{ pid: Number(name), ...statOf(name) }]
      } catch {
        return []
      }
    })
}

function below(pid, all) {
  const found = new Set([pid])
  for (let grew = true; grew; ) {
    grew = false
    for (const one of all) if (found.has(one.parent) && !found.has(one.pid)) grew = found.add(one.pid) !== undefined
  }
  return all.filter((one) => found.has(one.pid))
}

/** A process and everything below it. Linux only. */
export const familyOf = (pid) => below(pid, allProcesses()).map((one) => one.pid)

/** CPU seconds that a process and everything below it have used. Linux only: elsewhere it is not known (null). */
export function cpuSeconds(pid) {
  if (process.platform !== 'linux') return null
  return below(pid, allProcesses()).reduce((sum, one) => sum + one.own + one.children, 0) / ticksPerSecond
}

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
export const spread = (values, digits = 2) =>
  `${median(values).toFixed(digits)} (${Math.min(...values).toFixed(digits)} to ${Math.max(...values).toFixed(digits)})`
