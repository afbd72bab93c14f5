import { type Document, isNode, isPair, isScalar, type LineCounter } from 'yaml'
import type { Path, PlainFault } from './fault.ts'

/** Where a value stands in its text; what is missing is looked for where it should be. */
export function placeOf(document: Document, lines: LineCounter, { path, isKey }: PlainFault): { line: number; column: number } {
  const offset = (isKey ? keyOffset(document, path) : undefined) ?? valueOffset(document, path)
  const { line, col } = lines.linePos(offset)
  return { line, column: col }
}

function keyOffset(document: Document, path: Path): number | undefined {
  const parent = document.getIn(path.slice(0, -1), true)
  const items = isNode(parent) && 'items' in parent ? (parent.items as unknown[]) : []
  const pair = items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(path.at(-1)))
  return isPair(pair) && isNode(pair.key) ? pair.key.range?.[0] : undefined
}

function valueOffset(document: Document, path: Path): number {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const node = document.getIn(path.slice(0, depth), true)
    if (isNode(node) && node.range) return node.range[0]
  }
  return document.contents?.range?.[0] ?? 0
}
