import { AppError } from '#kernel/errors.ts'
import { CallError } from '#sdk/call.ts'
import { type Command, complain, say, UsageError } from './command.ts'

/** Loaded only when asked for, so that `pilotage standards check` does not load a server. */
const commands: Record<string, () => Promise<Command>> = {
  start: async () => (await import('./start.ts')).startCommand,
  doctor: async () => (await import('./start.ts')).doctorCommand,
  standards: async () => (await import('./standards.ts')).standardsCommand,
  registry: async () => (await import('./registry.ts')).registryCommand,
  ledger: async () => (await import('./ledger.ts')).ledgerCommand,
  replay: async () => (await import('./replay.ts')).replayCommand,
  import: async () => (await import('./import.ts')).importCommand,
  rebuild: async () => (await import('./rebuild.ts')).rebuildCommand,
  capacity: async () => (await import('./capacity.ts')).capacityCommand,
  openapi: async () => (await import('./start.ts')).openApiCommand,
}

/** The command line. Answers the exit code; undefined leaves the process running. */
export async function main(argv: string[]): Promise<number | undefined> {
  const [name = 'help', ...args] = argv
  const load = commands[name]
  if (!load) {
    await help(name)
    return name === 'help' || name === '--help' || name === '-h' ? 0 : 1
  }
  const command = await load()
  if (args.includes('--help') || args.includes('-h')) {
    say(command.usage)
    return 0
  }
  try {
    return await command.run(args)
  } catch (error) {
    return explain(error, command)
  }
}

function explain(error: unknown, command: Command): number {
  const { code } = error as { code?: string }
  if (error instanceof CallError) {
    complain(error.message)
    for (const fault of error.problem.faults ?? []) complain(`  ${fault.path}: ${fault.message}`)
  } else if (error instanceof AppError) complain([error.message, error.details.next].filter(Boolean).join(' '))
  else if (error instanceof UsageError) complain(error.message)
  else if (code?.startsWith('ERR_PARSE_ARGS')) complain(`${(error as Error).message}\n\n${command.usage}`)
  else if (code === 'ENOENT') complain(`There is no file ${(error as { path?: string }).path}.`)
  else if (error instanceof TypeError && error.message === 'fetch failed')
    complain('The server does not answer. Is it running, and is the address right?')
  else throw error
  return 1
}

async function help(asked: string): Promise<void> {
  if (!asked.endsWith('help') && asked !== '-h') complain(`There is no command ${asked}.\n`)
  say('pilotage: the control plane between AI agents and the people who answer for them\n')
  for (const [name, load] of Object.entries(commands)) say(`  pilotage ${name.padEnd(10)} ${(await load()).summary}`)
  say('\nMore about one: pilotage <command> --help')
}
