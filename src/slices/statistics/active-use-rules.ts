/** What counts as use that lasts. All of it is the organisation's to set, and printed with every figure. */
export type ActiveUseDefinition = {
  /** Acts that count: a considered override is use; opening, dismissing and training are not. */
  qualifying: readonly string[]
  /** Exposed: so many tickets on which the AI agent could have helped, on so many days of the week. */
  ticketsMin: number
  ticketDaysMin: number
  /** Active: exposed, with so many qualifying acts on so many days of the week. */
  actionsMin: number
  actionDaysMin: number
  /** Adopted: this share of exposed people active, in so many of the last so many weeks. */
  activeShareMin: number
  weeksMin: number
  weeksWindow: number
  /** And this share of tickets helped with over those weeks. */
  assistedShareMin: number
  /** Given up: no qualifying act for so many days while there were tickets. */
  abandonedAfterDays: number
  /** Suggestions that somebody must have seen to count as reached. */
  reachedSuggestionsMin: number
}

export const defaultActiveUse: ActiveUseDefinition = {
  qualifying: ['accepted', 'edited', 'overridden_with_reason'],
  ticketsMin: 5,
  ticketDaysMin: 2,
  actionsMin: 3,
  actionDaysMin: 2,
  activeShareMin: 0.6,
  weeksMin: 3,
  weeksWindow: 4,
  assistedShareMin: 0.3,
  abandonedAfterDays: 28,
  reachedSuggestionsMin: 5,
}
