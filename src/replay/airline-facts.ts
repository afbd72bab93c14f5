import type { Result } from './conversation.ts'
import { asFields, type Fields, fieldsOf, listOf, numberOf, parseFields, parseJson, sumKnown, textOf } from './json.ts'

/** Day and hour of the invented world, as the written policy states it; its clock has no time zone. */
export const today = '2024-05-15'
const nowMs = Date.parse('2024-05-15T15:00:00Z')

/** What the AI agent's tools have answered so far. */
export type AirlineFacts = {
  users: Map<string, Fields>
  reservations: Map<string, Fields>
  /** By flight number and date: route, seats and prices as a search showed them. */
  offers: Map<string, Fields>
  /** By flight number and date: what the status tool said. */
  statuses: Map<string, string>
  /** Reservations that were changed in this conversation. */
  changed: Set<string>
  lastReservation?: string
}

export function nothingKnown(): AirlineFacts {
  return { users: new Map(), reservations: new Map(), offers: new Map(), statuses: new Map(), changed: new Set() }
}

export function learn(facts: AirlineFacts, { call, content }: Result): void {
  if (call.name === 'get_user_details') learnUser(facts, String(call.arguments.user_id), parseFields(content))
  else if (call.name.startsWith('search_')) learnOffers(facts, call.arguments.date, parseJson(content))
  else if (call.name === 'get_flight_status')
    facts.statuses.set(flightKey(call.arguments.flight_number, call.arguments.date), content.trim().toLowerCase())
  else learnReservation(facts, call.name, parseFields(content))
}

function learnUser(facts: AirlineFacts, id: string, user: Fields | undefined): void {
  if (user) facts.users.set(id, user)
}

function learnReservation(facts: AirlineFacts, tool: string, found: Fields | undefined): void {
  const id = textOf(found, 'reservation_id')
  if (!found || id === undefined) return
  facts.reservations.set(id, found)
  facts.lastReservation = id
  if (tool !== 'get_reservation_details') facts.changed.add(id)
}

function learnOffers(facts: AirlineFacts, date: unknown, answer: unknown): void {
  if (!Array.isArray(answer)) return
  for (const item of answer.flat()) {
    const offer = asFields(item)
    const number = textOf(offer, 'flight_number')
    if (offer && number) facts.offers.set(flightKey(number, textOf(offer, 'date') ?? date), offer)
  }
}

export function flightKey(flight: unknown, date: unknown): string {
  return `${flight} ${date}`
}

/** Hours from booking to the world's now. */
export function hoursSinceBooking(reservation: Fields | undefined): number | undefined {
  const created = textOf(reservation, 'created_at')
  const createdMs = created === undefined ? Number.NaN : Date.parse(`${created}Z`)
  return Number.isNaN(createdMs) ? undefined : Math.round(((nowMs - createdMs) / 3_600_000) * 10) / 10
}

/** Whole days from the world's today to the first flight: negative when it has left. */
export function daysToDeparture(reservation: Fields | undefined): number | undefined {
  const dates = (listOf(reservation, 'flights') ?? []).map((flight) => textOf(flight, 'date')).filter((date) => date !== undefined)
  const first = dates.sort()[0]
  const days = first === undefined ? Number.NaN : (Date.parse(first) - Date.parse(today)) / 86_400_000
  return Number.isNaN(days) ? undefined : days
}

/** What the customer has paid for the reservation until now, less what went back. */
export function paidFor(reservation: Fields | undefined): number | undefined {
  const payments = listOf(reservation, 'payment_history')
  return payments === undefined ? undefined : sumKnown(payments.map((payment) => numberOf(payment, 'amount')))
}

/** What the status tool said of the reservation's flights; `not_checked` when the AI agent never asked. */
export function flightStatus(facts: AirlineFacts, reservation: Fields | undefined): 'cancelled' | 'delayed' | 'as_planned' | 'not_checked' {
  const flights = listOf(reservation, 'flights') ?? []
  const said = flights
    .map((flight) => facts.statuses.get(flightKey(flight.flight_number, flight.date)))
    .filter((status) => status !== undefined)
  if (said.length === 0) return 'not_checked'
  if (said.includes('cancelled')) return 'cancelled'
  return said.includes('delayed') ? 'delayed' : 'as_planned'
}

/** The price of one seat, from a search in this conversation. */
export function offeredPrice(facts: AirlineFacts, flight: Fields, cabin: string): number | undefined {
  return numberOf(fieldsOf(facts.offers.get(flightKey(flight.flight_number, flight.date)), 'prices'), cabin)
}

/** True when a search showed enough seats in this cabin on every flight; undefined when one was never looked up. */
export function hasSeats(facts: AirlineFacts, flights: Fields[], need: { cabin: string; seats: number }): boolean | undefined {
  const seats = flights.map((flight) => fieldsOf(facts.offers.get(flightKey(flight.flight_number, flight.date)), 'available_seats'))
  if (seats.some((found) => found === undefined)) return undefined
  return seats.every((found) => (numberOf(found, need.cabin) ?? 0) >= need.seats)
}

/** credit_card, gift_card or certificate: how the profile calls this payment method; undefined when it is not in the profile. */
export function paymentSource(user: Fields | undefined, paymentId: unknown): string | undefined {
  return typeof paymentId === 'string' ? textOf(fieldsOf(fieldsOf(user, 'payment_methods'), paymentId), 'source') : undefined
}
