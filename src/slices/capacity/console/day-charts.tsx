import { Chart } from '#console/ui/chart/chart.tsx'
import type { Answer } from '../contract.ts'
import { dayPicture, frontierPicture, shortBy, staffPicture } from './pictures.ts'
import { timeOfHalfHour } from './question.ts'
import { capacityWords } from './words.ts'

/** Through a working day, and what more or fewer people do. */
export function DayCharts({ answer, about }: { answer: Answer; about: string[] }) {
  const { halfHours, base, staffing, quick } = answer
  const { halfHours: staff } = quick.erlang
  return (
    <div className="grid items-start gap-4 xwide:grid-cols-2">
      {halfHours && base ? (
        <Chart
          name="capacity-through-the-day"
          title={dayTitle(halfHours)}
          subtitle={capacityWords.daySubtitle(base.days)}
          picture={dayPicture(halfHours)}
          about={[...about, capacityWords.daySubtitle(base.days)]}
        />
      ) : null}
      {staff.some((half) => half.peoplePlanned > 0 || half.neededCarried > 0) ? (
        <Chart
          name="capacity-people-by-half-hour"
          title={capacityWords.staffTitle(shortBy(staff))}
          subtitle={capacityWords.staffSubtitle}
          picture={staffPicture(staff)}
          about={[...about, capacityWords.staffSubtitle]}
        />
      ) : null}
      {staffing && staffing.frontier.length > 1 ? (
        <Chart
          name="capacity-people-and-late"
          title={staffing.peoplePlanned === null ? capacityWords.frontierNone : capacityWords.frontierTitle(staffing.peoplePlanned)}
          subtitle={capacityWords.frontierSubtitle(staffing.erlangPeople)}
          picture={frontierPicture(answer)}
          about={[...about, capacityWords.frontierSubtitle(staffing.erlangPeople)]}
        />
      ) : null}
    </div>
  )
}

function dayTitle(halves: NonNullable<Answer['halfHours']>): string {
  const worst = halves.reduce((one, other) => (other.queueMean.value > one.queueMean.value ? other : one))
  if (worst.queueMean.value < 1) return capacityWords.dayTitleCalm
  return capacityWords.dayTitle(worst.queueMean.value, timeOfHalfHour(worst.halfHour + 1))
}
