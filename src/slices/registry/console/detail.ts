import type { OutputOf } from '#kernel/contract.ts'
import type { cardForm, getAiAgent } from '../contract.ts'

/** One AI agent as the API tells it. */
export type AiAgentDetail = OutputOf<typeof getAiAgent>

/** The fields of the agent card. */
export type Form = OutputOf<typeof cardForm>['fields']
