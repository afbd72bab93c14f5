import * as z from 'zod/mini'
import { Slug, Uuid } from '#kernel/contract.ts'

/** Every scope of the house. What each one means, and who holds it, stands in the rights table. */
export const scopeIds = [
  'teams:read',
  'teams:write',
  'people:read',
  'people:write',
  'keys:read',
  'keys:write',
  'ai-agents:read',
  'ai-agents:write',
  'deployments:write',
  'kill-switch:write',
  'checks:write',
  'standards:read',
  'standards:write',
  'tuning:write',
  'decisions:read',
  'decisions:write',
  'decisions:replay',
  'executions:write',
  'outcomes:write',
  'exceptions:read',
  'exceptions:open',
  'exceptions:work',
  'triage:write',
  'causes:write',
  'measures:read',
  'measures:write',
  'counts:rebuild',
  'conversations:read',
  'conversations:write',
  'usage:write',
  'adoption:read',
  'adoption:write',
  'alarms:read',
  'alarms:write',
  'quality:read',
  'quality:write',
  'imports:write',
  'audit:read',
  'ledger:read',
  'samples:write',
  'settings:read',
  'channels:read',
  'channels:write',
  'escalation:read',
  'escalation:write',
  'escalation:answer',
  'limits:read',
  'limits:write',
  'extra-work:write',
  'drills:read',
  'drills:write',
  'capacity:read',
  'capacity:write',
] as const

/** Roles that people are given. The first two are held in a team, the others in the whole organisation. */
export const roleIds = ['teammate', 'team_lead', 'coe', 'leadership', 'engineer', 'auditor', 'administrator'] as const

export const passwordLengthMin = 12

export const Scope = z.enum(scopeIds, 'use a scope of the rights table at /api/v1/rights')
export const Role = z.enum(roleIds, 'use a role of the rights table at /api/v1/rights')
export const Name = z.string('write a name').check(z.trim(), z.minLength(1, 'write a name'), z.maxLength(120, 'use at most 120 characters'))
export const Email = z
  .string('write an e-mail address')
  .check(
    z.trim(),
    z.toLowerCase(),
    z.maxLength(254, 'use at most 254 characters'),
    z.email('write an e-mail address, like name@example.com'),
  )
export const NewPassword = z
  .string('write a password')
  .check(z.minLength(passwordLengthMin, `use at least ${passwordLengthMin} characters`), z.maxLength(200, 'use at most 200 characters'))
export const Token = z.string('use the link as it was given').check(z.minLength(20, 'use the whole link as it was given'), z.maxLength(200))
export const TimeZone = z
  .string('write a time zone')
  .check(z.maxLength(64), z.refine(isTimeZone, 'write a time zone of the IANA list, like Europe/Berlin or America/New_York'))
export const At = z.string()
export const Etag = z.string()

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return /^[A-Za-z]/.test(name)
  } catch {
    return false
  }
}

/** A role that somebody holds; `team` names the team of a team role and is null for the others. */
export const Grant = z.object({ role: Role, team: z.nullable(Slug) })
const GrantInput = z.strictObject({ role: Role, team: z._default(z.nullable(Slug), null) })
export const Grants = z.array(GrantInput).check(z.minLength(1, 'give at least one role'), z.maxLength(100))

export const Me = z.object({
  kind: z.enum(['person', 'api_key', 'operator']),
  /** Null for API keys and the operator. */
  person: z.nullable(z.object({ id: Uuid, name: z.string(), email: z.string() })),
  roles: z.array(Grant),
  /** Scope → `all`, or the teams in which it holds. A scope that is not here is not granted. */
  rights: z.record(z.string(), z.union([z.literal('all'), z.array(z.string())])),
  installation: z.object({ groupFloorPeople: z.number(), publicUrl: z.string() }),
})

/** A link that works once. It is shown with this answer and never again; null when the answer is a repeated one. */
export const OneTimeLink = z.object({ link: z.nullable(z.string()), expiresAt: At })
