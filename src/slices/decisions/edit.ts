import { hash } from 'node:crypto'
import { canonicalText } from '#slices/audit/index.ts'
import type { Proposal } from './decision.ts'

export type EditedAction = Proposal['action']

export type Edit = {
  /** The id of the decision whose action was edited. */
  decisionId: string
  action: EditedAction
  /** Inputs that the teammate corrected; they count over everything else. */
  inputs?: Record<string, unknown>
  exceptionId: string
}

/**
 * The proposal that judges an edit: the recorded one with the edited action. An input that bears the name of a changed argument
 * follows it, so that a refund that was lowered is judged by the lower amount. It happens now, whenever the first one did.
 */
export function editedProposal(recorded: Proposal, edit: Edit): Proposal {
  const inputs = { ...followed(recorded, edit.action.arguments), ...edit.inputs }
  const digest = hash('sha256', canonicalText({ action: edit.action, inputs })).slice(0, 8)
  const { occurredAt: _, ...rest } = recorded
  return { ...rest, action: edit.action, inputs, call: `edit:${edit.exceptionId}:${digest}`, editOf: edit.decisionId }
}

function followed(recorded: Proposal, edited: Record<string, unknown>): Record<string, unknown> {
  const inputs = Object.entries(recorded.inputs).flatMap(([name, value]) => {
    if (!isChanged(recorded.action.arguments, edited, name)) return [[name, value]]
    // An argument that was taken out takes its input along: a rule that needs it then asks for a person.
    return Object.hasOwn(edited, name) ? [[name, edited[name]]] : []
  })
  return Object.fromEntries(inputs)
}

function isChanged(before: Record<string, unknown>, after: Record<string, unknown>, name: string): boolean {
  if (Object.hasOwn(before, name) !== Object.hasOwn(after, name)) return true
  return Object.hasOwn(after, name) && canonicalText({ value: before[name] }) !== canonicalText({ value: after[name] })
}
