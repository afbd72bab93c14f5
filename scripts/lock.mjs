import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** An empty file is the lock of a process between creating it and writing its number, or of one that died there. */
async function isAbandoned(path) {
  const holder = Number(await readFile(path, 'utf8').catch(() => ''))
  if (holder > 0) return !isAlive(holder)
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }))
  return Date.now() - mtimeMs > 5_000
}

async function take(path) {
  try {
    await writeFile(path, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    if (await isAbandoned(path)) await rm(path, { force: true })
    return false
  }
}

/** Runs the work while holding a lock file. The lock of a process that died is taken over. */
export async function withLock(path, work) {
  const waitUntil = Date.now() + 120_000
  while (!(await take(path))) {
    if (Date.now() > waitUntil) throw new Error(`Another process has been building for two minutes. If none is, delete ${path}.`)
    await sleep(50)
  }
  try {
    return await work()
  } finally {
    await rm(path, { force: true })
  }
}
