import { later } from '#console/later.tsx'
import type { ConfirmDialogProps } from './confirm-question.tsx'

/** The last question before something that counts. Fetched when it is asked: no page waits for it to open. */
export const ConfirmDialog = later<ConfirmDialogProps>(async () => (await import('./confirm-question.tsx')).ConfirmQuestion)
