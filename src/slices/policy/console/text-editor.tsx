import { type KeyboardEvent, type Ref, useId, useImperativeHandle, useRef } from 'react'
import { cx } from '#console/ui/cx.ts'
import { StatusShape } from '#console/ui/status-mark.tsx'
import { editorWords } from './editor-words.ts'

/** Puts the caret where a fault stands, and the line in sight. */
export type EditorHandle = { goTo: (line: number, column: number) => void; focus: () => void }

type TextEditorProps = {
  text: string
  onChange: (text: string) => void
  /** Lines that hold a fault, marked beside their number. */
  faultLines: ReadonlySet<number>
  isInvalid: boolean
  /** Id of the element that says what is wrong. */
  describedBy?: string
  ref?: Ref<EditorHandle>
}

const LINE_PX = 20

/** A text area with line numbers. Tab leaves it, so nobody is caught in it; Enter keeps the indent. */
export function TextEditor({ text, onChange, faultLines, isInvalid, describedBy, ref }: TextEditorProps) {
  const id = useId()
  const area = useRef<HTMLTextAreaElement>(null)
  const numbers = useRef<HTMLDivElement>(null)

  function goTo(line: number, column: number) {
    const element = area.current
    if (!element) return
    const start = offsetOf(element.value, line, column)
    element.focus()
    element.setSelectionRange(start, endOfLine(element.value, start))
    element.scrollTop = Math.max(0, (line - 4) * LINE_PX)
  }

  useImperativeHandle(ref, () => ({ goTo, focus: () => area.current?.focus() }))

  function follow() {
    if (numbers.current && area.current) numbers.current.scrollTop = area.current.scrollTop
  }

  return (
    <div className="grid min-w-0 gap-1">
      <label htmlFor={id} className="font-medium">
        {editorWords.textLabel}
      </label>
      <div
        dir="ltr"
        className={cx(
          'flex h-[min(52dvh,40rem)] min-h-64 overflow-hidden rounded-m border bg-card focus-within:outline-2 focus-within:outline-accent',
          isInvalid ? 'border-status-act' : 'border-edge',
        )}
      >
        <div
          ref={numbers}
          aria-hidden="true"
          className="shrink-0 overflow-hidden border-e border-line bg-ground py-2 font-mono text-meta leading-5 text-ink-2 select-none"
        >
          {text.split('\n').map((_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line number is its place
            <div key={index} className="flex items-center justify-end gap-1 ps-2 pe-2">
              {faultLines.has(index + 1) ? <StatusShape status="act" /> : null}
              {index + 1}
            </div>
          ))}
          <div className="h-6" />
        </div>
        <textarea
          ref={area}
          id={id}
          value={text}
          wrap="off"
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          aria-invalid={isInvalid || undefined}
          aria-describedby={cx(`${id}-hint`, describedBy)}
          onChange={(event) => onChange(event.target.value)}
          onScroll={follow}
          onKeyDown={keepIndent}
          className="w-full resize-none bg-card px-3 py-2 font-mono text-meta leading-5 text-ink outline-none"
        />
      </div>
      <p id={`${id}-hint`} className="text-meta text-ink-2">
        {editorWords.textHint}
      </p>
    </div>
  )
}

/** A new line begins where the one before began. `insertText` keeps the browser's own undo. */
function keepIndent(event: KeyboardEvent<HTMLTextAreaElement>) {
  if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || event.nativeEvent.isComposing) return
  const { value, selectionStart } = event.currentTarget
  const line = value.slice(value.lastIndexOf('\n', selectionStart - 1) + 1, selectionStart)
  const indent = /^ */.exec(line)?.[0] ?? ''
  if (indent === '') return
  event.preventDefault()
  document.execCommand('insertText', false, `\n${indent}`)
}

/** The place of a line and column, both counted from 1, in a text. */
export function offsetOf(text: string, line: number, column: number): number {
  let start = 0
  for (let left = line - 1; left > 0; left--) {
    const next = text.indexOf('\n', start)
    if (next < 0) return text.length
    start = next + 1
  }
  return Math.min(start + column - 1, endOfLine(text, start))
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}
