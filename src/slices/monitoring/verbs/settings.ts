import type { InputOf } from '#kernel/contract.ts'
import type { Queryable } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import { read, requireMatch, write } from '#kernel/verb.ts'
import { isConfirmed } from '../alarm.ts'
import { medianOf } from '../baseline.ts'
import type * as contract from '../contract.ts'
import { type Settings, sharedBudget } from '../settings.ts'
import { raisedSince } from '../store/alarms.ts'
import { addSettings, settingsNow } from '../store/settings.ts'
import { watchesIn } from '../store/watches.ts'
import type { Watch } from '../watch.ts'

const lookBackDays = 90
const dayMs = 86_400_000

export const getAlarmSettings = read({
  scope: 'alarms:read',
  async run(db, _input: InputOf<typeof contract.getAlarmSettings>, ctx) {
    const settings = await settingsNow(db)
    return { ...settings, etag: String(settings.version), watched: await watchedNow(db, settings), lately: await latelyOf(db, ctx.now) }
  },
})

const perYearOf = (settings: Settings, kind: Watch['kind']) =>
  ({ drift: settings.driftPerYear, spike: settings.spikePerYear, silence: settings.silencePerYear })[kind]

async function watchedNow(db: Queryable, settings: Settings) {
  const watches = await watchesIn(db, { teams: null })
  const aiAgents = new Set(watches.map(({ aiAgentId }) => aiAgentId).filter((id) => id !== ''))
  const among = (of: Watch) => watches.filter(({ kind, aiAgentId }) => kind === of.kind && aiAgentId === of.aiAgentId).length
  const budgets = watches.map((watch) => sharedBudget(perYearOf(settings, watch.kind), watch.aiAgentId === '' ? 1 : among(watch)))
  const falseAlarmsPerYear = budgets.reduce((all, each) => all + each, 0)
  return { aiAgents: aiAgents.size, watches: watches.length, falseAlarmsPerYear }
}

/** What alarms of the last quarter came to: how good the watches are. */
async function latelyOf(db: Queryable, now: Date) {
  const raised = await raisedSince(db, new Date(now.getTime() - lookBackDays * dayMs))
  const known = raised.filter(({ cause }) => cause !== null && cause !== 'not_known')
  const delays = raised.map(({ since, raised_at }) => (raised_at.getTime() - since.getTime()) / dayMs)
  return {
    days: lookBackDays,
    alarms: raised.length,
    withCause: known.length,
    confirmed: known.filter(isConfirmed).length,
    medianDays: delays.length === 0 ? null : medianOf(delays),
  }
}

export const setAlarmSettings = write({
  scope: 'alarms:write',
  everywhere: true,
  action: 'alarm_setting.set',
  async run(tx, { reason, ...body }: InputOf<typeof contract.setAlarmSettings>, ctx) {
    const { version, ...before } = await settingsNow(tx)
    requireMatch(ctx, String(version), 'setting')
    const made = { version: version + 1, body, reason, at: ctx.now }
    if (!(await addSettings(tx, made)))
      throw new AppError('stale', 'Somebody set this at the same moment.', { next: 'Read it again, and send your edit with the new ETag.' })
    return { subject: 'alarm_setting', before, after: body, reason, result: { ...body, version: made.version, etag: String(made.version) } }
  },
})
