import { type Document, isNode, isPair, isScalar, type LineCounter, type Node, Scalar } from 'yaml'
import type { Path, Place } from './fault.ts'

type Source = { file: string; text: string; document: Document; lines: LineCounter }

/** Finds values of a YAML document in its text. What is missing is found where its nearest parent begins. */
export function placeIn(source: Source): Place {
  return (path, offset = 0) => {
    const { node, isValue } = nodeAt(source.document, path)
    const start = node?.range?.[0] ?? 0
    const at = isValue && offset > 0 && isScalar(node) ? offsetInText(source.text, node, offset) : start
    const { line, col } = source.lines.linePos(at)
    return { file: source.file, line, column: col }
  }
}

/** The place of a key, for faults about the key itself. */
export function keyPlaceIn(source: Source, path: Path): ReturnType<Place> {
  const parent = source.document.getIn(path.slice(0, -1), true)
  const items = isNode(parent) && 'items' in parent ? (parent.items as unknown[]) : []
  const pair = items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(path.at(-1)))
  const key = isPair(pair) && isNode(pair.key) ? pair.key : undefined
  if (key?.range == null) return placeIn(source)(path)
  const { line, col } = source.lines.linePos(key.range[0])
  return { file: source.file, line, column: col }
}

function nodeAt(document: Document, path: Path): { node: Node | null; isValue: boolean } {
  for (let depth = path.length; depth > 0; depth--) {
    const node = document.getIn(path.slice(0, depth), true)
    if (isNode(node)) return { node, isValue: depth === path.length }
  }
  return { node: document.contents, isValue: false }
}

/** Folding, quotes and escapes make the text longer than the value: both are walked together, character by character that is no space. */
function offsetInText(text: string, node: Scalar, offset: number): number {
  const value = String(node.value).slice(0, offset + 1)
  const isBlock = node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED
  let at = node.range?.[0] ?? 0
  if (isBlock) at = text.indexOf('\n', at) + 1
  let found = at
  for (const char of value) {
    if (/\s/.test(char)) continue
    found = text.indexOf(char, at)
    if (found < 0) return node.range?.[0] ?? 0
    at = found + char.length
  }
  return value.length <= offset ? at : found
}
