import { handOff, note, subjectOf, unknownTool, wasNamed } from './common.ts'
import { consentIn, customerNamed, customerSaid, spellingsOfAmount } from './consent.ts'
import { type Fields, numberOf, textOf, textsOf } from './json.ts'
import { handOffTool, type Inputs, type Mapping, type Meaning, type Scene } from './mapping.ts'
import { gigabytesOver, learn, nothingKnown, overdueBills, planOf, refueled, type TelecomFacts, today } from './telecom-facts.ts'
import { onPhone } from './telecom-phone.ts'

type Seen = Scene<TelecomFacts>

/** Telecom: lines, bills and data of a customer, and repairs of the phone where the AI agent works alone. */
export const telecom: Mapping<TelecomFacts> = {
  domain: 'telecom',
  nothingKnown,
  learn,
  meaning(scene) {
    const write = writes[scene.call.name]
    if (write) return write(scene)
    if (scene.call.name === handOffTool) return handOff('telecom', scene)
    if (scene.call.name === 'think' || scene.call.name === 'calculate') return note('telecom', scene)
    return onPhone(scene) ?? look(scene) ?? unknownTool('telecom', scene)
  },
}

const writes: Record<string, (scene: Seen) => Meaning> = {
  refuel_data: (scene) => onLine('telecom.refuel_data', scene, () => refuel(scene)),
  resume_line: (scene) => onLine('telecom.resume_line', scene, (line) => resume(scene, line)),
  suspend_line: (scene) =>
    onLine('telecom.suspend_line', scene, (line) => ({
      consent: consentOf(scene, []),
      line_status: textOf(line, 'status'),
      reason: textOf(scene.arguments, 'reason'),
    })),
  enable_roaming: (scene) => onLine('telecom.set_roaming', scene, (line) => roaming(scene, line, true)),
  disable_roaming: (scene) => onLine('telecom.set_roaming', scene, (line) => roaming(scene, line, false)),
  send_payment_request: (scene) => ({
    decisionType: 'telecom.request_payment',
    subject: subjectOf('bill', scene.arguments.bill_id),
    inputs: requestPayment(scene),
  }),
}

function onLine(decisionType: string, scene: Seen, inputs: (line: Fields | undefined) => Inputs): Meaning {
  const line = scene.facts.lines.get(String(scene.arguments.line_id))
  return {
    decisionType,
    subject: subjectOf('line', scene.arguments.line_id),
    inputs: {
      failed_tries: scene.failedTries,
      own_line: ownLine(scene, line),
      ...inputs(line),
    },
  }
}

/** The line belongs to the customer that was looked up, and it is the number the conversation is about. */
function ownLine(scene: Seen, line: Fields | undefined): boolean | undefined {
  const customer = scene.facts.customers.get(String(scene.arguments.customer_id))
  const number = textOf(line, 'phone_number')
  if (!customer || number === undefined) return undefined
  const isTheirs = textsOf(customer, 'line_ids')?.includes(String(scene.arguments.line_id)) ?? false
  return isTheirs && (customerNamed(scene.heard, number) || wasLookedUpBy(scene, number))
}

function wasLookedUpBy({ heard }: Seen, number: string): boolean {
  return heard.results.some((result) => result.call.arguments.phone_number === number)
}

/** Where the AI agent works alone nobody is there to say yes, and that is known. */
function consentOf(scene: Seen, details: string[][]) {
  return scene.alone ? 'no_customer' : consentIn(scene.heard, details)
}

function refuel(scene: Seen): Inputs {
  const { facts, arguments: wanted } = scene
  const gigabytes = numberOf(wanted, 'gb_amount')
  const perGigabyte = numberOf(planOf(facts, wanted.line_id), 'data_refueling_price_per_gb')
  const price = gigabytes === undefined || perGigabyte === undefined ? undefined : Math.round(gigabytes * perGigabyte * 100) / 100
  const named = consentOf(scene, [[`${gigabytes} gb`, `${gigabytes}gb`, `${gigabytes?.toFixed(1)} gb`]])
  const priced = price === undefined ? 'none' : consentOf(scene, [spellingsOfAmount(price).map((amount) => `$${amount}`)])
  return {
    consent: scene.alone ? 'no_customer' : named,
    price_agreed: scene.alone ? false : priced === 'yes',
    gigabytes,
    refueled_before: refueled(facts, wanted.line_id),
    gigabytes_over: gigabytesOver(facts, wanted.line_id),
    price,
  }
}

function resume(scene: Seen, line: Fields | undefined): Inputs {
  const ends = textOf(line, 'contract_end_date')
  return {
    line_status: textOf(line, 'status'),
    contract_ended: ends === undefined ? undefined : ends < today,
    overdue_bills: overdueBills(scene.facts),
  }
}

function roaming(scene: Seen, line: Fields | undefined, on: boolean): Inputs {
  const isAbroad = customerSaid(
    scene.heard,
    /\b(abroad|travel+ing|travel+ed|overseas|another country|foreign|france|trip|vacation|roaming)\b/i,
  )
  const unknown = scene.alone ? 'no_customer' : 'not_said'
  return {
    switched: on ? 'on' : 'off',
    roaming_now: typeof line?.roaming_enabled === 'boolean' ? line.roaming_enabled : undefined,
    abroad: isAbroad ? 'said' : unknown,
  }
}

function requestPayment(scene: Seen): Inputs {
  const { facts, arguments: wanted } = scene
  const bill = facts.bills.get(String(wanted.bill_id))
  const customer = facts.customers.get(String(wanted.customer_id))
  const others = [...facts.bills.values()].filter((other) => textOf(other, 'bill_id') !== wanted.bill_id)
  return {
    failed_tries: scene.failedTries,
    own_bill:
      bill &&
      customer &&
      (textOf(bill, 'customer_id') === wanted.customer_id || textsOf(customer, 'bill_ids')?.includes(String(wanted.bill_id))),
    bill_status: textOf(bill, 'status')?.toLowerCase().replaceAll(' ', '_'),
    amount: numberOf(bill, 'total_due'),
    others_waiting: others.filter((other) => textOf(other, 'status') === 'Awaiting Payment').length,
    bills_listed: facts.hasBillList,
  }
}

function look(scene: Seen): Meaning | undefined {
  const { name, arguments: wanted } = scene.call
  const looks: Record<string, { what: string; id: unknown }> = {
    get_customer_by_phone: { what: 'customer', id: wanted.phone_number },
    get_customer_by_id: { what: 'customer', id: wanted.customer_id },
    get_customer_by_name: { what: 'customer', id: wanted.full_name },
    get_details_by_id: { what: 'record', id: wanted.id },
    get_bills_for_customer: { what: 'bills', id: wanted.customer_id },
    get_data_usage: { what: 'usage', id: wanted.line_id },
  }
  const found = looks[name]
  if (!found) return undefined
  // Alone, the AI agent begins with a number from its task, which is not part of the conversation.
  const isStart = scene.alone && found.what === 'customer' && scene.heard.results.length === 0
  return {
    decisionType: 'telecom.look_up',
    subject: subjectOf(found.what, found.id),
    inputs: { what: found.what, named: isStart || wasNamed(scene, found.id) },
  }
}
