import type { InputOf } from '#kernel/contract.ts'
import { AppError } from '#kernel/errors.ts'
import { write } from '#kernel/verb.ts'
import type * as contract from '../contract.ts'
import { ownersOf, putOwner } from '../store/owners.ts'
import { known, ownerOf, toDefinition, versionsOf } from './definitions.ts'

export const setMeasureOwner = write({
  scope: 'measures:write',
  everywhere: true,
  action: 'measure.set_owner',
  async run(tx, { measure, owner, reason }: InputOf<typeof contract.setMeasureOwner>, ctx) {
    const definition = known(measure)
    const before = ownerOf(definition, await ownersOf(tx))
    if (before === owner)
      throw new AppError('conflict', `${owner} answers for ${definition.name} already.`, {
        next: 'Name somebody else, or leave it as it is.',
      })
    await putOwner(tx, { measureId: definition.id, owner, at: ctx.now })
    const versions = (await versionsOf(tx)).get(definition.id) ?? []
    return {
      subject: `measure:${definition.id}`,
      before: { owner: before },
      after: { owner },
      reason,
      result: toDefinition(definition, versions, owner),
    }
  },
})
