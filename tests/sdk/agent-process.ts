import { spawn } from 'node:child_process'
import { join } from 'node:path'

export type AgentProcess = { lines(): string[]; kill(): Promise<void>; ended: Promise<void> }

/** An AI agent in a process of its own, with the built client. It says a line for each thing that happened. */
export function agentProcess(built: string, options: Record<string, unknown>, body: string): AgentProcess {
  const script = `
    import { createPilotage } from ${JSON.stringify(join(built, 'index.js'))}
    const options = ${JSON.stringify(options)}
    const pilotage = createPilotage(options)
    ${body}`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', (chunk) => {
    said += chunk
  })
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()))
  return {
    lines: () => said.split('\n').slice(0, -1),
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
    ended,
  }
}
