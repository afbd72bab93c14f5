import type { Chance } from '#kernel/clock.ts'
import { type App, serve } from '#kernel/http.ts'
import * as contract from './contract.ts'
import type { Rebuilder } from './jobs/rebuilder.ts'
import { changeMeasure, getMeasure, listMeasures } from './verbs/definitions.ts'
import { getFigures } from './verbs/figures.ts'
import { setMeasureOwner } from './verbs/owners.ts'
import { beginRebuild, cancelRebuild, newestRebuild } from './verbs/rebuilds.ts'

export type MeasureParts = { chance: Chance; rebuilder: Rebuilder }

export function mountMeasures(app: App, parts: MeasureParts): void {
  const begin = beginRebuild(parts)
  serve(app, contract.listMeasures, listMeasures)
  serve(app, contract.getMeasure, getMeasure)
  serve(app, contract.changeMeasure, changeMeasure)
  serve(app, contract.setMeasureOwner, setMeasureOwner)
  serve(app, contract.getFigures, getFigures)
  serve(app, contract.newestRebuild, newestRebuild)
  serve(app, contract.cancelRebuild, cancelRebuild)
  serve(app, contract.beginRebuild, async (ctx, input) => {
    const begun = await begin(ctx, input)
    parts.rebuilder.begin(begun.id)
    return begun
  })
}
