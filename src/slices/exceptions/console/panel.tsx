import { useRef } from 'react'
import { Button } from '#console/ui/button.tsx'
import { TextArea } from '#console/ui/field.tsx'
import type { Detail } from './case.tsx'
import { decideWords } from './decide-words.ts'
import { useDraft } from './drafts.ts'
import { type ReasonCode, Reasons, reasonsFor } from './reasons.tsx'
import type { Verb } from './use-acts.ts'
import { actWords } from './words.ts'

/** An act that waits for its reason or its text. */
export type Asking = { verb: Exclude<Verb, 'approve'>; isMissing: boolean } | null

export type PanelVerb = Detail['verbs'][number]

type PanelProps = {
  detail: Detail
  asking: Asking
  onVerb: (verb: PanelVerb) => void
  onReason: (code: ReasonCode) => void
  onSend: () => void
  onCancel: () => void
}

type Line = { verb: PanelVerb; label: string; keyHint: string }

const lines = (): Line[] => [
  { verb: 'approve', label: actWords.approveSend, keyHint: '1' },
  { verb: 'edit', label: actWords.edit, keyHint: '2' },
  { verb: 'take_over', label: actWords.take_over, keyHint: '3' },
  { verb: 'reject', label: actWords.reject, keyHint: '4' },
  { verb: 'respond', label: actWords.respond, keyHint: '5' },
  { verb: 'escalate', label: actWords.escalate, keyHint: '6' },
  { verb: 'defer', label: actWords.defer, keyHint: 'h' },
  { verb: 'undo', label: actWords.undo, keyHint: 'u' },
]

/** Where a teammate decides. Overriding is as near as approving, and asks for nothing but what was missing. */
export function Panel({ detail, asking, onVerb, onReason, onSend, onCancel }: PanelProps) {
  const [draft, change] = useDraft(detail.id)
  const offered = lines().filter((line) => detail.verbs.includes(line.verb))
  const [first] = offered
  const mayChange = offered.some((line) => ['edit', 'reject', 'respond', 'take_over'].includes(line.verb))
  return (
    <div className="grid content-start gap-4">
      <h2 className="sr-only">{decideWords.title}</h2>
      <div className="grid gap-2">
        {offered.map((line) => (
          <Button
            key={line.verb}
            wide
            keyHint={asking ? undefined : line.keyHint}
            variant={lookOf(line, first)}
            onClick={() => onVerb(line.verb)}
          >
            {line.label}
          </Button>
        ))}
      </div>
      {mayChange ? (
        <div className="grid gap-4 border-t border-line pt-4">
          <Reasons
            label={asking ? `${actWords[asking.verb]}: ${decideWords.reasonAsked}` : decideWords.reasonTitle}
            codes={reasonsFor(asking?.verb ?? null)}
            value={draft.reasonCode}
            onChoose={onReason}
            hasKeys={asking !== null}
            error={asking?.isMissing && draft.reasonCode === null ? decideWords.reasonMissing : undefined}
          />
          {asking?.verb === 'respond' ? (
            <Message value={draft.message} isMissing={asking.isMissing} onChange={(message) => change({ message })} />
          ) : null}
          <TextArea label={decideWords.note} optional rows={2} maxLength={2000} value={draft.note} onChange={(note) => change({ note })} />
          {asking ? <AskingButtons asking={asking} onSend={onSend} onCancel={onCancel} /> : null}
          <p className="text-meta text-ink-2">{decideWords.kind}</p>
        </div>
      ) : null}
    </div>
  )
}

function lookOf(line: Line, first: Line | undefined): 'primary' | 'plain' | 'quiet' {
  if (line.verb === first?.verb && line.verb !== 'escalate') return 'primary'
  return line.verb === 'defer' || line.verb === 'escalate' ? 'quiet' : 'plain'
}

function AskingButtons({ asking, onSend, onCancel }: { asking: NonNullable<Asking>; onSend: () => void; onCancel: () => void }) {
  if (asking.verb === 'edit') return null
  return (
    <div className="flex flex-wrap gap-2">
      <Button variant="primary" keyHint="Ctrl+Enter" onClick={onSend}>
        {asking.verb === 'respond' ? decideWords.sendRespond : actWords[asking.verb]}
      </Button>
      <Button keyHint="Esc" onClick={onCancel}>
        {decideWords.cancel}
      </Button>
    </div>
  )
}

function Message({ value, isMissing, onChange }: { value: string; isMissing: boolean; onChange: (text: string) => void }) {
  const box = useRef<HTMLTextAreaElement>(null)
  return (
    <TextArea
      ref={box}
      autoFocus
      label={decideWords.message}
      hint={decideWords.messageHint}
      rows={4}
      maxLength={8000}
      value={value}
      error={isMissing && value.trim() === '' ? decideWords.messageMissing : undefined}
      onChange={onChange}
    />
  )
}
