import {
  type AirlineFacts,
  daysToDeparture,
  flightStatus,
  hasSeats,
  hoursSinceBooking,
  learn,
  nothingKnown,
  offeredPrice,
  paidFor,
  paymentSource,
} from './airline-facts.ts'
import { extraCost, flightChangeOf, isSameRoute } from './airline-flights.ts'
import { countIn, handOff, note, subjectOf, unknownTool, wasNamed } from './common.ts'
import { consentIn, customerNamed, customerSaid, spellingsOfAmount } from './consent.ts'
import { type Fields, fieldsOf, listOf, numberOf, sumKnown, textOf } from './json.ts'
import { handOffTool, type Inputs, type Mapping, type Meaning, type Scene } from './mapping.ts'

type Seen = Scene<AirlineFacts>

/** Airline: bookings, changes, cancellations and certificates of a customer who writes in. */
export const airline: Mapping<AirlineFacts> = {
  domain: 'airline',
  nothingKnown,
  learn,
  meaning(scene) {
    const write = writes[scene.call.name]
    if (write) return write(scene)
    if (scene.call.name === handOffTool) return handOff('airline', scene)
    if (scene.call.name === 'think' || scene.call.name === 'calculate') return note('airline', scene)
    return look(scene) ?? unknownTool('airline', scene)
  },
}

const writes: Record<string, (scene: Seen) => Meaning> = {
  book_reservation: (scene) => ({
    decisionType: 'airline.book_reservation',
    subject: subjectOf('customer', scene.arguments.user_id),
    inputs: book(scene),
  }),
  cancel_reservation: (scene) => onReservation('airline.cancel_reservation', scene, cancel),
  update_reservation_flights: (scene) => onReservation('airline.change_flights', scene, changeFlights),
  update_reservation_baggages: (scene) => onReservation('airline.change_bags', scene, changeBags),
  update_reservation_passengers: (scene) => onReservation('airline.change_passengers', scene, changePassengers),
  send_certificate: (scene) => ({
    decisionType: 'airline.send_certificate',
    subject: subjectOf('customer', scene.arguments.user_id),
    inputs: certificate(scene),
  }),
}

type About = { reservation: Fields | undefined; user: Fields | undefined }

function onReservation(decisionType: string, scene: Seen, inputs: (scene: Seen, about: About) => Inputs): Meaning {
  const id = scene.arguments.reservation_id
  const reservation = typeof id === 'string' ? scene.facts.reservations.get(id) : undefined
  const user = scene.facts.users.get(textOf(reservation, 'user_id') ?? '')
  return {
    decisionType,
    subject: subjectOf('reservation', id),
    inputs: {
      identified: reservation && customerNamed(scene.heard, textOf(reservation, 'user_id')),
      failed_tries: scene.failedTries,
      cabin: cabinOf(reservation),
      ...inputs(scene, { reservation, user }),
    },
  }
}

function cancel(scene: Seen, { reservation }: About): Inputs {
  return {
    consent: consentIn(scene.heard, [[textOf(reservation, 'reservation_id') ?? '', 'cancel']]),
    reason: cancelReason(scene),
    hours_since_booking: hoursSinceBooking(reservation),
    days_to_departure: daysToDeparture(reservation),
    insured: insured(reservation),
    flight_status: reservation && flightStatus(scene.facts, reservation),
    refund: paidFor(reservation),
    changed_before: reservation && scene.facts.changed.has(textOf(reservation, 'reservation_id') ?? ''),
  }
}

const reasons: [string, RegExp][] = [
  ['health', /\b(sick|unwell|ill|illness|health|medical|injur\w*|hospital\w*|surgery|covid|flu|doctor)\b/i],
  ['weather', /\b(weather|storm|hurricane|snow\w*)\b/i],
  ['airline_cancelled', /\b(airline|flights? (was|were|has been|have been|got)|you) cancel+ed\b/i],
  [
    'change_of_plan',
    /\b(change (of|in) (\w+ ){0,2}plans?|plans? (has |have |just )?changed|changed? (\w+ )?(mind|plans?)|schedule|(can('|’)?t|cannot|won('|’)?t( be able to)?) (make|go|travel|fly)|no longer (need|want|able|going|travel\w*|fly\w*))\b/i,
  ],
  [
    'other',
    /\b(because|emergency|passed away|death|died|funeral|meeting|wedding|family|work|conflict|mistake|accident\w*|(personal|other|specific) reasons?|reason is|free (up )?my seat|release my seat)\b/i,
  ],
]

/** The reason in the customer's own words, the newest first; not known until the customer gave one. */
function cancelReason({ heard }: Seen): string | undefined {
  for (const [reason, words] of reasons) if (customerSaid(heard, words)) return reason
  return undefined
}

function book(scene: Seen): Inputs {
  const { facts, heard, arguments: wanted } = scene
  const user = facts.users.get(String(wanted.user_id))
  const flights = listOf(wanted, 'flights')
  const passengers = countIn(wanted.passengers)
  const cabin = textOf(wanted, 'cabin')
  const payments = listOf(wanted, 'payment_methods')
  const sources = (payments ?? []).map((payment) => paymentSource(user, payment.payment_id))
  const total = payments && sumKnown(payments.map((payment) => numberOf(payment, 'amount')))
  return {
    identified: customerNamed(heard, textOf(wanted, 'user_id')),
    consent: consentIn(heard, [...flightDetails(flights), ...amountDetails(total)]),
    failed_tries: scene.failedTries,
    membership: textOf(user, 'membership'),
    cabin,
    passengers,
    fare: fareOf(facts, { flights, cabin, passengers }),
    paid: total,
    seats: flights && cabin && passengers !== undefined ? hasSeats(facts, flights, { cabin, seats: passengers }) : undefined,
    bags: numberOf(wanted, 'total_baggages'),
    paid_bags: numberOf(wanted, 'nonfree_baggages'),
    bags_discussed: customerSaid(heard, bagWords),
    insurance: insured(wanted),
    insurance_discussed: discussed(scene, /insur/i),
    payment_in_profile: user && payments && sources.every((source) => source !== undefined),
    funds_suffice: user && payments?.every((payment) => covers(user, payment)),
    certificates: user && sources.filter((source) => source === 'certificate').length,
    cards: user && sources.filter((source) => source === 'credit_card').length,
    gift_cards: user && sources.filter((source) => source === 'gift_card').length,
  }
}

const bagWords = /\b(bag|bags|baggage\w*|luggage|suitcases?|carry-?on)\b/i

function fareOf(facts: AirlineFacts, wanted: { flights?: Fields[]; cabin?: string; passengers?: number }): number | undefined {
  const { flights, cabin, passengers } = wanted
  if (!flights || cabin === undefined || passengers === undefined) return undefined
  const seat = sumKnown(flights.map((flight) => offeredPrice(facts, flight, cabin)))
  return seat === undefined ? undefined : seat * passengers
}

/** True when a gift card or certificate holds at least what is to be taken from it; cards have no known limit. */
function covers(user: Fields, payment: Fields): boolean {
  const method = fieldsOf(fieldsOf(user, 'payment_methods'), textOf(payment, 'payment_id') ?? '')
  const balance = numberOf(method, 'amount')
  return method !== undefined && (balance === undefined || balance + 0.005 >= (numberOf(payment, 'amount') ?? Number.POSITIVE_INFINITY))
}

function changeFlights(scene: Seen, { reservation, user }: About): Inputs {
  const { facts, heard, arguments: wanted } = scene
  const change = reservation && flightChangeOf(reservation, wanted)
  const passengers = countIn(reservation?.passengers)
  const seats = change && passengers !== undefined ? { cabin: change.cabin, seats: passengers } : undefined
  return {
    consent: consentIn(heard, change?.isFlightChange === false ? [[change.cabin]] : flightDetails(change?.added)),
    cabin_after: change?.cabin,
    flights_change: change?.isFlightChange,
    cabin_change: change?.isCabinChange,
    same_route: change && isSameRoute(facts, change),
    days_to_departure: daysToDeparture(reservation),
    extra_cost: change && extraCost(facts, change),
    seats: change && seats && hasSeats(facts, change.isCabinChange ? change.after : change.added, seats),
    payment: paymentFor(wanted.payment_id, { reservation, user }),
  }
}

/** What kind of payment method it is: from the profile, or because the reservation was paid with it. */
function paymentFor(paymentId: unknown, { reservation, user }: About): string | undefined {
  const paidWith = (listOf(reservation, 'payment_history') ?? []).map((payment) => payment.payment_id)
  const usedBefore = paidWith.includes(paymentId) ? /^(credit_card|gift_card|certificate)_/.exec(String(paymentId))?.[1] : undefined
  return paymentSource(user, paymentId) ?? usedBefore ?? (user && 'not_in_profile')
}

function changeBags(scene: Seen, { reservation, user }: About): Inputs {
  const bags = numberOf(scene.arguments, 'total_baggages')
  return {
    consent: consentIn(scene.heard, [['bag', 'luggage', 'suitcase']]),
    membership: textOf(user, 'membership'),
    passengers: countIn(reservation?.passengers),
    bags_before: numberOf(reservation, 'total_baggages'),
    bags_after: bags,
    paid_bags_before: numberOf(reservation, 'nonfree_baggages'),
    paid_bags: numberOf(scene.arguments, 'nonfree_baggages'),
    bags_discussed: customerSaid(scene.heard, bagWords),
    payment: paymentFor(scene.arguments.payment_id, { reservation, user }),
  }
}

function changePassengers(scene: Seen, { reservation }: About): Inputs {
  const before = listOf(reservation, 'passengers')
  const after = listOf(scene.arguments, 'passengers')
  const replaced = before && after ? after.filter((passenger) => !before.some((old) => isSamePerson(old, passenger))).length : undefined
  return {
    consent: consentIn(
      scene.heard,
      (after ?? []).map((passenger) => [textOf(passenger, 'first_name') ?? '']),
    ),
    passengers_before: before?.length,
    passengers_after: after?.length,
    people_replaced: replaced,
  }
}

/** One corrected detail leaves the same person; another name and another birthday is another person. */
function isSamePerson(one: Fields, other: Fields): boolean {
  const same = ['first_name', 'last_name', 'dob'].filter((name) => textOf(one, name) === textOf(other, name))
  return same.length >= 2
}

function certificate(scene: Seen): Inputs {
  const { facts, heard } = scene
  const userId = textOf(scene.arguments, 'user_id')
  const user = facts.users.get(userId ?? '')
  const reservation = complainedAbout(scene, userId)
  return {
    identified: customerNamed(heard, userId),
    amount: numberOf(scene.arguments, 'amount'),
    membership: textOf(user, 'membership'),
    cabin: cabinOf(reservation),
    insured: insured(reservation),
    passengers: countIn(reservation?.passengers),
    flight_status: reservation && flightStatus(facts, reservation),
    asked_for: customerSaid(heard, /\b(compensat\w*|voucher|certificate|gesture|refund|make (it|this) up|credit)\b/i),
    changed_or_cancelled: reservation && facts.changed.has(textOf(reservation, 'reservation_id') ?? ''),
    sent_before: heard.results.filter((result) => result.call.name === 'send_certificate' && !result.error).length,
  }
}

/** The reservation the customer named last, else the one looked up last, of this customer. */
function complainedAbout({ facts, heard }: Seen, userId: string | undefined): Fields | undefined {
  const own = [...facts.reservations.values()].filter((reservation) => textOf(reservation, 'user_id') === userId)
  const named = own.filter((reservation) => customerNamed(heard, textOf(reservation, 'reservation_id')))
  return named.at(-1) ?? own.find((reservation) => textOf(reservation, 'reservation_id') === facts.lastReservation)
}

function look(scene: Seen): Meaning | undefined {
  const { name } = scene.call
  const id = name === 'get_user_details' ? scene.arguments.user_id : scene.arguments.reservation_id
  if (name === 'get_user_details' || name === 'get_reservation_details')
    return {
      decisionType: 'airline.look_up',
      subject: subjectOf(name === 'get_user_details' ? 'customer' : 'reservation', id),
      inputs: { what: name === 'get_user_details' ? 'customer' : 'reservation', named: wasNamed(scene, id) },
    }
  if (/^(search_|list_|get_flight_status)/.test(name))
    return { decisionType: 'airline.look_up', subject: 'conversation', inputs: { what: 'flights', named: true } }
  return undefined
}

function cabinOf(reservation: Fields | undefined): string | undefined {
  return textOf(reservation, 'cabin')
}

function insured(of: Fields | undefined): boolean | undefined {
  const value = textOf(of, 'insurance')
  return value === undefined ? undefined : value === 'yes'
}

function discussed({ heard }: Seen, words: RegExp): boolean {
  return customerSaid(heard, words) || heard.agentTexts.some((text) => words.test(text))
}

function flightDetails(flights: Fields[] | undefined): string[][] {
  return (flights ?? []).map((flight) => [textOf(flight, 'flight_number') ?? ''])
}

function amountDetails(amount: number | undefined): string[][] {
  return amount === undefined ? [] : [spellingsOfAmount(amount)]
}
