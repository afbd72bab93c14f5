import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import type { Call } from '#sdk/call.ts'
import * as imports from '#slices/imports/contract.ts'
import type { RowFile } from './rows.ts'

/**
 * Writes every row that could not be used, one JSON object a line: the row as it stood, and in `_reject` its line and the reason. The file
 * can be corrected and imported with the same mapping.
 */
export async function writeRejects(path: string, reasons: ReadonlyMap<number, string>, file: RowFile): Promise<void> {
  const out = createWriteStream(path)
  for await (const each of file.rows) {
    const reason = reasons.get(each.line)
    if (reason === undefined) continue
    const { line } = each
    out.write(
      `${JSON.stringify('row' in each ? { ...each.row, _reject: { line, reason } } : { _reject: { line, reason, text: each.text } })}\n`,
    )
  }
  out.end()
  await finished(out)
}

/** The line and reason of every row of an import that could not be used. */
export async function reasonsOf(call: Call, id: string): Promise<Map<number, string>> {
  const reasons = new Map<number, string>()
  let after: number | undefined
  do {
    const page = await call(imports.listRejects, { import: id, limit: 1000, after })
    for (const { line, reason } of page.items) reasons.set(line, reason)
    after = page.next ?? undefined
  } while (after !== undefined)
  return reasons
}
