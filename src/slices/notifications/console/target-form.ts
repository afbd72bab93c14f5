import type { AskOf } from '#console/query.ts'
import type { OutputOf } from '#kernel/contract.ts'
import type { createChannel, listChannels } from '../contract.ts'

export type Channel = OutputOf<typeof listChannels>['items'][number]
export type Kind = Channel['kind']
type Target = AskOf<typeof createChannel>['target']

/** What stands in the fields of a target, of whichever kind. */
export type TargetForm = {
  url: string
  routingKey: string
  host: string
  port: string
  security: 'starttls' | 'tls' | 'none'
  username: string
  password: string
  from: string
}

const empty: TargetForm = { url: '', routingKey: '', host: '', port: '587', security: 'starttls', username: '', password: '', from: '' }

export function targetFormOf(channel: Channel | undefined): TargetForm {
  const settings = channel?.settings
  if (!settings || settings.kind === 'slack') return empty
  if (settings.kind === 'smtp') {
    const { host, port, security, username, from } = settings
    return { ...empty, host, port: String(port), security, username: username ?? '', from }
  }
  if (settings.kind === 'alertmanager') return { ...empty, url: settings.url, username: settings.username ?? '' }
  return { ...empty, url: settings.url }
}

const given = <Name extends string>(name: Name, text: string) =>
  text.trim() === '' ? {} : ({ [name]: text.trim() } as { [N in Name]: string })

export function targetOf(kind: Kind, form: TargetForm): Target {
  const url = form.url.trim()
  if (kind === 'slack' || kind === 'webhook') return { kind, url }
  if (kind === 'pagerduty') return { kind, routingKey: form.routingKey.trim(), ...given('url', url) }
  const signIn = { ...given('username', form.username), ...(form.password === '' ? {} : { password: form.password }) }
  if (kind === 'alertmanager') return { kind, url, ...signIn }
  return { kind, host: form.host.trim(), port: Number(form.port), security: form.security, from: form.from.trim(), ...signIn }
}

/** Whether a stored secret stays as it is: nothing of a target that cannot be shown was filled in. */
export function keepsTarget(channel: Channel, form: TargetForm): boolean {
  if (channel.kind === 'slack') return form.url.trim() === ''
  if (channel.kind === 'pagerduty') return form.routingKey.trim() === ''
  return JSON.stringify(form) === JSON.stringify(targetFormOf(channel))
}
