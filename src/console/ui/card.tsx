import { type ReactNode, useId } from 'react'

type CardProps = {
  title?: ReactNode
  /** What the title means or how it was counted. */
  subtitle?: ReactNode
  actions?: ReactNode
  children: ReactNode
  /** For tables and lists that reach the edge. */
  isFlush?: boolean
}

/** One part of a page, named by its title. The title is the finding where there is one. */
export function Card({ title, subtitle, actions, children, isFlush = false }: CardProps) {
  const id = useId()
  return (
    <section aria-labelledby={title ? id : undefined} className="min-w-0 overflow-hidden rounded-l border border-line bg-card">
      {title || actions ? (
        <div className="flex flex-wrap items-start justify-between gap-2 px-4 pt-3 pb-2">
          <div className="min-w-0 flex-1 basis-56">
            <h2 id={id} className="text-title font-strong">
              {title}
            </h2>
            {subtitle ? <p className="text-meta text-ink-2">{subtitle}</p> : null}
          </div>
          {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
        </div>
      ) : null}
      <div className={isFlush ? undefined : 'px-4 pt-1 pb-4 first:pt-4'}>{children}</div>
    </section>
  )
}
