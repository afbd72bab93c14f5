import { AppError, type ErrorCode, type Problem, statusOf } from './errors.ts'

const titles: Record<ErrorCode | 'internal', string> = {
  invalid: 'The request cannot be used',
  not_signed_in: 'Not signed in',
  not_allowed: 'Not allowed',
  not_found: 'Not found',
  conflict: 'Conflict',
  claimed: 'Held by somebody else',
  stale: 'Changed in the meantime',
  too_large: 'Too large',
  unsupported: 'Not JSON',
  match_required: 'Say what you edited',
  too_many: 'Too many requests',
  unavailable: 'Not available right now',
  internal: 'Our mistake',
}

/** Fastify's own refusals, in our words. */
const fromFastify: Record<string, [ErrorCode, string, string]> = {
  FST_ERR_CTP_INVALID_JSON_BODY: ['invalid', 'The body is not JSON.', 'Send one JSON object and check its brackets and quotes.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['invalid', 'The body is empty.', 'Send one JSON object, {} when there is nothing to say.'],
  FST_ERR_CTP_BODY_TOO_LARGE: [
    'too_large',
    'The body is too large.',
    'Send less at once. The limit of each route is in /api/openapi.json.',
  ],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['unsupported', 'The body is not sent as JSON.', 'Set the header content-type to application/json.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [
    'invalid',
    'The body is shorter or longer than its content-length.',
    'Send the length that the body has.',
  ],
  FST_ERR_MAX_PARAM_LENGTH: ['not_found', 'There is nothing at an address with a part this long.', 'Use an id as this API gave it.'],
  FST_ERR_BAD_URL: ['invalid', 'The address cannot be read.', 'Check the percent signs in it.'],
}

function known(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error
  const { code, statusCode, message, routine } = error as { code?: string; statusCode?: number; message?: string; routine?: string }
  const ours = fromFastify[code ?? '']
  if (ours) return new AppError(ours[0], ours[1], { next: ours[2] })
  if (error instanceof SyntaxError && statusCode === 400)
    return new AppError('invalid', 'The body is not JSON that may be used here.', {
      next: 'Check its brackets and quotes, and leave out __proto__ and constructor.',
    })
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return new AppError('invalid', message ?? 'The request cannot be read.', { next: 'The form of every request is in /api/docs.' })
  return databaseRefusal(code, routine)
}

/**
 * PostgreSQL's refusals of values that only it can judge, such as text with a zero byte. Half a character inside of JSON is refused
 * under the code that broken ids have too; the routine tells them apart in every language of the server.
 */
function databaseRefusal(code: string | undefined, routine: string | undefined): AppError | undefined {
  if (code === '22021' || code === '22P05' || (code === '22P02' && routine?.startsWith('json_')))
    return new AppError('invalid', 'The request holds a character that cannot be stored.', {
      next: 'Leave out zero bytes and broken Unicode.',
    })
  if (code === '40001' || code === '40P01')
    return new AppError('conflict', 'Somebody changed the same thing at the same moment.', { next: 'Send the request again.' })
  return undefined
}

/** Turns anything that was thrown into what the caller may see, and says whether it is a mistake of ours. */
export function toProblem(error: unknown, requestId: string): { problem: Problem; isOurs: boolean } {
  const refusal = known(error)
  const code = refusal?.code ?? 'internal'
  const status = refusal ? statusOf[refusal.code] : 500
  const { next, faults, ...extra } = refusal?.details ?? {
    next: `Tell whoever runs this, with the number ${requestId}.`,
    faults: undefined,
  }
  const detail = refusal?.message ?? 'Something went wrong on our side. Nothing was changed.'
  const problem: Problem = { ...extra, type: `urn:pilotage:${code}`, title: titles[code], status, code, detail, next, faults, requestId }
  return { problem, isOurs: refusal === undefined }
}
