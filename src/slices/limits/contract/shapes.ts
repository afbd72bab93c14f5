import * as z from 'zod/mini'
import { Slug, Uuid } from '#kernel/contract.ts'

/** The database keeps neither zero bytes nor halves of characters. */
const isStorable = (text: string) => !/[\p{Surrogate}\0]/u.test(text)
export const Words = (max: number) =>
  z.string().check(z.trim(), z.minLength(1), z.maxLength(max), z.refine(isStorable, 'leave out zero bytes and broken Unicode'))

/** What happens by itself when a limit is broken, besides the alarm. */
export const OnBreach = z.enum(['pause_launches', 'drop_to_assist'])
export const BreachKind = z.enum(['rate', 'depth'])
/** Work for an AI agent that its own figures do not show. */
export const ExtraWorkKind = z.enum(['babysitting', 'handled_outside', 'out_of_scope'])

/** Where a limit holds: for one AI agent in a team, or for all of the team together. */
export const Place = { team: Slug, /** Left out: all AI agents of the team together. */ aiAgent: z.optional(Slug) }

const at = z.iso.datetime()

/** A share with its 95 % interval (Wilson) and what it was counted from. */
export const Rate = z.object({
  /** `too_few`: fewer than 30 attempts, so no share is given. */
  status: z.enum(['ok', 'too_few']),
  share: z.nullable(z.number()),
  low: z.nullable(z.number()),
  high: z.nullable(z.number()),
  exceptions: z.int(),
  attempts: z.int(),
})

/** Extra work that people recorded. */
export const ExtraWork = z.object({
  /** Cases that the AI agent should have taken and people handled outside of it. */
  handledOutside: z.int(),
  /** Cases that were declared not to be the AI agent's. */
  outOfScope: z.int(),
  /** Time spent watching and correcting the AI agent. Null while `minutesStatus` is `suppressed`. */
  babysittingMinutes: z.nullable(z.int()),
  /** `suppressed`: the team has fewer people than the group floor. */
  minutesStatus: z.enum(['ok', 'suppressed']),
})

/** The figures of one place over the window of its limit. Drills are left out. */
export const Figures = z.object({
  from: at,
  asOf: at,
  windowHours: z.int(),
  /** What the limit is held against: attempts that needed a person ÷ attempts, as Pilotage itself saw them. */
  rate: Rate,
  /** The same with cases handled outside and out of scope in both, which is the rate that customers and teammates live with. */
  rateWithExtraWork: Rate,
  extraWork: ExtraWork,
  /** Items that wait now. */
  depth: z.int(),
})

export const Limit = z.object({
  rateMax: z.number(),
  depthMax: z.int(),
  windowHours: z.int(),
  onBreach: OnBreach,
  reason: z.string(),
  setAt: at,
  /** True when it was first fixed before anything was live there. */
  isBeforeLive: z.boolean(),
  /** When it was last loosened while something was live there; null when it never was. */
  loosenedAt: z.nullable(at),
})

export const Breach = z.object({
  id: Uuid,
  team: z.string(),
  aiAgent: z.nullable(z.string()),
  kind: BreachKind,
  /** The share, or the number of waiting items, that broke the limit. */
  value: z.number(),
  /** Attempts that the share was counted from; null for depth. */
  attempts: z.nullable(z.int()),
  limit: z.number(),
  beganAt: at,
  endedAt: z.nullable(at),
  /** Why it ended: the limit was kept again, was changed or removed, or somebody closed it. */
  endedBecause: z.nullable(z.enum(['kept_again', 'limit_changed', 'closed'])),
  /** What somebody did about it, in the words of whoever closed it. */
  what: z.nullable(z.string()),
  /** Deployments that were dropped from live to assist by rule. */
  dropped: z.array(z.string()),
})

export const LimitView = z.object({
  team: z.string(),
  aiAgent: z.nullable(z.string()),
  /** Null: no limit is set. Nothing can go live there before one is. */
  limit: z.nullable(Limit),
  /** True while a deployment there is live. */
  isLive: z.boolean(),
  figures: Figures,
  /** Breaches that go on. While there is one, nothing is launched there. */
  breaches: z.array(Breach),
  /** `0` while no limit is set. */
  etag: z.string(),
})
