import { may, teamsOf } from '#kernel/actor.ts'
import type { InputOf } from '#kernel/contract.ts'
import { AppError } from '#kernel/errors.ts'
import { read } from '#kernel/verb.ts'
import type * as contract from '../contract.ts'
import type { Grade } from '../grade.ts'
import { gradesBefore } from '../store/grades.ts'

const scope = 'measures:read'

export const listGrades = read({
  scope,
  async run(db, input: InputOf<typeof contract.listGrades>, { actor }) {
    const { team, after, limit, aiAgent, ...rest } = input
    const mine = team !== undefined && may(actor, scope, team) ? [team] : []
    const teams = team === undefined ? teamsOf(actor, scope) : mine
    const rows = await gradesBefore(db, {
      ...rest,
      teams,
      aiAgent: actor.aiAgentId ?? aiAgent,
      after: after === undefined ? null : placeOf(after),
      limit: limit + 1,
    })
    const items = rows.slice(0, limit)
    const last = items.at(-1)
    return { items: items.map(toWire), next: rows.length > limit && last ? cursorOf(last) : null }
  },
})

const cursorOf = ({ at, teamId, id }: Grade) => `${at.toISOString()} ${teamId} ${id}`

function placeOf(cursor: string): { at: Date; teamId: string; id: string } {
  const [, time = '', teamId = '', id = ''] = /^(\S+) (\S+) (\P{C}+)$/u.exec(cursor) ?? []
  const at = new Date(time)
  if (Number.isNaN(at.getTime()) || id === '')
    throw new AppError('invalid', 'The place to go on from cannot be used.', {
      next: 'Send the `next` of the page before, or leave `after` out.',
    })
  return { at, teamId, id }
}

function toWire(of: Grade) {
  return {
    team: of.teamId,
    id: of.id,
    aiAgent: of.aiAgentId,
    aiAgentVersion: of.aiAgentVersion,
    kind: of.kind,
    case: of.caseId,
    answer: of.answer,
    confidence: of.confidenceMillionths === null ? null : of.confidenceMillionths / 1e6,
    isRight: of.isRight,
    isInScope: of.isInScope,
    at: of.at.toISOString(),
    gradedAt: of.gradedAt.toISOString(),
  }
}
