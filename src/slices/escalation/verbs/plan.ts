import type { Queryable } from '#kernel/db.ts'
import { AppError } from '#kernel/errors.ts'
import { must } from '#kernel/must.ts'
import { type KnownPerson, knownAdministrators, people, type Team, teamOf } from '#slices/identity/index.ts'
import { channelsFor, type KnownChannel } from '#slices/notifications/index.ts'
import { type Calendar, usualHours } from '../calendar.ts'
import { type Procedure, roleWords, type Severity, type Step, type StepRole, stepsToRun, usualProcedure } from '../procedure.ts'
import { calendarOf } from '../store/calendars.ts'
import { proceduresOf } from '../store/procedures.ts'

/** A step with the people and channels that it has now. */
export type PlannedStep = {
  role: StepRole
  holders: KnownPerson[]
  /** Those that the step names; e-mail when it names none. */
  channels: KnownChannel[]
  respondMinutes: number
  /** Why nobody can be told at this step. */
  problem: string | null
}

/** What would happen now if something of a severity had to be told in a team. */
export type Plan = { team: Team; procedure: Procedure; calendar: Calendar; steps: PlannedStep[] }

export async function requireTeam(db: Queryable, teamId: string): Promise<Team> {
  const team = await teamOf(db, teamId)
  if (!team) throw new AppError('not_found', `There is no team ${teamId}.`, { next: 'See the list of teams for what there is.' })
  return team
}

/** The hours of a team; those that are usual until it sets its own. */
export async function businessHours(db: Queryable, teamId: string): Promise<Calendar> {
  const [team, stored] = [await teamOf(db, teamId), await calendarOf(db, teamId)]
  return { timeZone: team?.timeZone ?? 'UTC', hours: stored?.hours ?? usualHours, holidays: stored?.holidays ?? [] }
}

export async function procedureOf(db: Queryable, teamId: string, severity: Severity): Promise<Procedure> {
  const [procedure] = await proceduresFor(db, [{ teamId, severity }])
  must(procedure, 'There is a procedure for everything')
  return procedure
}

/** What is followed in each of these cases, in their order: what the team set, or else what is usual. */
export async function proceduresFor(db: Queryable, cases: readonly Pick<Procedure, 'teamId' | 'severity'>[]): Promise<Procedure[]> {
  const set = await proceduresOf(db, [...new Set(cases.map(({ teamId }) => teamId))])
  return cases.map(
    ({ teamId, severity }) => set.find((one) => one.teamId === teamId && one.severity === severity) ?? usualProcedure(teamId, severity),
  )
}

/** Work may come in for a team that nobody made yet; it is told all the same. */
export async function teamOrUnknown(db: Queryable, teamId: string): Promise<Team> {
  return (await teamOf(db, teamId)) ?? { id: teamId, name: teamId, departmentId: null, timeZone: 'UTC', lead: null, version: 0 }
}

export async function planOf(db: Queryable, teamId: string, severity: Severity): Promise<Plan> {
  const team = await teamOrUnknown(db, teamId)
  const procedure = await procedureOf(db, teamId, severity)
  const channels = await channelsFor(db, { teamId })
  const steps: PlannedStep[] = []
  for (const step of stepsToRun(procedure)) steps.push(planned(step, { holders: await holdersOf(db, team, step), channels }))
  return { team, procedure, calendar: await businessHours(db, teamId), steps }
}

export async function holdersOf(db: Queryable, team: Team, { role, holderId }: Pick<Step, 'role' | 'holderId'>): Promise<KnownPerson[]> {
  if (role === 'administrators') return knownAdministrators(db)
  const id = role === 'lead' ? (team.lead?.id ?? null) : holderId
  return id === null ? [] : (await people.byIds(db, [id])).filter((person) => person.isActive)
}

function planned(step: Step, known: { holders: KnownPerson[]; channels: KnownChannel[] }): PlannedStep {
  const named = known.channels.filter(({ id, kind }) => (step.channelIds.length === 0 ? kind === 'smtp' : step.channelIds.includes(id)))
  const { role, respondMinutes } = step
  return {
    role,
    respondMinutes,
    holders: known.holders,
    channels: named,
    problem: problemOf(role, { holders: known.holders, channels: named }),
  }
}

function problemOf(role: StepRole, { holders, channels }: Pick<PlannedStep, 'holders' | 'channels'>): string | null {
  const open = channels.filter((channel) => channel.isOn)
  if (open.length === 0) return channels.length === 0 ? 'No e-mail channel is set up.' : 'All of its channels are off.'
  if (open.some((channel) => channel.kind !== 'smtp') || holders.length > 0) return null
  return role === 'lead' ? 'The team has no lead who has access.' : `Nobody who has access is ${roleWords[role]}.`
}
