import { useId } from 'react'
import { cx } from '#console/ui/cx.ts'
import { KeyHint } from '#console/ui/key-hint.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import type { countReasons } from '../contract.ts'
import { decideWords } from './decide-words.ts'

export type ReasonCode = OutputOf<typeof countReasons>['byReason'][number]['reasonCode']

const missing: readonly ReasonCode[] = [
  'knowledge_wrong',
  'knowledge_missing',
  'rule_wrong',
  'context_missing',
  'tone',
  'tool_failed',
  'customer_wanted_person',
]

/** What may be said with an act. Saying no to what was right makes no sense; taking it over, or answering, may. */
export function reasonsFor(verb: string | null): readonly ReasonCode[] {
  return verb === 'take_over' || verb === 'respond' ? [...missing, 'ai_agent_right'] : missing
}

type ReasonsProps = {
  label: string
  codes: readonly ReasonCode[]
  value: ReasonCode | null
  onChoose: (code: ReasonCode) => void
  /** The numbers choose while an act waits for its reason. */
  hasKeys?: boolean
  error?: string
}

/** What was missing: chips, one of them. Every one speaks of the system. */
export function Reasons({ label, codes, value, onChoose, hasKeys = false, error }: ReasonsProps) {
  const name = useId()
  return (
    <fieldset className="min-w-0" aria-describedby={error ? `${name}-error` : undefined}>
      <legend className="pb-2 text-body font-medium">{label}</legend>
      <div className="flex flex-wrap gap-1.5">
        {codes.map((code, index) => (
          <label
            key={code}
            className={cx(
              'relative inline-flex min-h-7 cursor-pointer items-center gap-1.5 rounded-full border px-2.5 py-0.5 text-meta has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent',
              value === code ? 'border-accent bg-selected font-medium' : 'border-edge/60 bg-card hover:bg-hover',
            )}
          >
            <input type="radio" name={name} checked={value === code} onChange={() => onChoose(code)} className="sr-only" />
            {decideWords[code]}
            {hasKeys ? <KeyHint keys={String(index + 1)} /> : null}
          </label>
        ))}
      </div>
      <p id={`${name}-error`} role="alert" className={cx('pt-1 text-meta font-medium', !error && 'sr-only')}>
        {error ?? ''}
      </p>
    </fieldset>
  )
}
