import { type App, serve } from '#kernel/http.ts'
import * as contract from './contract.ts'
import { getConversation, listConversations } from './verbs/read.ts'
import { makeRecordConversationEvents, type ReportParts } from './verbs/report.ts'

export type ConversationParts = ReportParts

export function mountConversations(app: App, parts: ConversationParts): void {
  serve(app, contract.recordConversationEvents, makeRecordConversationEvents(parts))
  serve(app, contract.listConversations, listConversations)
  serve(app, contract.getConversation, getConversation)
}
