import { requireScope, teamsOf } from '#kernel/actor.ts'
import type { Queryable } from '#kernel/db.ts'
import { bumpEpoch } from '#kernel/epoch.ts'
import { AppError } from '#kernel/errors.ts'
import { read, requireMatch, write } from '#kernel/verb.ts'
import { knownPeople } from '../store/people.ts'
import {
  departmentById,
  departmentsAfter,
  insertDepartment,
  insertTeam,
  lockDepartment,
  lockTeam,
  saveDepartment,
  saveTeam,
  teamById,
  teamsAfter,
} from '../store/teams.ts'
import { departmentToWire, type Team, teamForAudit, teamToWire } from '../team.ts'

const scope = 'teams:write'

type Page = { after?: string; limit: number }

function pageOf<T extends { id: string }, W>(found: T[], limit: number, toWire: (item: T) => W): { items: W[]; next: string | null } {
  const shown = found.slice(0, limit)
  return { items: shown.map(toWire), next: found.length > limit ? (shown.at(-1)?.id ?? null) : null }
}

export const listDepartments = read({
  scope: 'teams:read',
  async run(db, { after, limit }: Page, ctx) {
    const found = await departmentsAfter(db, { teamIds: teamsOf(ctx.actor, 'teams:read'), after, limit: limit + 1 })
    return pageOf(found, limit, departmentToWire)
  },
})

export const createDepartment = write({
  scope,
  everywhere: true,
  action: 'department.create',
  async run(tx, input: { id: string; name: string }) {
    const department = { ...input, version: 1 }
    if (!(await insertDepartment(tx, department))) throw taken('department', input.id)
    return { subject: `department:${input.id}`, after: { name: input.name }, result: departmentToWire(department) }
  },
})

export const updateDepartment = write({
  scope,
  everywhere: true,
  action: 'department.update',
  async run(tx, input: { department: string; name: string }, ctx) {
    const before = await lockDepartment(tx, input.department)
    if (!before) throw missing('department', input.department)
    requireMatch(ctx, String(before.version), 'department')
    const after = { ...before, name: input.name, version: before.version + 1 }
    await saveDepartment(tx, after)
    return {
      subject: `department:${after.id}`,
      before: { name: before.name },
      after: { name: after.name },
      result: departmentToWire(after),
    }
  },
})

export const listTeams = read({
  scope: 'teams:read',
  async run(db, { after, limit, department }: Page & { department?: string }, ctx) {
    const found = await teamsAfter(db, { teamIds: teamsOf(ctx.actor, 'teams:read'), department, after, limit: limit + 1 })
    return pageOf(found, limit, teamToWire)
  },
})

export const getTeam = read({
  scope: 'teams:read',
  async run(db, input: { team: string }, ctx) {
    requireScope(ctx.actor, 'teams:read', input.team)
    const team = await teamById(db, input.team)
    if (!team) throw missing('team', input.team)
    return teamToWire(team)
  },
})

type NewTeam = { id: string; name: string; department: string | null; timeZone: string; lead: string | null }

export const createTeam = write({
  scope,
  everywhere: true,
  action: 'team.create',
  async run(tx, input: NewTeam) {
    await requireDepartment(tx, input.department)
    const { id, name, timeZone } = input
    const team: Team = { id, name, timeZone, departmentId: input.department, lead: await leadOf(tx, input.lead), version: 1 }
    if (!(await insertTeam(tx, team))) throw taken('team', id)
    await bumpEpoch(tx, 'team', id)
    return { subject: `team:${id}`, after: teamForAudit(team), result: teamToWire(team) }
  },
})

type TeamChange = { team: string; name?: string; department?: string | null; timeZone?: string; lead?: string | null }

export const updateTeam = write({
  scope,
  action: 'team.update',
  async run(tx, input: TeamChange, ctx) {
    requireScope(ctx.actor, scope, input.team)
    const before = await lockTeam(tx, input.team)
    if (!before) throw missing('team', input.team)
    requireMatch(ctx, String(before.version), 'team')
    if (input.department !== undefined) await requireDepartment(tx, input.department)
    const after: Team = {
      id: before.id,
      name: input.name ?? before.name,
      timeZone: input.timeZone ?? before.timeZone,
      departmentId: input.department === undefined ? before.departmentId : input.department,
      lead: input.lead === undefined ? before.lead : await leadOf(tx, input.lead),
      version: before.version + 1,
    }
    await saveTeam(tx, after)
    await bumpEpoch(tx, 'team', after.id)
    const isLeadChanged = after.lead?.id !== before.lead?.id
    return {
      subject: `team:${after.id}`,
      before: teamForAudit(before),
      after: { ...teamForAudit(after), isLeadChanged },
      result: teamToWire(after),
    }
  },
})

async function requireDepartment(db: Queryable, id: string | null): Promise<void> {
  if (id !== null && !(await departmentById(db, id))) throw missing('department', id)
}

async function leadOf(db: Queryable, personId: string | null): Promise<Team['lead']> {
  if (personId === null) return null
  const [person] = await knownPeople(db, [personId])
  if (!person?.isActive)
    throw new AppError('not_found', 'The lead is nobody who has access here.', { next: 'Add the person first, or choose somebody else.' })
  return { id: person.id, name: person.name }
}

function missing(noun: string, id: string): AppError {
  return new AppError('not_found', `There is no ${noun} ${id}.`, { next: `See the list of ${noun}s for what there is.` })
}

function taken(noun: string, id: string): AppError {
  return new AppError('conflict', `There is a ${noun} ${id} already.`, { next: 'Choose another id, or change the one that exists.' })
}
