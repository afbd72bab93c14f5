import type { AiAgentCard, TeamEntry } from './door.ts'
import { aiAgentId, teamId } from './mapping.ts'
import type { Run } from './run.ts'

type Work = {
  name: string
  does: string
  reads: string[]
  changes: string[]
  alone: string[]
  hands: string[]
  limits: string[]
  serves: string
}

const work: Record<string, Work> = {
  airline: {
    name: 'Airline support',
    does: 'Books trips, changes and cancels reservations and sends certificates for customers who write in.',
    reads: ['Customer profiles with membership and payment methods', 'Reservations', 'Flights with seats and prices'],
    changes: ['Reservations and what was charged for them', 'Certificates of customers'],
    alone: [
      'Cancellations that the policy allows, with a small refund',
      'Bookings and changes to which the customer said yes, up to the limits of the team',
    ],
    hands: ['A request that it cannot handle', 'Part of a trip was already flown'],
    limits: ['The booking system does not check the rules of a fare for it', 'It does not always look up a price before it charges it'],
    serves: 'Customers of the airline who write to support',
  },
  retail: {
    name: 'Shop support',
    does: 'Cancels and changes pending orders, starts returns and exchanges and corrects addresses for customers who write in.',
    reads: ['Customer profiles with payment methods', 'Orders', 'Products with prices and stock'],
    changes: ['Orders', 'Addresses of customers'],
    alone: ['Cancellations, returns and exchanges to which the customer said yes, up to the limits of the team'],
    hands: ['A request that it cannot handle'],
    limits: [
      'An order can be changed or exchanged only once, so a forgotten item cannot be added',
      'It sometimes tries a return to another card than the one that was charged',
    ],
    serves: 'Customers of the shop who write to support',
  },
  telecom: {
    name: 'Phone company support',
    does: 'Finds out why a phone has no service, data or picture messages, and repairs it on the line, the bill or the phone.',
    reads: ['Customers, lines, plans and bills', 'Use of data', 'Settings of the phone'],
    changes: ['Lines: suspension, roaming, data', 'Payment requests', 'Settings of the phone, where it works alone'],
    alone: ['Roaming for travellers', 'Payment requests for overdue bills', 'Switches of the phone that can be turned back'],
    hands: ['A locked SIM card', 'A line whose contract has ended', 'A problem that stays after every step of the guide'],
    limits: ['Working alone it has nobody who could agree to a charge', 'It may hand over before every step of the guide was tried'],
    serves: 'Customers of the phone company, by text or through a ticket',
  },
}

const unknownWork: Work = {
  name: 'Support',
  does: 'Answers customers and calls tools for them, as far as its recorded runs show.',
  reads: ['Not stated in the recorded runs'],
  changes: ['Not stated in the recorded runs'],
  alone: ['Nothing: there is no standard for what it does'],
  hands: ['A request that it cannot handle'],
  limits: ['Nobody has written down what it may do'],
  serves: 'Customers of the recorded runs',
}

/** The team that answers for a domain. The recorded runs are in United States English, on the clock of the east coast. */
export function teamOf(domain: string): TeamEntry {
  const name = work[domain]?.name ?? `${domain.slice(0, 1).toUpperCase()}${domain.slice(1)} support`
  return { id: teamId(domain), name, timeZone: 'America/New_York' }
}

/** The registry entry of the AI agent of a run. Only what the data says of it, and what the mapping knows of its tools. */
export function cardOf(run: Run): AiAgentCard {
  const known = work[run.domain] ?? unknownWork
  return {
    id: aiAgentId(run),
    name: `${known.name} ${run.ai_agent}`,
    function: known.does,
    vendor: vendorOf(run.model ?? run.ai_agent),
    runtime: 'Recorded runs',
    version: run.ai_agent,
    card: {
      whatItDoes: known.does,
      dataItReads: known.reads,
      decidesAlone: known.alone,
      escalatesWhen: known.hands,
      knownLimits: known.limits,
      dataItChanges: known.changes,
      whomItServes: known.serves,
      languages: ['English'],
      model: run.model ?? run.ai_agent,
      whenSwitchedOff: 'Colleagues of the team answer the customers themselves.',
    },
  }
}

function vendorOf(model: string): string {
  if (/gpt/i.test(model)) return 'OpenAI'
  if (/qwen/i.test(model)) return 'Alibaba Cloud'
  return 'not stated'
}
