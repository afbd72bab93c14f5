import { later } from '#console/later.tsx'
import type { DialogProps } from './dialog-frame.tsx'

/** A question over the page. Fetched when it is first opened: no page waits for what it may never show. */
export const Dialog = later<DialogProps>(async () => (await import('./dialog-frame.tsx')).DialogFrame)
