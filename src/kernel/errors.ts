/** What can go wrong for a caller. Each code has one HTTP status, and the table below is the only place that knows it. */
export const statusOf = {
  invalid: 400,
  not_signed_in: 401,
  not_allowed: 403,
  not_found: 404,
  conflict: 409,
  /** Somebody else holds it for a while. */
  claimed: 409,
  stale: 412,
  too_large: 413,
  unsupported: 415,
  match_required: 428,
  too_many: 429,
  unavailable: 503,
} as const

export type ErrorCode = keyof typeof statusOf

/** One place in the caller's input and what is wrong there. */
export type Fault = { path: string; message: string }

/** `next` is what the caller can do about it: one sentence, for a person. */
export type ErrorDetails = { next: string; faults?: Fault[]; [extra: string]: unknown }

/**
 * An answer that the caller can act on: a code for the machine, a sentence for the person, and the next step.
 * Everything else that is thrown is our own mistake and becomes a 500 without inner text.
 */
export class AppError extends Error {
  override name = 'AppError'
  readonly code: ErrorCode
  readonly details: ErrorDetails

  constructor(code: ErrorCode, sentence: string, details: ErrorDetails) {
    super(sentence)
    this.code = code
    this.details = details
  }
}

/** An RFC 9457 problem, as every door answers it. */
export type Problem = {
  type: string
  title: string
  status: number
  code: ErrorCode | 'internal'
  detail: string
  next?: string
  faults?: Fault[]
  requestId?: string
  [extra: string]: unknown
}
