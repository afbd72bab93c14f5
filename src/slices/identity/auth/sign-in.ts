import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Chance, Clock } from '#kernel/clock.ts'
import type { Config } from '#kernel/config.ts'
import { type Db, isConnectionFailure } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import { randomId } from '../random-id.ts'
import { withContexts } from './contexts.ts'
import { hashPassword, isPassword } from './passwords.ts'

/** What better-auth is to be told, and what it asks before it opens a session. */
export type SignInParts = {
  db: Db
  clock: Clock
  chance: Chance
  config: Pick<Config, 'publicUrl' | 'sessionHours'>
  /** What cookies are signed with. Asked once. */
  secret(): Promise<string>
  /** Records the sign-in. False refuses it. */
  beforeSession(personId: string): Promise<boolean>
}

export type Credentials = { email: string; password: string }

/** Sessions by password. The library is loaded at the first sign-in: it is large, and most nodes serve AI agents. */
export type SignIn = {
  /** The cookies of a new session, or undefined when e-mail and password do not belong together. */
  open(credentials: Credentials): Promise<string[] | undefined>
  /** The cookie that makes a browser forget its session. */
  close(): string
  /** The session token in a Cookie header, when our signature on it is right. */
  tokenIn(cookieHeader: string): Promise<string | undefined>
}

const cookieName = 'pilotage_session'

export function makeSignIn(parts: SignInParts): SignIn {
  const isSecure = parts.config.publicUrl?.startsWith('https://') ?? false
  const name = isSecure ? `__Secure-${cookieName}` : cookieName
  const secret = once(parts.secret)
  const library = once(async () => openLibrary(parts, await secret()))

  return {
    open: async (credentials) => signInWith(await library(), credentials),
    close: () => `${name}=; Max-Age=0; Path=/; HttpOnly${isSecure ? '; Secure' : ''}; SameSite=Lax`,
    async tokenIn(header) {
      const value = cookieIn(header, name)
      return value === undefined ? undefined : signedToken(value, await secret())
    },
  }
}

/** Makes something at the first need. What failed is tried again at the next. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make().catch((error) => {
      made = undefined
      throw error
    })
    return made
  }
}

async function openLibrary(parts: SignInParts, secret: string) {
  const [{ betterAuth }, { isAPIError }] = await Promise.all([import('better-auth'), import('better-auth/api')])
  const times = { createdAt: 'created_at', updatedAt: 'updated_at' }
  const auth = betterAuth({
    appName: 'Pilotage',
    baseURL: parts.config.publicUrl ?? 'http://localhost',
    basePath: '/api/v1',
    secrets: [{ version: 1, value: secret }],
    database: parts.db.pool,
    telemetry: { enabled: false },
    logger: { disabled: true },
    rateLimit: { enabled: false },
    emailAndPassword: { enabled: true, disableSignUp: true, password: { hash: hashPassword, verify: isPassword } },
    user: { modelName: 'person', fields: { ...times, emailVerified: 'email_verified' } },
    session: {
      expiresIn: parts.config.sessionHours * 3600,
      disableSessionRefresh: true,
      fields: { ...times, userId: 'user_id', expiresAt: 'expires_at', ipAddress: 'ip_address', userAgent: 'user_agent' },
    },
    account: { fields: accountColumns(times) },
    verification: { fields: { ...times, expiresAt: 'expires_at' } },
    advanced: {
      useSecureCookies: parts.config.publicUrl?.startsWith('https://') ?? false,
      cookies: { session_token: { name: cookieName } },
      database: { generateId: () => randomId(parts.chance), validateSchema: false },
    },
    databaseHooks: { session: { create: { before: (session) => beforeSession(parts, session) } } },
  })
  return { auth, isAPIError }
}

function accountColumns<T extends object>(times: T) {
  return {
    ...times,
    userId: 'user_id',
    accountId: 'account_id',
    providerId: 'provider_id',
    accessToken: 'access_token',
    refreshToken: 'refresh_token',
    idToken: 'id_token',
    accessTokenExpiresAt: 'access_token_expires_at',
    refreshTokenExpiresAt: 'refresh_token_expires_at',
  }
}

/** Our clock instead of the library's, and nobody's address or device. */
async function beforeSession<S extends { userId: string }>(parts: SignInParts, session: S) {
  if (!(await parts.beforeSession(session.userId))) return false
  const now = parts.clock.now()
  const expiresAt = new Date(now.getTime() + parts.config.sessionHours * 3_600_000)
  return { data: { ...session, createdAt: now, updatedAt: now, expiresAt, ipAddress: null, userAgent: null } }
}

async function signInWith(library: Awaited<ReturnType<typeof openLibrary>>, credentials: Credentials): Promise<string[] | undefined> {
  try {
    const { headers } = await withContexts(() => library.auth.api.signInEmail({ body: credentials, returnHeaders: true }))
    return headers.getSetCookie()
  } catch (error) {
    if (library.isAPIError(error)) return undefined
    if (isConnectionFailure(error))
      throw new AppError('unavailable', 'The database does not answer right now.', {
        next: 'Try again in a few seconds.',
        cause: String(error),
      })
    throw error
  }
}

function cookieIn(header: string, name: string): string | undefined {
  const pair = header.split(';').find((part) => part.trimStart().startsWith(`${name}=`))
  if (pair === undefined || pair.length > 500) return undefined
  try {
    return decodeURIComponent(pair.slice(pair.indexOf('=') + 1).trim())
  } catch {
    return undefined
  }
}

/** better-auth signs a cookie as `<token>.<base64 of HMAC-SHA-256(secret, token)>`, percent-encoded. */
function signedToken(value: string, secret: string): string | undefined {
  const dot = value.lastIndexOf('.')
  if (dot < 1) return undefined
  const token = value.slice(0, dot)
  const given = Buffer.from(value.slice(dot + 1), 'base64')
  const right = createHmac('sha256', secret).update(token).digest()
  return given.length === right.length && timingSafeEqual(given, right) ? token : undefined
}
