import type { InputOf } from '#kernel/contract.ts'
import type { createChannel } from '#slices/notifications/contract.ts'

type NewChannel = InputOf<typeof createChannel>
type Least = Pick<NewChannel, 'name' | 'target'> & Partial<NewChannel>

/** A channel of the whole organisation that is on, unless told otherwise. */
export function newChannel(least: Least): NewChannel {
  return { teamId: null, events: [], aiAgentId: null, isOn: true, ...least }
}

/** An e-mail channel that leads to a mail server of a test. */
export function mailTo(port: number): NewChannel {
  const target = { kind: 'smtp' as const, host: '127.0.0.1', port, security: 'none' as const, from: 'pilotage@example.com' }
  return newChannel({ name: 'Mail', target })
}
