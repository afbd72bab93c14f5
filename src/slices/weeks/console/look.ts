import { type Unit, valueInUnit } from '#console/messages/units.ts'
import type { OutputOf } from '#kernel/contract.ts'
import type { aiAgentWeeks } from '../contract.ts'

export type WeeksAnswer = OutputOf<typeof aiAgentWeeks>
export type Week = WeeksAnswer['weeks'][number]
export type WeekFigure = Week['figures'][number]
/** A measure, and of money in which currency. */
export type Shown = { measure: string; currency: string | null }

export const always = ['decisions', 'errors', 'exceptions']
export const units: { [measure: string]: Unit } = {
  errors: 'share',
  exceptions: 'share',
  run_time: 'seconds',
  run_cost: 'micros',
  handle_time: 'seconds',
  cost: 'cents',
}

export const told = ({ measure, currency }: Shown, value: number) => valueInUnit(value, units[measure] ?? 'cases', currency)
export const isMoney = ({ measure }: Shown) => units[measure] === 'micros' || units[measure] === 'cents'

export const figureIn = ({ figures }: { figures: WeekFigure[] }, { measure, currency }: Shown) =>
  figures.find((one) => one.measure === measure && one.currency === currency)
