import type { ReactNode } from 'react'
import { exactTime } from '#console/messages/formats.ts'
import { useCall } from '#console/query.ts'
import { Dialog } from '#console/ui/dialog.tsx'
import { FormFault } from '#console/ui/form-fault.tsx'
import { Skeleton } from '#console/ui/states.tsx'
import { StatusMark } from '#console/ui/status-mark.tsx'
import { getEscalation } from '../contract.ts'
import { looks } from './looks.ts'
import { escalationWords } from './words.ts'

type DetailProps = { id: string; onClose: () => void; link: (path: string, text: string) => ReactNode }

/** One escalation: what it is about, and what happened so far, in roles. */
export function Detail({ id, onClose, link }: DetailProps) {
  const escalation = useCall(getEscalation, { escalation: id })
  return (
    <Dialog open onClose={onClose} title={escalation.data?.title ?? escalationWords.ackTitle} width="broad">
      <Inside escalation={escalation} link={link} />
    </Dialog>
  )
}

type InsideProps = { escalation: ReturnType<typeof useCall<typeof getEscalation>>; link: DetailProps['link'] }

function Inside({ escalation, link }: InsideProps) {
  if (escalation.isPending) return <Skeleton lines={4} />
  if (escalation.isError) return <FormFault text={escalation.error.message} />
  const { state, text, link: path, hasProcedure, items, log } = escalation.data
  return (
    <div className="grid gap-4">
      <p>
        <StatusMark status={looks[state]} text={escalationWords.states(state)} />
      </p>
      <p className="whitespace-pre-line">{text}</p>
      {path ? <p>{link(path, escalationWords.openMatter)}</p> : null}
      {hasProcedure ? null : <p className="text-ink-2">{escalationWords.noProcedure}</p>}
      {items.length > 0 ? (
        <section className="grid gap-1">
          <h3 className="font-medium">{escalationWords.items(items.length)}</h3>
          <ul className="grid max-h-48 list-disc gap-1 overflow-y-auto ps-5">
            {items.map((item) => (
              <li key={item.id} className={item.isGone ? 'text-ink-2' : undefined}>
                {item.title}
                {item.isGone ? ` (${escalationWords.gone})` : null}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <section className="grid gap-1">
        <h3 className="font-medium">{escalationWords.log}</h3>
        <ol className="grid gap-2">
          {log.map((line) => (
            <li key={`${line.at} ${line.says}`} className="grid">
              <span className="text-meta text-ink-2">{exactTime(new Date(line.at))}</span>
              <span>{line.says}</span>
            </li>
          ))}
        </ol>
      </section>
    </div>
  )
}
