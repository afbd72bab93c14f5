import { ArrowLeft } from 'lucide-react'
import { type KeyboardEvent, memo, type RefObject, useEffect, useRef } from 'react'
import type { useCall } from '#console/query.ts'
import { Button } from '#console/ui/button.tsx'
import { ErrorState, Skeleton } from '#console/ui/states.tsx'
import type { getException } from '../contract.ts'
import { type Borrowed, Case, type Detail } from './case.tsx'
import { EditForm } from './edit-form.tsx'
import { Panel, type PanelVerb } from './panel.tsx'
import { useRow } from './rows.ts'
import type { useAnswers } from './use-answers.ts'
import { actWords, caseWords, queueWords } from './words.ts'

type CasePaneProps = {
  at: string | null
  detail: ReturnType<typeof useCall<typeof getException>>
  answers: ReturnType<typeof useAnswers>
  borrowed: Borrowed
  onBack: () => void
}

/** The case and the answer beside it; below it where the window is narrow. */
export function CasePane({ at, detail, answers, borrowed, onBack }: CasePaneProps) {
  const place = useRef<HTMLDivElement>(null)
  const panel = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another case is read from its beginning
  useEffect(() => {
    for (const box of [place.current, ...(place.current?.children ?? [])]) box?.scrollTo(0, 0)
  }, [at])
  const pressed = (event: KeyboardEvent) => {
    const isSend = event.key === 'Enter' && (event.ctrlKey || event.metaKey)
    if ((!isSend && event.key !== 'Escape') || answers.asking === null) return
    event.preventDefault()
    event.stopPropagation()
    if (isSend) answers.send()
    else answers.cancel()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Ctrl Enter sends and Escape leaves from within the fields
    <div
      ref={place}
      onKeyDown={pressed}
      className="relative min-h-0 min-w-0 overflow-y-auto xwide:grid xwide:grid-cols-[minmax(0,1fr)_18rem] xwide:overflow-hidden"
    >
      <div className="relative grid content-start gap-3 p-4 wide:p-6 xwide:min-h-0 xwide:overflow-y-auto xwide:pb-20">
        <span className="wide:hidden">
          <Button size="small" icon={ArrowLeft} keyHint="Esc" onClick={onBack}>
            {queueWords.toList}
          </Button>
        </span>
        <Content at={at} detail={detail} answers={answers} borrowed={borrowed} />
      </div>
      {detail.data ? <Nearest detail={detail.data} onVerb={answers.start} panel={panel} /> : null}
      <aside
        ref={panel}
        className="relative border-line bg-card p-4 pb-32 xwide:pb-20 max-xwide:border-t xwide:min-h-0 xwide:overflow-y-auto xwide:border-s"
      >
        {detail.data ? (
          <Panel
            detail={detail.data}
            asking={answers.asking}
            onVerb={answers.start}
            onReason={answers.reason}
            onSend={answers.send}
            onCancel={answers.cancel}
          />
        ) : null}
      </aside>
    </div>
  )
}

type NearestProps = { detail: Detail; onVerb: (verb: PanelVerb) => void; panel: RefObject<HTMLElement | null> }

/** Where the panel stands below the case, the first answer and the way to the others stay in reach. */
function Nearest({ detail, onVerb, panel }: NearestProps) {
  const toPanel = () => {
    panel.current?.scrollIntoView()
    panel.current?.querySelector('button')?.focus({ preventScroll: true })
  }
  if (detail.verbs.length === 0) return null
  return (
    <div className="sticky bottom-0 flex gap-2 border-t border-line bg-card px-4 py-2 xwide:hidden">
      {detail.verbs.includes('approve') ? (
        <Button variant="primary" keyHint="1" onClick={() => onVerb('approve')}>
          {actWords.approve}
        </Button>
      ) : null}
      <Button onClick={toPanel}>{caseWords.toAnswer}</Button>
    </div>
  )
}

const StillCase = memo(Case)

function Content({ at, detail, answers, borrowed }: Omit<CasePaneProps, 'onBack'>) {
  const row = useRow(at)
  if (detail.data) {
    const form =
      answers.asking?.verb === 'edit' ? (
        <EditForm detail={detail.data} nameOf={borrowed.nameOf} onSend={answers.send} onCancel={answers.cancel} />
      ) : null
    return <StillCase detail={detail.data} borrowed={borrowed} edit={form} />
  }
  if (at === null) return <p className="text-ink-2">{caseWords.none}</p>
  if (detail.isError) return <ErrorState error={detail.error} stillWorks={caseWords.failedStill} onRetry={() => void detail.refetch()} />
  return (
    <>
      <h2 className="text-page font-strong wrap-anywhere">{row && row !== 'gone' ? row.title : ''}</h2>
      <Skeleton lines={8} label={caseWords.waiting} />
    </>
  )
}
