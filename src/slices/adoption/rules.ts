import { type ActiveUseDefinition, defaultActiveUse } from '#slices/statistics/index.ts'

/** What the organisation counts as active use. */
export type Rules = Pick<
  ActiveUseDefinition,
  'ticketsMin' | 'ticketDaysMin' | 'actionsMin' | 'actionDaysMin' | 'activeShareMin' | 'weeksMin' | 'assistedShareMin'
>

export type RulesVersion = Rules & { version: number }

const { ticketsMin, ticketDaysMin, actionsMin, actionDaysMin, activeShareMin, weeksMin, assistedShareMin } = defaultActiveUse

/** Version 1: what ships with the product. */
export const shippedRules: RulesVersion = {
  version: 1,
  ticketsMin,
  ticketDaysMin,
  actionsMin,
  actionDaysMin,
  activeShareMin,
  weeksMin,
  assistedShareMin,
}

export const definitionFrom = ({ version: _, ...rules }: RulesVersion): ActiveUseDefinition => ({ ...defaultActiveUse, ...rules })
