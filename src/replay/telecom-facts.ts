import type { Result } from './conversation.ts'
import { asFields, type Fields, numberOf, parseFields, parseJson, textOf, textsOf } from './json.ts'

/** The invented world's today, as the written policy states it. */
export const today = '2025-02-25'

/** A switch of the phone, as the last answer that showed it said. */
export type PhoneState = 'on' | 'off'

/** What the tools have answered so far. */
export type TelecomFacts = {
  customers: Map<string, Fields>
  lines: Map<string, Fields>
  plans: Map<string, Fields>
  bills: Map<string, Fields>
  usage: Map<string, Fields>
  /** True once the AI agent has seen the list of the customer's bills. */
  hasBillList: boolean
  /** Switches and settings of the phone by name: `airplane`, `data`, `apn` … */
  phone: Map<string, string>
}

export function nothingKnown(): TelecomFacts {
  return {
    customers: new Map(),
    lines: new Map(),
    plans: new Map(),
    bills: new Map(),
    usage: new Map(),
    hasBillList: false,
    phone: new Map(),
  }
}

export function learn(facts: TelecomFacts, { call, content }: Result): void {
  learnPhone(facts.phone, content)
  learnPayment(facts, content)
  if (call.name === 'get_data_usage') keep(facts.usage, 'line_id', parseFields(content))
  else if (call.name === 'get_bills_for_customer') learnBills(facts, parseJson(content))
  else learnRecord(facts, parseFields(content))
}

function learnRecord(facts: TelecomFacts, found: Fields | undefined): void {
  if (textsOf(found, 'line_ids')) keep(facts.customers, 'customer_id', found)
  else if (textOf(found, 'bill_id')) keep(facts.bills, 'bill_id', found)
  else if (textOf(found, 'line_id')) keep(facts.lines, 'line_id', found)
  else if (textOf(found, 'plan_id')) keep(facts.plans, 'plan_id', found)
  const changed = asFields(found?.line)
  if (changed) keep(facts.lines, 'line_id', changed)
}

function learnBills(facts: TelecomFacts, list: unknown): void {
  if (!Array.isArray(list)) return
  facts.hasBillList = true
  for (const bill of list) keep(facts.bills, 'bill_id', asFields(bill))
}

function keep(into: Map<string, Fields>, idName: string, found: Fields | undefined): void {
  const id = textOf(found, idName)
  if (found && id) into.set(id, found)
}

/** Requests and payments change a bill before it is read again. */
function learnPayment(facts: TelecomFacts, content: string): void {
  const paid = /^Payment of .* has been made for bill (\w+)/.exec(content)?.[1]
  const requested = /^Payment request sent .* for bill (\w+)/.exec(content)?.[1]
  const id = paid ?? requested
  if (id === undefined) return
  facts.bills.set(id, { ...facts.bills.get(id), bill_id: id, status: paid ? 'Paid' : 'Awaiting Payment' })
}

const signs: [string, RegExp, (match: RegExpExecArray) => string][] = [
  ['airplane', /Airplane Mode(?: is now|:) (ON|OFF)/, lower],
  ['data', /Mobile Data is now (ON|OFF)/, lower],
  ['data', /Mobile Data Enabled: (Yes|No)/, yesNo],
  ['roaming', /Data Roaming is now (ON|OFF)/, lower],
  ['roaming', /Data Roaming Enabled: (Yes|No)/, yesNo],
  ['data_saver', /Data Saver [Mm]ode is (?:now )?(ON|OFF)/, lower],
  ['wifi_calling', /Wi-Fi Calling is (?:now |currently turned )(ON|OFF)/, lower],
  ['wifi', /Wi-Fi (?:is turned|is now|Radio:) (ON|OFF)/, lower],
  ['vpn', /VPN is (?:turned )?(ON|OFF)/, lower],
  ['vpn', /VPN (dis)?connected successfully/, (match) => (match[1] ? 'off' : 'on')],
  ['network', /(?:Network Mode Preference|Preferred Network Mode set to): (\w+)/, lower],
  ['sim', /SIM card is (active|locked)/, lower],
  ['sim', /(No SIM card)/, () => 'missing'],
  ['sim', /SIM Card Status: (\w+)/, lower],
  ['apn', /Current APN Name: (\w+)/, lower],
  ['mmsc', /MMSC URL[^:]*: (\S+)/, (match) => (match[1] === 'Not' ? 'not_set' : 'set')],
]

function lower(match: RegExpExecArray): string {
  return (match[1] ?? '').toLowerCase()
}

function yesNo(match: RegExpExecArray): string {
  return match[1] === 'Yes' ? 'on' : 'off'
}

function learnPhone(phone: Map<string, string>, content: string): void {
  for (const [name, sign, read] of signs) {
    const match = sign.exec(content)
    if (match) phone.set(name, read(match))
  }
  const bar = /Status Bar: (.*)/.exec(content)?.[1]
  if (bar !== undefined) learnStatusBar(phone, bar)
  const granted = /has permission for: (.*)\./.exec(content)?.[1]
  if (granted !== undefined) phone.set('permissions', granted)
}

function learnStatusBar(phone: Map<string, string>, bar: string): void {
  phone.set('airplane', bar.includes('Airplane Mode') ? 'on' : 'off')
  phone.set('data_saver', bar.includes('Data Saver') ? 'on' : 'off')
  phone.set('vpn', bar.includes('VPN Connected') ? 'on' : 'off')
  if (bar.includes('Data Enabled')) phone.set('data', 'on')
  if (bar.includes('Data Disabled')) phone.set('data', 'off')
  phone.set('signal', /No Signal|Airplane Mode/.test(bar) ? 'none' : 'some')
}

/** Bills that are due and not paid, as far as the answers show; undefined until the AI agent has looked at the bills. */
export function overdueBills(facts: TelecomFacts): number | undefined {
  if (!facts.hasBillList && facts.bills.size === 0) return undefined
  return [...facts.bills.values()].filter((bill) => ['Overdue', 'Awaiting Payment'].includes(textOf(bill, 'status') ?? '')).length
}

/** Gigabytes above (positive) or below (negative) what the line may use this month. */
export function gigabytesOver(facts: TelecomFacts, lineId: unknown): number | undefined {
  const line = facts.lines.get(String(lineId))
  const usage = facts.usage.get(String(lineId))
  const used = numberOf(usage, 'data_used_gb') ?? numberOf(line, 'data_used_gb')
  const limit = numberOf(usage, 'data_limit_gb') ?? numberOf(planOf(facts, lineId), 'data_limit_gb')
  if (used === undefined || limit === undefined) return undefined
  return Math.round((used - limit - (refueled(facts, lineId) ?? 0)) * 100) / 100
}

/** Gigabytes bought on top this month. */
export function refueled(facts: TelecomFacts, lineId: unknown): number | undefined {
  return numberOf(facts.usage.get(String(lineId)), 'data_refueling_gb') ?? numberOf(facts.lines.get(String(lineId)), 'data_refueling_gb')
}

export function planOf(facts: TelecomFacts, lineId: unknown): Fields | undefined {
  return facts.plans.get(textOf(facts.lines.get(String(lineId)), 'plan_id') ?? '')
}
