import { type FormEvent, useState } from 'react'
import { faultOfForm, faultsByField } from '#console/faults.ts'
import { exactTime } from '#console/messages/formats.ts'
import { useAct, useCall } from '#console/query.ts'
import { Button } from '#console/ui/button.tsx'
import { ConfirmDialog } from '#console/ui/confirm-dialog.tsx'
import { Dialog } from '#console/ui/dialog.tsx'
import { Disclosure } from '#console/ui/disclosure.tsx'
import { TextArea, TextField } from '#console/ui/field.tsx'
import { FormFault } from '#console/ui/form-fault.tsx'
import { Select } from '#console/ui/select.tsx'
import { Skeleton } from '#console/ui/states.tsx'
import { notify } from '#console/ui/toast.tsx'
import { getLimit, removeLimit, setLimit } from '../contract.ts'
import type { LimitView } from './limit-table.tsx'
import { type PlaceNames, placeName } from './place.ts'
import { limitWords } from './words.ts'

type Form = { rate: string; depth: string; hours: string; onBreach: 'pause_launches' | 'drop_to_assist'; reason: string }
type Faults = { [field: string]: string | undefined }

const formOf = ({ limit }: LimitView): Form => ({
  rate: limit ? String(Number((limit.rateMax * 100).toFixed(4))) : '',
  depth: limit ? String(limit.depthMax) : '',
  hours: String(limit?.windowHours ?? 24),
  onBreach: limit?.onBreach ?? 'pause_launches',
  reason: '',
})

const numberOf = (text: string) => (text.trim() === '' ? Number.NaN : Number(text.trim().replace(',', '.')))
const isWhole = (text: string, [low, high]: [number, number]) =>
  Number.isInteger(numberOf(text)) && numberOf(text) >= low && numberOf(text) <= high

function faultsOf({ rate, depth, hours, reason }: Form): Faults {
  const isShare = numberOf(rate) >= 0 && numberOf(rate) <= 100
  return {
    rateMax: isShare ? undefined : limitWords.wrongShare,
    depthMax: isWhole(depth, [0, 1_000_000]) ? undefined : limitWords.wrongWhole(0, 1_000_000),
    windowHours: isWhole(hours, [1, 672]) ? undefined : limitWords.wrongWhole(1, 672),
    reason: reason.trim() === '' ? limitWords.reasonMissing : undefined,
  }
}

/** Sets the limit of one place, or changes it. */
type LimitDialogProps = { view: LimitView; names: PlaceNames; onClose: () => void }

export function LimitDialog({ view, names, onClose }: LimitDialogProps) {
  const [form, setForm] = useState(() => formOf(view))
  const [own, setOwn] = useState<Faults>({})
  const [isRemoving, setIsRemoving] = useState(false)
  const place = { team: view.team, ...(view.aiAgent === null ? {} : { aiAgent: view.aiAgent }) }
  const save = useAct(setLimit, { ifMatch: view.etag, also: ['registry'] })
  const faults = { ...faultsByField(save.error), ...own }
  const set = (change: Partial<Form>) => setForm((before) => ({ ...before, ...change }))

  async function submit(event: FormEvent) {
    event.preventDefault()
    const found = faultsOf(form)
    setOwn(found)
    if (Object.values(found).some(Boolean)) return
    try {
      await save.mutateAsync({
        ...place,
        rateMax: numberOf(form.rate) / 100,
        depthMax: numberOf(form.depth),
        windowHours: numberOf(form.hours),
        onBreach: form.onBreach,
        reason: form.reason.trim(),
      })
      notify({ title: limitWords.saved })
      onClose()
    } catch {
      // The refusal stands in the form.
    }
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={view.limit ? limitWords.changeFor(placeName(view, names)) : limitWords.setFor(placeName(view, names))}
      description={limitWords.dialogText}
    >
      <form onSubmit={submit} className="grid gap-4" noValidate>
        <Fields form={form} faults={faults} set={set} />
        <FormFault text={faultOfForm(save.error, ['rateMax', 'depthMax', 'windowHours', 'reason'])} />
        <span className="flex flex-wrap justify-end gap-2">
          {view.limit && !view.isLive ? (
            <Button variant="quiet" onClick={() => setIsRemoving(true)}>
              {limitWords.remove}
            </Button>
          ) : null}
          <Button onClick={onClose}>{limitWords.cancel}</Button>
          <Button type="submit" variant="primary" busy={save.isPending}>
            {limitWords.save}
          </Button>
        </span>
        <Disclosure label={limitWords.history}>
          <History place={place} />
        </Disclosure>
      </form>
      {isRemoving ? <Remove view={view} place={place} onClose={() => setIsRemoving(false)} onDone={onClose} /> : null}
    </Dialog>
  )
}

type FieldsProps = { form: Form; faults: Faults; set: (change: Partial<Form>) => void }

function Fields({ form, faults, set }: FieldsProps) {
  return (
    <>
      <TextField
        label={limitWords.rateMax}
        hint={limitWords.rateMaxHint}
        inputMode="decimal"
        value={form.rate}
        onChange={(rate) => set({ rate })}
        error={faults.rateMax}
        required
      />
      <div className="grid items-start gap-4 narrow:grid-cols-2">
        <TextField
          label={limitWords.depthMax}
          hint={limitWords.depthMaxHint}
          inputMode="numeric"
          value={form.depth}
          onChange={(depth) => set({ depth })}
          error={faults.depthMax}
          required
        />
        <TextField
          label={limitWords.windowHours}
          inputMode="numeric"
          value={form.hours}
          onChange={(hours) => set({ hours })}
          error={faults.windowHours}
          required
        />
      </div>
      <Select
        label={limitWords.onBreach}
        hint={limitWords.onBreachHints(form.onBreach)}
        options={(['pause_launches', 'drop_to_assist'] as const).map((value) => ({ value, label: limitWords.onBreachNames(value) }))}
        value={form.onBreach}
        onChange={(onBreach) => set({ onBreach })}
      />
      <TextArea
        label={limitWords.reason}
        hint={limitWords.reasonHint}
        rows={2}
        maxLength={1000}
        value={form.reason}
        onChange={(reason) => set({ reason })}
        error={faults.reason}
        required
      />
    </>
  )
}

type Place = { team: string; aiAgent?: string }

function Remove({ view, place, onClose, onDone }: { view: LimitView; place: Place; onClose: () => void; onDone: () => void }) {
  const remove = useAct(removeLimit, { ifMatch: view.etag, also: ['registry'] })
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={limitWords.remove}
      description={<p>{limitWords.removeText}</p>}
      confirmLabel={limitWords.remove}
      isDangerous
      needsReason={false}
      onConfirm={async () => {
        await remove.mutateAsync(place)
        notify({ title: limitWords.removed })
        onDone()
      }}
    />
  )
}

function History({ place }: { place: Place }) {
  const limit = useCall(getLimit, place)
  if (limit.isPending) return <Skeleton lines={2} />
  if (limit.isError) return <FormFault text={limit.error.message} />
  if (limit.data.history.length === 0) return <p className="text-ink-2">{limitWords.historyEmpty}</p>
  return (
    <ol className="grid gap-2">
      {limit.data.history.map((one) => (
        <li key={one.setAt} className="grid">
          <span className="text-meta text-ink-2">
            {[
              exactTime(new Date(one.setAt)),
              one.isLoosened && one.wasLive ? limitWords.historyLoosened : '',
              one.wasLive ? '' : limitWords.historyBeforeLive,
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
          <span>
            {one.isRemoval
              ? limitWords.historyRemoved
              : limitWords.historyLine(one.rateMax, one.depthMax, limitWords.hours(one.windowHours))}
          </span>
          <span className="text-ink-2">{one.reason}</span>
        </li>
      ))}
    </ol>
  )
}
