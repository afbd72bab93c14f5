import type { Db } from '#kernel/db.ts'
import { type Ctx, read } from '#kernel/verb.ts'
import { decisionRow } from '#slices/decisions/index.ts'
import { type Agreement, agreementOf } from '../agreement.ts'
import { toDetail } from '../detail.ts'
import type { Item } from '../item.ts'
import { answersByTeam } from '../store/agreement.ts'
import { contentOfItem, itemOfId } from '../store/items.ts'
import { triageOfVersion } from '../store/triage.ts'
import { causeNamed } from './known-cause.ts'
import type { QueueParts } from './ports.ts'
import { found, mayWork, reachOf, readerOf } from './rights.ts'

const scope = 'exceptions:read'
const agreementDays = 90
const dayMs = 86_400_000

export function makeGetException(parts: QueueParts) {
  return read({
    scope,
    async run(db, { id }: { id: string }, ctx) {
      const item = found(await itemOfId(db, reachOf(ctx.actor, scope), id), id)
      const [own, decision, triage, agreement, cause] = await Promise.all([
        contentOfItem(db, item),
        item.decisionId === null ? null : decisionRow(db, [item.teamId], item.decisionId),
        triageOfVersion(db, item.assessed.version),
        agreementAbout(db, { parts, item, ctx }),
        item.causeId === null ? null : causeNamed(db, item.causeId),
      ])
      const around = { ...own, decision: decision ?? null, triage, agreement, cause, mayWork: mayWork(ctx.actor, item.teamId) }
      return toDetail(item, around, readerOf(ctx))
    },
  })
}

/** Only teams as large as the group floor are counted, so that no figure says what a few people did. */
async function agreementAbout(db: Db, { parts, item, ctx }: { parts: QueueParts; item: Item; ctx: Ctx }): Promise<Agreement | null> {
  const { aiAgentId, decisionType } = item
  if (aiAgentId === null || decisionType === null) return null
  const counts = await answersByTeam(db, { aiAgentId, decisionType, since: new Date(ctx.now.getTime() - agreementDays * dayMs) })
  if (counts.length === 0) return null
  const people = await parts.peopleByTeam(
    db,
    counts.map((each) => each.team),
  )
  const large = counts.filter((each) => (people.get(each.team) ?? 0) >= parts.groupFloorPeople)
  return agreementOf({
    approved: large.reduce((total, each) => total + each.approved, 0),
    reviews: large.reduce((total, each) => total + each.reviews, 0),
  })
}
