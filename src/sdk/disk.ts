import { link, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { freshName } from './chance.ts'

/** Durable when it returns: written aside, readable for its owner alone, forced to the disk, and given its name. */
export async function writeDurably(directory: string, name: string, text: string): Promise<void> {
  const aside = await writeAside(directory, name, text)
  await rename(aside, join(directory, name))
  await syncDirectory(directory)
}

/** The same, unless something has that name: then nothing changes, and the answer is false. */
export async function writeFirst(directory: string, name: string, text: string): Promise<boolean> {
  const aside = await writeAside(directory, name, text)
  try {
    await giveName(aside, join(directory, name))
    await syncDirectory(directory)
    return true
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error
    return false
  } finally {
    await rm(aside, { force: true })
  }
}

/** A second link never replaces what is there. Where the file system has none, the last one stands. */
async function giveName(aside: string, to: string): Promise<void> {
  try {
    await link(aside, to)
  } catch (error) {
    if ((error as { code?: string }).code === 'EEXIST') throw error
    await rename(aside, to)
  }
}

/** Under a name of its own: another process may be writing the same thing. */
async function writeAside(directory: string, name: string, text: string): Promise<string> {
  const aside = join(directory, `${name}.${freshName()}.new`)
  const file = await open(aside, 'w', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  return aside
}

/** A new name is durable once its directory is. Where directories cannot be opened, the system sees to it. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r').catch(() => undefined)
  await handle?.sync().catch(() => {})
  await handle?.close()
}
