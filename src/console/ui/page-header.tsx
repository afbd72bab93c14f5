import { type ReactNode, useEffect } from 'react'
import { showTitle } from '#console/shell/title.ts'

type PageHeaderProps = {
  /** The page's short name, for the tab of the browser. */
  title: string
  /** The one question that this page answers. */
  question: string
  /** The answer in one sentence. Leave it out while it is not known; never guess. */
  answer?: ReactNode
  /** Window, definitions, who answers for it. */
  meta?: ReactNode
  actions?: ReactNode
}

/** The first lines of every page: question, answer, meta. */
export function PageHeader({ title, question, answer, meta, actions }: PageHeaderProps) {
  useEffect(() => showTitle(title), [title])
  return (
    <header className="flex flex-wrap items-end justify-between gap-3">
      <div className="max-w-[72ch] min-w-0">
        <h1 tabIndex={-1} className="text-page font-strong">
          {question}
        </h1>
        {answer ? <p className="text-title">{answer}</p> : null}
        {meta ? (
          <div data-page-meta="" className="mt-0.5 text-meta text-ink-2">
            {meta}
          </div>
        ) : null}
      </div>
      {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
    </header>
  )
}
