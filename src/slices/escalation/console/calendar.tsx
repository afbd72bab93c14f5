import { day, dayAndTime } from '#console/messages/formats.ts'
import { useCall } from '#console/query.ts'
import { Button } from '#console/ui/button.tsx'
import { Card } from '#console/ui/card.tsx'
import { FactList } from '#console/ui/fact-list.tsx'
import { ErrorState, Skeleton } from '#console/ui/states.tsx'
import { StatusMark } from '#console/ui/status-mark.tsx'
import { getCalendar, weekdayIds } from '../contract.ts'
import { type Calendar, hoursText } from './calendar-form.ts'
import { escalationWords } from './words.ts'

const SHOWN = 4

type CalendarCardProps = { team: { id: string; name: string; timeZone: string }; onChange?: (calendar: Calendar) => void }

/** When a team is at work. */
export function CalendarCard({ team, onChange }: CalendarCardProps) {
  const calendar = useCall(getCalendar, { team: team.id })
  const change = calendar.data && onChange ? () => onChange(calendar.data) : undefined
  return (
    <Card
      title={escalationWords.calendarTitle(team.name)}
      subtitle={escalationWords.calendarHint(team.timeZone)}
      actions={
        change ? (
          <Button size="small" onClick={change}>
            {escalationWords.change}
          </Button>
        ) : null
      }
    >
      {calendar.isPending ? <Skeleton lines={4} /> : null}
      {calendar.isError ? <ErrorState error={calendar.error} onRetry={() => void calendar.refetch()} /> : null}
      {calendar.data ? <Inside calendar={calendar.data} /> : null}
    </Card>
  )
}

function openText({ isOpenNow, opensAt }: Calendar): string {
  if (isOpenNow) return escalationWords.openNow
  return opensAt ? escalationWords.opensAt(dayAndTime(new Date(opensAt))) : escalationWords.neverOpens
}

function Inside({ calendar }: { calendar: Calendar }) {
  const { isSet, hours, holidays } = calendar
  const today = new Date().toISOString().slice(0, 10)
  const ahead = holidays.filter((one) => one.on >= today).sort((one, other) => one.on.localeCompare(other.on))
  const shown = ahead.slice(0, SHOWN).map((one) => `${day(new Date(one.on))} ${one.name}`)
  const rest = ahead.length - shown.length
  const days = weekdayIds.map((weekday) => ({
    name: escalationWords.days(weekday),
    value: hoursText(hours, weekday) || escalationWords.notOpen,
  }))
  return (
    <div className="grid gap-3">
      {isSet ? null : <p className="text-meta text-ink-2">{escalationWords.calendarUnset}</p>}
      <p>
        <StatusMark isPlain status={calendar.isOpenNow ? 'ok' : 'info'} text={openText(calendar)} />
      </p>
      <FactList
        facts={[
          ...days,
          {
            name: escalationWords.holidays,
            value:
              shown.length === 0
                ? escalationWords.noHolidays
                : [...shown, ...(rest > 0 ? [escalationWords.moreHolidays(rest)] : [])].join(', '),
          },
        ]}
      />
    </div>
  )
}
