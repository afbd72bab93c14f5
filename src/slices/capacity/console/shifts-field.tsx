import { Plus, X } from 'lucide-react'
import { list } from '#console/messages/formats.ts'
import { locale } from '#console/messages/words.ts'
import { Button, IconButton } from '#console/ui/button.tsx'
import { TextField } from '#console/ui/field.tsx'
import { Select } from '#console/ui/select.tsx'
import { type Faults, type ShiftForm, shiftTimes } from './question.ts'
import { askWords } from './words.ts'

type ShiftsFieldProps = { shifts: ShiftForm[]; faults: Faults; onChange: (shifts: ShiftForm[]) => void }

/** Monday 5 January 2026: names of weekdays come from the language. */
const weekday = (day: number) =>
  new Intl.DateTimeFormat(locale(), { weekday: 'short', timeZone: 'UTC' }).format(new Date(Date.UTC(2026, 0, 5 + day)))

/** People planned, by shift. */
export function ShiftsField({ shifts, faults, onChange }: ShiftsFieldProps) {
  const change = (id: number, part: Partial<ShiftForm>) => onChange(shifts.map((one) => (one.id === id ? { ...one, ...part } : one)))
  const next = Math.max(0, ...shifts.map((one) => one.id)) + 1
  const add = () => onChange([...shifts, { id: next, days: 'weekdays', own: [], from: '09:00', to: '17:00', people: '5' }])
  return (
    <fieldset className="grid gap-2">
      <legend className="text-body font-medium">{askWords.shifts}</legend>
      {shifts.length === 0 ? <p className="text-meta text-ink-2">{askWords.shiftsHint}</p> : null}
      {shifts.map((shift, index) => (
        <OneShift
          key={shift.id}
          shift={shift}
          place={index + 1}
          error={faults[`people-${shift.id}`]}
          onChange={(part) => change(shift.id, part)}
          onRemove={() => onChange(shifts.filter((one) => one.id !== shift.id))}
        />
      ))}
      <span>
        <Button size="small" icon={Plus} onClick={add}>
          {askWords.addShift}
        </Button>
      </span>
    </fieldset>
  )
}

type OneShiftProps = {
  shift: ShiftForm
  place: number
  error: string | undefined
  onChange: (part: Partial<ShiftForm>) => void
  onRemove: () => void
}

const times = shiftTimes.map((time) => ({ value: time, label: time }))

function OneShift({ shift, place, error, onChange, onRemove }: OneShiftProps) {
  const own = shift.own.map(weekday)
  return (
    <fieldset className="grid gap-2 rounded-m border border-line p-2">
      <legend className="sr-only">{askWords.shift(place)}</legend>
      <div className="flex items-end gap-2">
        <div className="min-w-0 grow">
          <Select
            label={askWords.onDays}
            isLabelHidden
            options={[
              { value: 'weekdays', label: askWords.weekdays },
              { value: 'every', label: askWords.everyDay },
              { value: 'weekend', label: askWords.weekend },
              ...(shift.days === 'own' ? [{ value: 'own' as const, label: askWords.ownDays(list(own)) }] : []),
            ]}
            value={shift.days}
            onChange={(days) => onChange({ days })}
          />
        </div>
        <IconButton label={askWords.removeShift(place)} icon={X} onClick={onRemove} />
      </div>
      <div className="grid grid-cols-[1fr_1fr_4rem] items-start gap-2">
        <Select label={askWords.from} options={times.slice(0, 48)} value={shift.from} onChange={(from) => onChange({ from })} />
        <Select label={askWords.to} options={times.slice(1)} value={shift.to} onChange={(to) => onChange({ to })} />
        <TextField
          label={askWords.people}
          inputMode="numeric"
          value={shift.people}
          error={error}
          onChange={(people) => onChange({ people })}
        />
      </div>
    </fieldset>
  )
}
