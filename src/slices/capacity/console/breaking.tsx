import { count } from '#console/messages/formats.ts'
import { Card } from '#console/ui/card.tsx'
import { StatusMark } from '#console/ui/status-mark.tsx'
import { type Column, CsvButton, Table } from '#console/ui/table.tsx'
import type { Answer } from '../contract.ts'
import { baseSentence, breakingSentence } from './sentences.ts'
import { capacityWords } from './words.ts'

type Breaking = NonNullable<Answer['breaking']>
type Sign = Breaking['signs'][number]

/** Whether it holds, where it breaks, and what gives way first. */
export function BreakingCards({ answer, about }: { answer: Answer; about: string[] }) {
  const { base, breaking } = answer
  if (!base) return null
  return (
    <Card
      title={capacityWords.signsTitle}
      subtitle={capacityWords.signsSubtitle}
      isFlush
      actions={breaking ? <CsvButton name="capacity-breaks" columns={columns()} rows={breaking.signs} about={about} /> : null}
    >
      <div className="grid gap-2 px-4 pt-1 pb-3">
        <p>
          <StatusMark isPlain status={base.holds ? 'ok' : 'act'} text={baseSentence(answer)} />
        </p>
        {breaking ? (
          <>
            <p>
              <StatusMark isPlain status={breaking.state === 'already' ? 'act' : 'info'} text={breakingSentence(breaking)} />
            </p>
            <p className="text-meta text-ink-2">
              {capacityWords.breaksMeaning(breaking.neverEmptyShareMax)}{' '}
              {breaking.arithmeticMultiple === null ? null : capacityWords.breaksArithmetic(breaking.arithmeticMultiple)}
            </p>
          </>
        ) : null}
      </div>
      {breaking && breaking.signs.length > 0 ? (
        <Table caption={capacityWords.signsTitle} isCaptionHidden columns={columns()} rows={breaking.signs} rowKey={(row) => row.sign} />
      ) : null}
    </Card>
  )
}

const columns = (): Column<Sign>[] => [
  { id: 'sign', head: capacityWords.sign, cell: (row) => capacityWords.signs(row.sign), value: (row) => capacityWords.signs(row.sign) },
  { id: 'volume', head: capacityWords.signAt, cell: volumeText, value: volumeText },
  { id: 'times', head: capacityWords.signTimes, cell: (row) => timesText(row), value: (row) => row.at?.multiple.value },
]

function volumeText({ state, at }: Sign): string {
  if (state === 'already') return capacityWords.signAlready
  if (!at) return capacityWords.signBeyond
  const { value, low, high } = at.volumePerDay
  return capacityWords.range(count(Math.round(value)), count(Math.round(low)), count(Math.round(high)))
}

function timesText({ at }: Sign): string {
  return at ? capacityWords.range(count(at.multiple.value), count(at.multiple.low), count(at.multiple.high)) : ''
}
