import { subjectOf } from './common.ts'
import { textOf } from './json.ts'
import type { Inputs, Meaning, Scene } from './mapping.ts'
import { overdueBills, type TelecomFacts } from './telecom-facts.ts'

type Seen = Scene<TelecomFacts>

/** Tools of the customer's own phone, which the AI agent operates where it works alone. */
export function onPhone(scene: Seen): Meaning | undefined {
  const { name } = scene.call
  const setting = switches[name]
  if (setting) return { decisionType: 'telecom.phone_switch', subject: subjectOf('phone', setting), inputs: flip(scene, setting) }
  const act = acts[name]
  if (act) return act(scene)
  if (/^(check_|run_speed_test|can_send_mms)/.test(name))
    return { decisionType: 'telecom.look_up', subject: 'phone:status', inputs: { what: 'phone', named: true } }
  return undefined
}

const switches: Record<string, string> = {
  toggle_airplane_mode: 'airplane',
  toggle_data: 'data',
  toggle_roaming: 'roaming',
  toggle_data_saver_mode: 'data_saver',
  toggle_wifi_calling: 'wifi_calling',
  toggle_wifi: 'wifi',
  connect_vpn: 'vpn',
  disconnect_vpn: 'vpn',
}

const fixed: Record<string, string> = { connect_vpn: 'on', disconnect_vpn: 'off' }

/** A toggle turns the other way round, so what it does depends on what it was: unknown until somebody looked. */
function flip({ call, facts }: Seen, setting: string): Inputs {
  const before = facts.phone.get(setting)
  const opposite = before === 'on' ? 'off' : 'on'
  return { setting, seen_before: before ?? 'not_looked', after: fixed[call.name] ?? (before === undefined ? 'not_known' : opposite) }
}

const acts: Record<string, (scene: Seen) => Meaning> = {
  reboot_device: ({ facts, heard }) => ({
    decisionType: 'telecom.phone_restart',
    subject: 'phone:restart',
    inputs: { what: 'phone', sim: facts.phone.get('sim') ?? 'not_looked', times_before: timesDone(heard.results, 'reboot_device') },
  }),
  reseat_sim_card: ({ facts, heard }) => ({
    decisionType: 'telecom.phone_restart',
    subject: 'phone:sim',
    inputs: { what: 'sim', sim: facts.phone.get('sim') ?? 'not_looked', times_before: timesDone(heard.results, 'reseat_sim_card') },
  }),
  set_network_mode_preference: ({ call, facts }) => ({
    decisionType: 'telecom.phone_network_mode',
    subject: 'phone:network_mode',
    inputs: { mode_after: textOf(call.arguments, 'mode'), mode_before: facts.phone.get('network') ?? 'not_looked' },
  }),
  reset_apn_settings: (scene) => apn(scene, 'reset'),
  set_apn_settings: (scene) => apn(scene, 'set'),
  grant_app_permission: ({ call, facts }) => ({
    decisionType: 'telecom.app_permission',
    subject: subjectOf('app', call.arguments.app_name),
    inputs: {
      app: textOf(call.arguments, 'app_name'),
      permission: textOf(call.arguments, 'permission'),
      looked: facts.phone.has('permissions'),
    },
  }),
  make_payment: ({ alone, facts }) => ({
    decisionType: 'telecom.make_payment',
    subject: 'bill:requested',
    inputs: { customer_there: !alone, bills_waiting: overdueBills(facts) },
  }),
}

function apn({ facts }: Seen, how: string): Meaning {
  const name = facts.phone.get('apn')
  const isBroken = name !== undefined && (name === 'broken' || facts.phone.get('mmsc') === 'not_set')
  const seen = isBroken ? 'wrong' : 'right'
  return { decisionType: 'telecom.phone_apn', subject: 'phone:apn', inputs: { how, seen_before: name === undefined ? 'not_looked' : seen } }
}

function timesDone(results: Seen['heard']['results'], tool: string): number {
  return results.filter((result) => result.call.name === tool && !result.error).length
}
