import { createLink } from '@tanstack/react-router'
import { ExternalLink as ExternalIcon, type LucideIcon } from 'lucide-react'
import type { ComponentPropsWithRef } from 'react'
import { uiWords } from '#console/messages/ui.ts'
import { cx } from './cx.ts'

const text = 'rounded-s text-accent underline decoration-1 underline-offset-2 hover:decoration-2'
const button =
  'inline-flex h-9 items-center justify-center gap-2 rounded-m border border-edge/60 bg-card px-3 text-body font-medium text-ink hover:bg-hover'

const looks = {
  text,
  /** For names in tables. */
  ink: 'inline-block min-h-6 rounded-s py-0.5 font-medium text-ink underline decoration-edge underline-offset-2 hover:decoration-2',
  button,
  /** Only what `className` says; for the shell. */
  bare: '',
}

type AnchorProps = ComponentPropsWithRef<'a'> & { look?: keyof typeof looks; icon?: LucideIcon }

function Anchor({ look = 'text', icon: Icon, className, children, ...rest }: AnchorProps) {
  return (
    <a {...rest} className={cx(looks[look], className)}>
      {Icon ? <Icon size={16} aria-hidden="true" /> : null}
      {children}
    </a>
  )
}

/** A link to another screen: typed by the route tree, fetched ahead on hover. `look="ink"` for names in tables. */
export const Link = createLink(Anchor)

/** A link that leaves the console. */
export function ExternalLink({ children, ...rest }: AnchorProps & { href: string }) {
  return (
    <Anchor target="_blank" rel="noreferrer" {...rest}>
      {children}
      <ExternalIcon size={12} role="img" aria-label={uiWords.newTab} className="ms-1 inline align-baseline" />
    </Anchor>
  )
}

/** A file of the API, as a button. The browser sends the session by itself. */
export function DownloadLink({ children, ...rest }: AnchorProps & { href: string; download: string }) {
  return (
    <Anchor look="button" {...rest}>
      {children}
    </Anchor>
  )
}
