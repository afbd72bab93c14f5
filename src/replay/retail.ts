import { handOff, note, subjectOf, unknownTool, wasNamed } from './common.ts'
import { consentIn, customerSaid } from './consent.ts'
import type { Result } from './conversation.ts'
import { type Fields, fieldsOf, flagOf, listOf, numberOf, parseFields, sumKnown, textOf, textsOf } from './json.ts'
import { handOffTool, type Inputs, type Mapping, type Meaning, type Scene } from './mapping.ts'

/** What the AI agent's tools have answered so far. */
export type RetailFacts = {
  /** Customers found by e-mail address, or by name and postcode: the written policy's way to be sure who writes. */
  authenticated: Set<string>
  users: Map<string, Fields>
  orders: Map<string, Fields>
  /** By item id: its product, price and whether it is in stock. */
  items: Map<string, { product: string; price?: number; isAvailable?: boolean }>
}

type Seen = Scene<RetailFacts>

/** Retail: cancellations, changes, returns and exchanges of orders. */
export const retail: Mapping<RetailFacts> = {
  domain: 'retail',
  nothingKnown: () => ({ authenticated: new Set(), users: new Map(), orders: new Map(), items: new Map() }),
  learn,
  meaning(scene) {
    const write = writes[scene.call.name]
    if (write) return write(scene)
    if (scene.call.name === handOffTool) return handOff('retail', scene)
    if (scene.call.name === 'think' || scene.call.name === 'calculate') return note('retail', scene)
    return look(scene) ?? unknownTool('retail', scene)
  },
}

function learn(facts: RetailFacts, { call, content }: Result): void {
  if (call.name.startsWith('find_user_id')) facts.authenticated.add(content.trim())
  const found = parseFields(content)
  if (!found) return
  const order = textOf(found, 'order_id')
  if (order) facts.orders.set(order, found)
  else if (textOf(found, 'user_id')) facts.users.set(textOf(found, 'user_id') ?? '', found)
  const product = textOf(found, 'product_id')
  if (product) learnVariants(facts, product, fieldsOf(found, 'variants'))
  for (const item of listOf(found, 'items') ?? []) learnItem(facts, item)
}

function learnVariants(facts: RetailFacts, product: string, variants: Fields | undefined): void {
  for (const id of Object.keys(variants ?? {})) {
    const variant = fieldsOf(variants, id)
    facts.items.set(id, { product, price: numberOf(variant, 'price'), isAvailable: flagOf(variant, 'available') })
  }
}

/** An item of an order says its product and what was paid; a variant seen in the catalogue says more and is kept. */
function learnItem(facts: RetailFacts, item: Fields): void {
  const id = textOf(item, 'item_id')
  const product = textOf(item, 'product_id')
  if (id && product && !facts.items.has(id)) facts.items.set(id, { product, price: numberOf(item, 'price') })
}

const writes: Record<string, (scene: Seen) => Meaning> = {
  cancel_pending_order: (scene) =>
    onOrder('retail.cancel_order', scene, (order) => ({
      consent: consentFor(scene),
      reason: textOf(scene.arguments, 'reason'),
      order_total: totalOf(order),
    })),
  modify_pending_order_items: (scene) => onOrder('retail.change_items', scene, (order) => swap(scene, order)),
  exchange_delivered_order_items: (scene) => onOrder('retail.exchange_items', scene, (order) => swap(scene, order)),
  return_delivered_order_items: (scene) => onOrder('retail.return_items', scene, (order) => giveBack(scene, order)),
  modify_pending_order_address: (scene) =>
    onOrder('retail.change_order_address', scene, (order) => ({
      consent: consentFor(scene),
      ...address(scene),
      order_total: totalOf(order),
    })),
  modify_pending_order_payment: (scene) => onOrder('retail.change_payment', scene, (order) => payOtherwise(scene, order)),
  modify_user_address: (scene) => ({
    decisionType: 'retail.change_default_address',
    subject: subjectOf('customer', scene.arguments.user_id),
    inputs: {
      identified: scene.facts.authenticated.has(String(scene.arguments.user_id)),
      failed_tries: scene.failedTries,
      consent: consentIn(scene.heard, [[textOf(scene.arguments, 'address1') ?? '']]),
      ...address(scene),
    },
  }),
}

function onOrder(decisionType: string, scene: Seen, inputs: (order: Fields | undefined) => Inputs): Meaning {
  const order = scene.facts.orders.get(String(scene.arguments.order_id))
  return {
    decisionType,
    subject: subjectOf('order', scene.arguments.order_id),
    inputs: {
      identified: order && scene.facts.authenticated.has(textOf(order, 'user_id') ?? ''),
      failed_tries: scene.failedTries,
      status: textOf(order, 'status'),
      ...inputs(order),
    },
  }
}

/** The proposal has to name the order, or the things in it that the call is about. */
function consentFor({ heard, facts, arguments: wanted }: Seen) {
  const order = facts.orders.get(String(wanted.order_id))
  const ids = textsOf(wanted, 'item_ids')
  const items = (listOf(order, 'items') ?? []).filter((item) => !ids || ids.includes(textOf(item, 'item_id') ?? ''))
  return consentIn(heard, [[String(wanted.order_id), ...items.map((item) => textOf(item, 'name') ?? String(wanted.order_id))]])
}

function totalOf(order: Fields | undefined): number | undefined {
  const items = listOf(order, 'items')
  return items && sumKnown(items.map((item) => numberOf(item, 'price')))
}

/** Inputs of a change of items before delivery and of an exchange after it: the same questions. */
function swap(scene: Seen, order: Fields | undefined): Inputs {
  const { facts, arguments: wanted } = scene
  const from = textsOf(wanted, 'item_ids')
  const to = textsOf(wanted, 'new_item_ids')
  const old = from?.map((id) => facts.items.get(id))
  const next = to?.map((id) => facts.items.get(id))
  const areKnown = old?.every((item) => item !== undefined) && next?.every((item) => item !== undefined)
  return {
    consent: consentFor(scene),
    items: from?.length,
    other_items: order && from && (listOf(order, 'items') ?? []).length > from.length,
    items_in_order: order && from && areIn(order, from),
    same_products:
      areKnown && old && next ? old.length === next.length && old.every((item, at) => item?.product === next[at]?.product) : undefined,
    in_stock: next?.some((item) => item?.isAvailable === undefined) ? undefined : next?.every((item) => item?.isAvailable),
    price_difference: priceDifference(old, next),
    asked_for_all: wasAskedForAll(scene),
    ...paysWith(scene, order, priceDifference(old, next)),
  }
}

type Item = { price?: number } | undefined

function priceDifference(old: Item[] | undefined, next: Item[] | undefined): number | undefined {
  const before = old && sumKnown(old.map((item) => item?.price))
  const after = next && sumKnown(next.map((item) => item?.price))
  return before === undefined || after === undefined ? undefined : Math.round((after - before) * 100) / 100
}

/** True when every item is in the order, as often as it is asked for. */
function areIn(order: Fields, ids: string[]): boolean {
  const left = (listOf(order, 'items') ?? []).map((item) => textOf(item, 'item_id'))
  return ids.every((id) => {
    const at = left.indexOf(id)
    if (at >= 0) left.splice(at, 1)
    return at >= 0
  })
}

/** These tools work once for an order, so the customer must be asked whether that is all. */
function wasAskedForAll({ heard }: Seen): boolean {
  const asks =
    /\b(all (of )?(the )?(items?|changes?|products?)|any (other|more|additional) (items?|changes?)|anything else|other items|only (item|change)|that('|’)?s all|everything)\b/i
  return (
    heard.agentTexts.some((text) => asks.test(text)) ||
    customerSaid(heard, /\b(that('|’)?s (all|everything|it)|no other (items?|changes?)|just (that|the)|only)\b/i)
  )
}

function paysWith({ facts, arguments: wanted }: Seen, order: Fields | undefined, difference: number | undefined): Inputs {
  const user = facts.users.get(textOf(order, 'user_id') ?? '')
  const method = fieldsOf(fieldsOf(user, 'payment_methods'), String(wanted.payment_method_id))
  const balance = numberOf(method, 'balance')
  return {
    payment: user && (textOf(method, 'source') ?? 'not_in_profile'),
    gift_card_suffices: user && difference !== undefined ? balance === undefined || balance >= difference : undefined,
  }
}

function giveBack(scene: Seen, order: Fields | undefined): Inputs {
  const { facts, arguments: wanted } = scene
  const ids = textsOf(wanted, 'item_ids')
  const user = facts.users.get(textOf(order, 'user_id') ?? '')
  const paidWith = (listOf(order, 'payment_history') ?? []).map((entry) => textOf(entry, 'payment_method_id'))
  const method = String(wanted.payment_method_id)
  const source = textOf(fieldsOf(fieldsOf(user, 'payment_methods'), method), 'source')
  const fallback = source === 'gift_card' ? 'gift_card' : 'other'
  const prices = ids?.map((id) =>
    numberOf(
      (listOf(order, 'items') ?? []).find((item) => textOf(item, 'item_id') === id),
      'price',
    ),
  )
  return {
    consent: consentFor(scene),
    items: ids?.length,
    items_in_order: order && ids && areIn(order, ids),
    refund: prices && sumKnown(prices),
    refund_to: order && paidWith.includes(method) ? 'original' : order && user && fallback,
  }
}

function payOtherwise(scene: Seen, order: Fields | undefined): Inputs {
  const paidWith = (listOf(order, 'payment_history') ?? []).map((entry) => textOf(entry, 'payment_method_id'))
  const total = totalOf(order)
  return {
    consent: consentFor(scene),
    order_total: total,
    is_other_method: order && !paidWith.includes(String(scene.arguments.payment_method_id)),
    ...paysWith(scene, order, total),
  }
}

/** Where the new address comes from: the customer's own records, the customer's words, or neither. */
function address({ arguments: wanted, facts, heard }: Seen): Inputs {
  const street = textOf(wanted, 'address1')
  const zip = textOf(wanted, 'zip')
  if (street === undefined || zip === undefined) return {}
  const records = [...facts.users.values(), ...facts.orders.values()].map((record) => fieldsOf(record, 'address'))
  const isOnRecord = records.some((known) => textOf(known, 'address1') === street && textOf(known, 'zip') === zip)
  const said = heard.customerTexts.join('\n').toLowerCase()
  const wasSaid = said.includes(street.toLowerCase()) && said.includes(zip)
  if (isOnRecord) return { address_from: 'records' }
  return { address_from: wasSaid ? 'customer' : 'nowhere' }
}

function look(scene: Seen): Meaning | undefined {
  const { name } = scene.call
  const looks: Record<string, { what: string; id?: unknown }> = {
    find_user_id_by_email: { what: 'customer', id: scene.arguments.email },
    find_user_id_by_name_zip: { what: 'customer', id: scene.arguments.zip },
    get_user_details: { what: 'customer', id: scene.arguments.user_id },
    get_order_details: { what: 'order', id: scene.arguments.order_id },
    get_product_details: { what: 'product' },
    list_all_product_types: { what: 'product' },
  }
  const found = looks[name]
  if (!found) return undefined
  return {
    decisionType: 'retail.look_up',
    subject: found.what === 'order' ? subjectOf('order', found.id) : 'conversation',
    inputs: { what: found.what, named: found.what === 'product' || wasNamed(scene, found.id) },
  }
}
