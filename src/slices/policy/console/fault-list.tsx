import { StatusMark } from '#console/ui/status-mark.tsx'
import { editorWords } from './editor-words.ts'
import type { Fault } from './types.ts'

type FaultListProps = { id: string; faults: Fault[]; note: string; onJump: (line: number, column: number) => void }

/** What is wrong in a text, each with its place; pressing one puts the caret there. */
export function FaultList({ id, faults, note, onJump }: FaultListProps) {
  return (
    <section aria-label={editorWords.faultsTitle} className="grid gap-2">
      <p id={id} role="status" className="font-medium">
        {note}
      </p>
      {faults.length > 0 ? (
        <ol className="grid max-h-72 gap-2 overflow-y-auto">
          {faults.map((fault) => (
            <li key={`${fault.line}:${fault.column}:${fault.message}`} className="grid gap-0.5 rounded-m border border-line bg-card p-2">
              <button
                type="button"
                className="press-target flex flex-wrap items-baseline gap-x-2 rounded-s text-start hover:bg-hover"
                onClick={() => onJump(fault.line, fault.column)}
              >
                <StatusMark
                  isPlain
                  status={fault.warning ? 'watch' : 'act'}
                  text={<span className="text-accent underline underline-offset-2">{editorWords.place(fault.line, fault.column)}</span>}
                />
                {fault.rule ? <span className="text-meta text-ink-2">{editorWords.inRule(fault.rule)}</span> : null}
                {fault.warning ? <span className="text-meta text-ink-2">{editorWords.warning}</span> : null}
              </button>
              <p className="ps-4.5">{fault.message}</p>
              {fault.write ? <p className="ps-4.5 text-ink-2">{editorWords.writeInstead(fault.write)}</p> : null}
            </li>
          ))}
        </ol>
      ) : null}
    </section>
  )
}
