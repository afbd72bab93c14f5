import { type AirlineFacts, flightKey, offeredPrice } from './airline-facts.ts'
import { countIn } from './common.ts'
import { type Fields, listOf, numberOf, sumKnown, textOf } from './json.ts'

/** What a change of flights would do to a reservation. */
export type FlightChange = {
  reservation: Fields
  cabin: string
  before: Fields[]
  after: Fields[]
  /** Flights that the reservation did not have. */
  added: Fields[]
  isFlightChange: boolean
  isCabinChange: boolean
}

/** Compares the flights and the cabin that are wanted with the reservation; undefined when either does not say. */
export function flightChangeOf(reservation: Fields, wanted: Fields): FlightChange | undefined {
  const before = listOf(reservation, 'flights')
  const after = listOf(wanted, 'flights')
  const cabin = textOf(wanted, 'cabin')
  if (!before || !after || cabin === undefined) return undefined
  const added = after.filter((flight) => !before.some((old) => isSameFlight(old, flight)))
  const isFlightChange = added.length > 0 || after.length !== before.length
  return { reservation, cabin, before, after, added, isFlightChange, isCabinChange: cabin !== textOf(reservation, 'cabin') }
}

function isSameFlight(one: Fields, other: Fields): boolean {
  return flightKey(one.flight_number, one.date) === flightKey(other.flight_number, other.date)
}

/**
 * New price less old price of all seats, in dollars, negative when money goes back. Kept flights keep their price
 * unless the cabin changes, as the written policy says. Undefined while a price was not looked up.
 */
export function extraCost(facts: AirlineFacts, change: FlightChange): number | undefined {
  const { before, after, cabin, isCabinChange } = change
  const passengers = countIn(change.reservation.passengers)
  const oldSeat = sumKnown(before.map((flight) => numberOf(flight, 'price')))
  const newSeat = sumKnown(
    after.map((flight) => {
      const kept = isCabinChange ? undefined : before.find((old) => isSameFlight(old, flight))
      return kept ? numberOf(kept, 'price') : offeredPrice(facts, flight, cabin)
    }),
  )
  if (passengers === undefined || oldSeat === undefined || newSeat === undefined) return undefined
  return Math.round((newSeat - oldSeat) * passengers * 100) / 100
}

/** True when the new flights begin, end and turn where the reservation does; undefined while a flight's route is not known. */
export function isSameRoute(facts: AirlineFacts, { reservation, before, after }: FlightChange): boolean | undefined {
  const legs = after.map(
    (flight) => facts.offers.get(flightKey(flight.flight_number, flight.date)) ?? before.find((old) => isSameFlight(old, flight)),
  )
  if (legs.length === 0 || legs.some((leg) => leg === undefined)) return undefined
  const origin = textOf(reservation, 'origin')
  const destination = textOf(reservation, 'destination')
  const end = textOf(reservation, 'flight_type') === 'round_trip' ? origin : destination
  const isJoined = legs.every((leg, at) => at === 0 || textOf(legs[at - 1], 'destination') === textOf(leg, 'origin'))
  const reaches = legs.some((leg) => textOf(leg, 'destination') === destination)
  return isJoined && reaches && textOf(legs[0], 'origin') === origin && textOf(legs.at(-1), 'destination') === end
}
