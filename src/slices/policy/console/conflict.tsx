import type { ReactNode } from 'react'
import { Button } from '#console/ui/button.tsx'
import { StatusMark } from '#console/ui/status-mark.tsx'
import { DiffView } from './diff-view.tsx'
import { editorWords } from './editor-words.ts'
import type { Standard } from './types.ts'
import { workingCopyOf } from './working-copy.ts'

type ConflictProps = { theirs: Standard; mine: string; isBusy: boolean; onKeepMine: () => void; onTakeTheirs: () => void }

/** Two people saved one standard: both texts side by side, and nothing is lost whichever is chosen. */
export function Conflict({ theirs, mine, isBusy, onKeepMine, onTakeTheirs }: ConflictProps) {
  const copy = workingCopyOf(theirs)
  const reason = theirs.versions.find((version) => version.version === copy.version)?.reason ?? ''
  return (
    <section role="alert" className="grid gap-3 rounded-l border border-edge bg-card p-4">
      <h2 className="text-title font-strong">
        <StatusMark isPlain status="watch" text={editorWords.conflictTitle} />
      </h2>
      <p>{editorWords.conflictText}</p>
      <DiffView
        before={copy.text}
        after={mine}
        beforeName={editorWords.conflictTheirs(copy.version, reason)}
        afterName={editorWords.conflictMine}
      />
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" busy={isBusy} onClick={onKeepMine}>
          {editorWords.keepMine}
        </Button>
        <Button onClick={onTakeTheirs}>{editorWords.takeTheirs}</Button>
      </div>
    </section>
  )
}

type KeptProps = { onPutBack: () => void; onDrop: () => void }

/** The reader's own text from before, for as long as they stay. */
export function Kept({ onPutBack, onDrop }: KeptProps) {
  return (
    <Note text={`${editorWords.keptTitle}. ${editorWords.keptText}`}>
      <Button size="small" onClick={onPutBack}>
        {editorWords.putBack}
      </Button>
      <Button size="small" variant="quiet" onClick={onDrop}>
        {editorWords.drop}
      </Button>
    </Note>
  )
}

/** Somebody saved while the reader was writing; said early, before they try to save. */
export function MovedOn({ version, onSee }: { version: number; onSee: () => void }) {
  return (
    <Note text={editorWords.movedOn(version)}>
      <Button size="small" onClick={onSee}>
        {editorWords.seeTheirs}
      </Button>
    </Note>
  )
}

function Note({ text, children }: { text: string; children: ReactNode }) {
  return (
    <div role="status" className="flex flex-wrap items-center justify-between gap-2 rounded-m bg-selected px-3 py-2">
      <span className="min-w-0">{text}</span>
      <span className="flex flex-wrap gap-2">{children}</span>
    </div>
  )
}
