import type { ComponentType, ReactNode } from 'react'
import { count, day, exactTime, share, timeOfDay } from '#console/messages/formats.ts'
import { Badge } from '#console/ui/badge.tsx'
import { Disclosure } from '#console/ui/disclosure.tsx'
import { ExternalLink } from '#console/ui/link.tsx'
import { StatusMark } from '#console/ui/status-mark.tsx'
import { TierMark } from '#console/ui/tier-mark.tsx'
import { useNow } from '#console/use-now.ts'
import type { OutputOf } from '#kernel/contract.ts'
import type { getException } from '../contract.ts'
import { useTeamName } from './team-names.ts'
import { TimeLeft, whenText } from './time-left.tsx'
import { actWords, caseWords, queueWords } from './words.ts'

export type Detail = OutputOf<typeof getException>

/** What the page lends from the screens of decisions. */
export type Borrowed = {
  /** Shows what was given by name. */
  Facts: ComponentType<{ facts: { [name: string]: unknown } }>
  /** Ids as a person reads them. */
  nameOf: (id: string) => string
  typeName: (type: string) => string
  aiAgentName: (id: string) => string
  decisionLink: (id: string) => ReactNode
}

type CaseProps = { detail: Detail; borrowed: Borrowed; edit: ReactNode }

/** One case: why it is here, what was said, what the AI agent wants to do, and what it relied on. */
export function Case({ detail, borrowed, edit }: CaseProps) {
  return (
    <div className="grid content-start gap-4">
      <Heading detail={detail} borrowed={borrowed} />
      <State detail={detail} />
      <Why detail={detail} />
      {edit ?? <Action detail={detail} borrowed={borrowed} />}
      <Sources detail={detail} />
      <Conversation detail={detail} />
      <More detail={detail} borrowed={borrowed} />
    </div>
  )
}

function Heading({ detail, borrowed }: { detail: Detail; borrowed: Borrowed }) {
  const { customer } = detail
  const nameOfTeam = useTeamName()
  return (
    <header className="grid gap-2">
      <p className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 text-meta text-ink-2">
        <span>
          {[
            nameOfTeam(detail.team),
            detail.aiAgent && borrowed.aiAgentName(detail.aiAgent),
            detail.decisionType && borrowed.typeName(detail.decisionType),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
        <span className="flex flex-wrap items-center gap-3">
          <TimeLeft row={detail} />
          {detail.isPeopleOnly || detail.origin === 'human_only' ? <TierMark tier="human_only" /> : null}
          {detail.origin === 'review' && !detail.isPeopleOnly ? <TierMark tier="review" /> : null}
        </span>
      </p>
      <h2 className="text-page font-strong wrap-anywhere">{detail.title}</h2>
      <p className="flex flex-wrap items-center gap-2 text-meta text-ink-2">
        {detail.isDrill ? <Badge>{queueWords.drill}</Badge> : null}
        {customer?.name ? <span>{customer.name}</span> : null}
        {customer?.tier ? <Badge>{customer.tier}</Badge> : null}
        <span className="wrap-anywhere">
          {caseWords.about} {detail.subject}
        </span>
      </p>
    </header>
  )
}

/** What stands in the way of answering, or will happen by itself. */
function State({ detail }: { detail: Detail }) {
  const now = useNow()
  const lines: { key: string; text: string; status: 'watch' | 'info' | 'none' }[] = []
  const add = (isOn: boolean, status: 'watch' | 'info' | 'none', text: string) => {
    if (isOn) lines.push({ key: text, text, status })
  }
  add(detail.claim === 'colleague', 'info', caseWords.claimed)
  if (detail.held)
    add(
      true,
      'info',
      detail.held.isMine ? caseWords.heldMine(actWords[detail.held.verb], timeOfDay(new Date(detail.held.until))) : caseWords.held,
    )
  add(detail.state === 'resolved', 'none', caseWords.resolved)
  if (detail.deferredUntil) add(true, 'none', caseWords.isDeferred(whenText(new Date(detail.deferredUntil), now)))
  add(detail.rejections > 0 && !detail.isPeopleOnly, 'watch', caseWords.rejected)
  add(detail.isPeopleOnly && detail.origin === 'review', 'info', caseWords.peopleOnly)
  add(detail.isHighRisk, 'watch', caseWords.highRisk)
  if (detail.escalation) add(true, 'info', caseWords.escalated(whenText(new Date(detail.escalation.at), now)))
  if (detail.expiresAt) add(true, 'none', caseWords.expires(whenText(new Date(detail.expiresAt), now)))
  if (detail.cause) add(true, 'info', `${caseWords.cause} ${detail.cause.title} ${detail.cause.nextStep}`)
  if (lines.length === 0) return null
  return (
    <ul className="flex flex-wrap gap-2">
      {lines.map((line) => (
        <li key={line.key}>
          <StatusMark status={line.status} text={line.text} />
        </li>
      ))}
    </ul>
  )
}

function Why({ detail }: { detail: Detail }) {
  const confidence = detail.proposal?.confidence ?? null
  const [first, ...others] = detail.because
  return (
    <div className="grid gap-1 rounded-m bg-selected px-4 py-3">
      <p>
        <strong className="font-strong">{caseWords.why}</strong> {first?.because ?? queueWords[detail.origin]}{' '}
        {confidence === null ? null : `${caseWords.confidence(confidence)} `}
        {detail.agreement ? caseWords.agree(detail.agreement.share, detail.agreement.reviews) : null}
      </p>
      {others.slice(0, 3).map((reason) => (
        <p key={`${reason.source} ${reason.rule} ${reason.because}`}>{reason.because}</p>
      ))}
      {detail.note ? (
        <p>
          <strong className="font-strong">{caseWords.note}</strong> {detail.note}
        </p>
      ) : null}
    </div>
  )
}

/** So many turns are in sight; those before them open on demand. */
const IN_SIGHT = 6

/** What was said, the oldest first. */
function Conversation({ detail: { conversation } }: { detail: Detail }) {
  if (conversation.length === 0) return null
  const from = Math.max(0, conversation.length - IN_SIGHT)
  return (
    <section aria-label={caseWords.conversation} className="grid gap-3">
      <h3 className="font-strong">{caseWords.conversation}</h3>
      {from > 0 ? (
        <Disclosure label={caseWords.earlierTurns(from)}>
          <Turns turns={conversation.slice(0, from)} />
        </Disclosure>
      ) : null}
      <Turns turns={conversation.slice(from)} />
    </section>
  )
}

function Turns({ turns }: { turns: Detail['conversation'] }) {
  return (
    <ol className="grid gap-3">
      {turns.map((turn, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: what was said never changes its place
        <li key={index}>
          <Turn from={caseWords[turn.from]} at={turn.at} text={turn.text} />
        </li>
      ))}
    </ol>
  )
}

function Turn({ from, at, text }: { from: string; at: string | null; text: string }) {
  return (
    <div className="grid gap-1 rounded-l border border-line bg-card px-4 py-3">
      <p className="flex items-baseline justify-between gap-3">
        <strong className="font-strong">{from}</strong>
        {at ? (
          <time dateTime={at} title={exactTime(new Date(at))} className="text-meta text-ink-2">
            {timeOfDay(new Date(at))}
          </time>
        ) : null}
      </p>
      <p className="max-w-[72ch] whitespace-pre-wrap wrap-anywhere">{text}</p>
    </div>
  )
}

function Action({ detail, borrowed }: { detail: Detail; borrowed: Borrowed }) {
  const { proposal } = detail
  if (detail.isErased) return <StatusMark status="none" text={caseWords.erased} />
  if (!proposal) return null
  const isBare = Object.keys(proposal.action.arguments).length === 0
  return (
    <section aria-labelledby={`action-${detail.id}`} className="grid gap-2 rounded-l border border-line bg-card px-4 py-3">
      <h3 id={`action-${detail.id}`} className="font-strong">
        {caseWords.action(borrowed.nameOf(proposal.action.name))}
      </h3>
      {isBare ? <p className="text-ink-2">{caseWords.noArguments}</p> : <borrowed.Facts facts={proposal.action.arguments} />}
      {proposal.reply ? <Turn from={caseWords.draft} at={null} text={proposal.reply} /> : null}
    </section>
  )
}

function Sources({ detail }: { detail: Detail }) {
  if (detail.sources.length === 0) return null
  return (
    <section className="grid gap-2">
      <h3 className="font-strong">{caseWords.sources}</h3>
      <ul className="overflow-hidden rounded-l border border-line bg-card">
        {detail.sources.map((source) => (
          <li
            key={`${source.id} ${source.version}`}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-t border-line px-4 py-2 first:border-t-0"
          >
            {source.href ? (
              <ExternalLink href={source.href}>{source.title ?? source.id}</ExternalLink>
            ) : (
              <span>{source.title ?? source.id}</span>
            )}
            <SourceAge source={source} />
          </li>
        ))}
      </ul>
    </section>
  )
}

const DAY = 86_400_000

function SourceAge({ source }: { source: Detail['sources'][number] }) {
  const now = useNow()
  const late = source.reviewDueAt ? Math.floor((now - Date.parse(source.reviewDueAt)) / DAY) : 0
  if (late > 0) return <StatusMark status="watch" text={caseWords.sourceOverdue(late)} />
  if (source.updatedAt) return <StatusMark status="ok" text={caseWords.sourceInDate(day(new Date(source.updatedAt)))} />
  return <StatusMark status="none" text={caseWords.sourceUnknown} />
}

function More({ detail, borrowed }: { detail: Detail; borrowed: Borrowed }) {
  const inputs = detail.proposal?.inputs ?? {}
  return (
    <div className="grid gap-2">
      {detail.earlier.length > 0 ? (
        <Disclosure label={`${caseWords.earlier} (${detail.earlier.length})`}>
          <Links links={detail.earlier.map(({ title, href, at }) => ({ title: at ? `${day(new Date(at))}: ${title}` : title, href }))} />
        </Disclosure>
      ) : null}
      {detail.links.length > 0 ? (
        <Disclosure label={caseWords.links}>
          <Links links={detail.links} />
        </Disclosure>
      ) : null}
      {Object.keys(inputs).length > 0 ? (
        <Disclosure label={caseWords.inputs}>
          <borrowed.Facts facts={inputs} />
        </Disclosure>
      ) : null}
      <Disclosure label={caseWords.priority}>
        <Priority priority={detail.priority} />
      </Disclosure>
      {detail.decision ? <p>{borrowed.decisionLink(detail.decision)}</p> : null}
    </div>
  )
}

function Links({ links }: { links: { title: string; href: string | null }[] }) {
  return (
    <ul className="grid gap-1">
      {links.map((link) => (
        <li key={`${link.title} ${link.href}`}>{link.href ? <ExternalLink href={link.href}>{link.title}</ExternalLink> : link.title}</li>
      ))}
    </ul>
  )
}

type Part = Detail['priority']['parts'][number]

function measuredText({ part, measured }: Part): string {
  if (measured === null) return ''
  if (typeof measured === 'string') return measured
  if (part === 'time_left' || part === 'age') return caseWords.measuredHours(measured)
  return part === 'customer_tier' ? share(measured) : count(measured)
}

function Priority({ priority }: { priority: Detail['priority'] }) {
  return (
    <>
      <p className="text-meta text-ink-2">{caseWords.priorityText(Math.round(priority.points), priority.standardVersion)}</p>
      <dl className="grid grid-cols-[minmax(0,1fr)_auto_auto] gap-x-4 gap-y-1">
        {priority.parts.map((part) => (
          <div key={part.part} className="contents">
            <dt>{caseWords[part.part]}</dt>
            <dd className="text-end text-ink-2">{measuredText(part)}</dd>
            <dd className="text-end">{caseWords.points(Math.round(part.points))}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}
