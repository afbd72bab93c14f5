import type { Route } from '#kernel/contract.ts'
import * as adoption from '#slices/adoption/contract.ts'
import * as audit from '#slices/audit/contract.ts'
import * as capacity from '#slices/capacity/contract.ts'
import * as conversations from '#slices/conversations/contract.ts'
import * as decisions from '#slices/decisions/contract.ts'
import * as drills from '#slices/drills/contract.ts'
import * as escalation from '#slices/escalation/contract.ts'
import * as exceptions from '#slices/exceptions/contract.ts'
import * as flow from '#slices/flow/contract.ts'
import * as identity from '#slices/identity/contract.ts'
import * as imports from '#slices/imports/contract.ts'
import * as limits from '#slices/limits/contract.ts'
import * as measures from '#slices/measures/contract.ts'
import * as monitoring from '#slices/monitoring/contract.ts'
import * as notifications from '#slices/notifications/contract.ts'
import * as policy from '#slices/policy/contract.ts'
import * as quality from '#slices/quality/contract.ts'
import * as registry from '#slices/registry/contract.ts'
import * as usage from '#slices/usage/contract.ts'
import * as weeks from '#slices/weeks/contract.ts'
import * as house from './contract.ts'

function isRoute(value: unknown): value is Route {
  return typeof value === 'object' && value !== null && 'method' in value && 'path' in value && 'scope' in value
}

/** Every route of the product under the name of its slice, in the order of the contracts. */
export const contracts: readonly { slice: string; routes: { name: string; route: Route }[] }[] = Object.entries({
  decisions,
  exceptions,
  escalation,
  limits,
  drills,
  capacity,
  measures,
  quality,
  adoption,
  conversations,
  flow,
  monitoring,
  weeks,
  usage,
  imports,
  policy,
  registry,
  notifications,
  identity,
  audit,
  house,
}).map(([slice, contract]) => ({
  slice,
  routes: Object.entries(contract).flatMap(([name, value]) => (isRoute(value) ? [{ name, route: value as Route }] : [])),
}))
