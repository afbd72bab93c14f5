import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as policy from '#slices/policy/contract.ts'
import { faultInWords, type ReadStandard, readStandard, standardJsonSchema } from '#slices/policy/offline.ts'
import { type Command, complain, connect, connection, readArgs, say, UsageError } from './command.ts'

export const standardsCommand: Command = {
  summary: 'Check, try out, apply and export standards as YAML files',
  usage: `pilotage standards check  <file or folder>…             read and type-check, no server needed
pilotage standards test   <file or folder>…             the same, and every example must hold
pilotage standards apply  <file or folder>… --reason …  publish on the server what differs from it
pilotage standards export <folder>                      write every standard in force as a file
pilotage standards schema                               the JSON Schema of a standard, for editors

  --url, --key   another server than the one on this machine`,
  async run(args) {
    const [act = '', ...rest] = args
    const run = acts[act]
    if (!run) throw new UsageError(this.usage)
    return run(rest)
  },
}

const acts: Record<string, (args: string[]) => Promise<number>> = {
  check: async (args) => judge(await readFiles(readArgs(args, {}).positionals), { examples: false }),
  test: async (args) => judge(await readFiles(readArgs(args, {}).positionals), { examples: true }),
  apply,
  export: exportAll,
  async schema() {
    say(JSON.stringify(standardJsonSchema, null, 2))
    return 0
  },
}

type ReadFile = { file: string; text: string; found: ReadStandard }

async function readFiles(paths: string[]): Promise<ReadFile[]> {
  if (paths.length === 0) throw new UsageError('Name a file or a folder.')
  const files = (await Promise.all(paths.map(filesIn))).flat().sort()
  if (files.length === 0) throw new UsageError(`There are no .yaml files in ${paths.join(', ')}.`)
  return Promise.all(
    files.map(async (file) => {
      const text = await readFile(file, 'utf8')
      return { file, text, found: readStandard(text, file) }
    }),
  )
}

async function filesIn(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path]
  const names = await readdir(path, { recursive: true })
  return names.filter((name) => /\.ya?ml$/.test(name)).map((name) => join(path, name))
}

/** Prints what is wrong, and answers 1 when anything is. */
function judge(files: ReadFile[], options: { examples: boolean }): number {
  let wrong = 0
  let examples = 0
  for (const { file, found } of files) {
    for (const fault of found.faults) complain(faultInWords(fault))
    wrong += found.faults.filter((fault) => !fault.warning).length
    if (!options.examples) continue
    examples += found.examples.length
    for (const example of found.examples.filter((one) => !one.holds)) {
      wrong += 1
      complain(
        `${file}: “${example.name}” expects ${example.expected} and gets ${example.got}: ${example.reasons.map((reason) => reason.because).join(' ')}`,
      )
    }
  }
  const count = `${files.length} ${files.length === 1 ? 'standard' : 'standards'}${options.examples ? `, ${examples} examples` : ''}`
  say(wrong === 0 ? `${count}: all well.` : `${count}: ${wrong} to correct.`)
  return wrong === 0 ? 0 : 1
}

async function apply(args: string[]): Promise<number> {
  const { values, positionals } = readArgs(args, { ...connection, reason: { type: 'string', short: 'r' } })
  if (!values.reason) throw new UsageError('Say why with --reason; everybody can read it in the log.')
  const files = await readFiles(positionals)
  if (judge(files, { examples: true }) !== 0) return 1
  const { call } = await connect(values)
  for (const { file, text } of files) {
    const applied = await call(policy.apply, { text, file, reason: values.reason })
    say(`${applied.id.padEnd(40)} ${applied.change === 'unchanged' ? 'in force already' : `${applied.change}, version ${applied.version}`}`)
  }
  return 0
}

async function exportAll(args: string[]): Promise<number> {
  const { values, positionals } = readArgs(args, connection)
  const [folder] = positionals
  if (!folder) throw new UsageError('Name the folder to write to.')
  const { call } = await connect(values)
  await mkdir(folder, { recursive: true })
  let count = 0
  let after: string | undefined
  do {
    const page = await call(policy.listStandards, { limit: 200, after })
    for (const one of page.items) {
      if (one.published === null) continue
      const { text } = await call(policy.getVersion, { id: one.id, version: one.published })
      await writeFile(join(folder, `${one.id}.yaml`), text)
      count += 1
    }
    after = page.next ?? undefined
  } while (after !== undefined)
  say(`${count} standards written to ${folder}.`)
  return 0
}
