import { Card } from '#console/ui/card.tsx'
import { StatusMark } from '#console/ui/status-mark.tsx'
import { TierMark, tierText } from '#console/ui/tier-mark.tsx'
import type { Example } from './types.ts'
import { policyWords } from './words.ts'

type ExamplesCardProps = {
  examples: Example[]
  /** Jumps to where an example is written, in the editor. */
  onJump?: (line: number, column: number) => void
}

/** What each example of a standard gets, those that do not hold first. */
export function ExamplesCard({ examples, onJump }: ExamplesCardProps) {
  const broken = examples.filter((example) => !example.holds)
  const ordered = [...broken, ...examples.filter((example) => example.holds)]
  return (
    <Card title={policyWords.examplesTitle(examples.length)} subtitle={subtitleOf(examples.length, broken.length)}>
      {examples.length === 0 ? <p className="text-ink-2">{policyWords.noExamples}</p> : null}
      <ul className="grid gap-2.5">
        {ordered.map((example) => (
          <ExampleLine key={example.name} example={example} onJump={onJump} />
        ))}
      </ul>
    </Card>
  )
}

function subtitleOf(examples: number, broken: number): string | undefined {
  if (broken > 0) return policyWords.examplesBroken(broken)
  return examples > 0 ? policyWords.examplesHold(examples) : undefined
}

function ExampleLine({ example, onJump }: { example: Example; onJump?: ExamplesCardProps['onJump'] }) {
  const { fault } = example
  return (
    <li className="grid gap-0.5 border-s-2 border-line ps-3">
      <p className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span className="min-w-0">{example.name}</span>
        <TierMark tier={example.got} />
      </p>
      {example.holds ? (
        <p className="text-meta text-ink-2">{example.reasons[0]?.because}</p>
      ) : (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <StatusMark
            status="act"
            text={
              example.got === example.expected
                ? (fault?.message ?? policyWords.holdsNot)
                : policyWords.gotInstead(tierText(example.got), tierText(example.expected))
            }
          />
          {fault && onJump ? (
            <button
              type="button"
              className="press-target rounded-s text-meta text-accent underline underline-offset-2"
              onClick={() => onJump(fault.line, fault.column)}
            >
              {policyWords.goToLine(fault.line)}
            </button>
          ) : null}
          <p className="w-full text-meta text-ink-2">{example.reasons[0]?.because}</p>
        </div>
      )}
    </li>
  )
}
