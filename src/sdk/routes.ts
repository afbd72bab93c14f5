import type { Route } from '#kernel/contract.ts'
import type * as decisions from '#slices/decisions/contract.ts'
import type * as policy from '#slices/policy/contract.ts'

/** A route without its schemas, which customers do not install; tests/sdk/public.types.ts and the tests hold it against the contract. */
function light<R extends Route>(method: R['method'], path: string): R {
  return { method, path } as R
}

export const routes = {
  decide: light<typeof decisions.decide>('POST', '/api/v1/decisions'),
  getDecision: light<typeof decisions.getDecision>('GET', '/api/v1/decisions/:id'),
  findDecision: light<typeof decisions.findDecision>('GET', '/api/v1/decisions/find'),
  getReview: light<typeof decisions.getReview>('GET', '/api/v1/decisions/:id/review'),
  execute: light<typeof decisions.execute>('POST', '/api/v1/decisions/:id/execution'),
  reportOutcome: light<typeof decisions.reportOutcome>('POST', '/api/v1/decisions/:id/outcome'),
  getBundle: light<typeof policy.getBundle>('GET', '/api/v1/bundle'),
}
