import { cx } from '#console/ui/cx.ts'
import { ScrollFrame } from '#console/ui/scroll-frame.tsx'
import { type DiffLine, diffLines, nearDifferences } from './diff-lines.ts'
import { editorWords } from './editor-words.ts'

type DiffViewProps = { before: string; after: string; beforeName: string; afterName: string }

const signs = { both: ' ', before: '−', after: '+' }

/** Where two texts differ, line by line: what only the first has is struck with a minus, what only the second has with a plus. */
export function DiffView({ before, after, beforeName, afterName }: DiffViewProps) {
  const lines = nearDifferences(diffLines(before, after))
  const isSame = lines.every((line) => line === null || line.kind === 'both')
  const label = editorWords.diffLabel(beforeName, afterName)
  return (
    <figure className="grid min-w-0 rounded-m border border-line bg-ground">
      <figcaption className="flex flex-wrap gap-x-4 border-b border-line px-3 py-1.5 text-meta text-ink-2">
        <span>{`− ${beforeName}`}</span>
        <span>{`+ ${afterName}`}</span>
      </figcaption>
      {isSame ? <p className="p-3 text-ink-2">{editorWords.diffSame}</p> : null}
      <ScrollFrame label={label}>
        <pre dir="ltr" className="w-max min-w-full py-2 font-mono text-meta">
          {isSame ? null : lines.map((line, index) => <Line key={keyOf(line, index)} line={line} />)}
        </pre>
      </ScrollFrame>
    </figure>
  )
}

const keyOf = (line: DiffLine | null, index: number) => `${index}${line?.kind ?? ''}`

function Line({ line }: { line: DiffLine | null }) {
  if (line === null) return <span className="block px-3 text-ink-2">{'⋯'}</span>
  return (
    <span className={cx('block px-3', line.kind === 'before' && 'bg-tint-watch', line.kind === 'after' && 'bg-tint-ok')}>
      <span className="sr-only">{editorWords.diffKind(line.kind)}</span>
      <span aria-hidden="true" className="inline-block w-4 select-none">
        {signs[line.kind]}
      </span>
      {line.text || ' '}
    </span>
  )
}
