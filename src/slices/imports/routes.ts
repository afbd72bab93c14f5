import type { Chance } from '#kernel/clock.ts'
import { type App, serve } from '#kernel/http.ts'
import * as contract from './contract.ts'
import { type ImportParts, makeImportRows } from './verbs/rows.ts'
import { getImport, listImports, listRejects, makeBeginImport } from './verbs/runs.ts'

export function mountImports(app: App, parts: ImportParts & { chance: Chance }): void {
  serve(app, contract.beginImport, makeBeginImport(parts.chance))
  serve(app, contract.importRows, makeImportRows(parts))
  serve(app, contract.getImport, getImport)
  serve(app, contract.listImports, listImports)
  serve(app, contract.listRejects, listRejects)
}
