import type * as z from 'zod/mini'
import type { ConversationEvent } from './contract.ts'

/** What another system says happened in a conversation. */
export type Event = z.infer<typeof ConversationEvent>
