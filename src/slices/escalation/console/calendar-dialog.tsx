import { type ChangeEvent, type FormEvent, useId, useState } from 'react'
import { call, useAct } from '#console/query.ts'
import { Button } from '#console/ui/button.tsx'
import { Dialog } from '#console/ui/dialog.tsx'
import { TextArea, TextField } from '#console/ui/field.tsx'
import { FormFault } from '#console/ui/form-fault.tsx'
import { notify } from '#console/ui/toast.tsx'
import { readHolidays as readCalendarFile, setCalendar, weekdayIds } from '../contract.ts'
import { type Calendar, holidaysText, hoursForm, readHolidays, readHours, withHolidays } from './calendar-form.ts'
import { escalationWords } from './words.ts'

/** Sets the hours and the holidays of a team. */
export function CalendarDialog({ calendar, teamName, onClose }: { calendar: Calendar; teamName: string; onClose: () => void }) {
  const [hours, setHours] = useState(() => hoursForm(calendar.hours))
  const [holidays, setHolidays] = useState(() => holidaysText(calendar.holidays))
  const [wasSent, setWasSent] = useState(false)
  const save = useAct(setCalendar, { ifMatch: calendar.etag, also: ['drills'] })
  const read = weekdayIds.map((day) => ({ day, found: readHours(day, hours[day]) }))
  const days = readHolidays(holidays)

  async function submit(event: FormEvent) {
    event.preventDefault()
    setWasSent(true)
    if (typeof days === 'number' || read.some(({ found }) => found === null)) return
    try {
      await save.mutateAsync({ team: calendar.teamId, hours: read.flatMap(({ found }) => found ?? []), holidays: days })
      notify({ title: escalationWords.calendarSaved })
      onClose()
    } catch {
      // The refusal stands in the form.
    }
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={escalationWords.calendarDialog(teamName)}
      description={escalationWords.calendarHint(calendar.timeZone)}
    >
      <form onSubmit={submit} className="grid gap-4" noValidate>
        <p className="text-meta text-ink-2">{escalationWords.hoursHint}</p>
        <div className="grid items-start gap-3 narrow:grid-cols-2">
          {read.map(({ day, found }) => (
            <TextField
              key={day}
              label={escalationWords.days(day)}
              value={hours[day]}
              error={wasSent && found === null ? escalationWords.hoursWrong : undefined}
              onChange={(text) => setHours({ ...hours, [day]: text })}
            />
          ))}
        </div>
        <TextArea
          label={escalationWords.holidaysLabel}
          hint={escalationWords.holidaysHint}
          rows={5}
          value={holidays}
          error={wasSent && typeof days === 'number' ? escalationWords.holidaysWrong(days) : undefined}
          onChange={setHolidays}
        />
        <FromFile team={calendar.teamId} onRead={(more) => setHolidays(withHolidays(holidays, more))} />
        <FormFault text={save.error?.message ?? ''} />
        <span className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{escalationWords.cancel}</Button>
          <Button type="submit" variant="primary" busy={save.isPending}>
            {escalationWords.save}
          </Button>
        </span>
      </form>
    </Dialog>
  )
}

function FromFile({ team, onRead }: { team: string; onRead: (more: Calendar['holidays']) => void }) {
  const id = useId()
  const [said, setSaid] = useState('')
  async function read(event: ChangeEvent<HTMLInputElement>) {
    const [file] = event.target.files ?? []
    if (!file) return
    try {
      const { holidays, leftOut } = await call(readCalendarFile, { team, text: await file.text() })
      onRead(holidays)
      setSaid(escalationWords.icsRead(holidays.length, leftOut))
    } catch (error) {
      setSaid(error instanceof Error ? error.message : escalationWords.icsFailed)
    }
  }
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-body font-medium">
        {escalationWords.ics}
      </label>
      <input id={id} type="file" accept=".ics,text/calendar" onChange={(event) => void read(event)} className="max-w-full text-body" />
      <p role="status" className="text-meta text-ink-2">
        {said}
      </p>
    </div>
  )
}
