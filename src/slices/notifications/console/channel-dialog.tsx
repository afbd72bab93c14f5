import { type FormEvent, useState } from 'react'
import { faultsByField } from '#console/faults.ts'
import { useAct } from '#console/query.ts'
import { Button } from '#console/ui/button.tsx'
import { Checkbox } from '#console/ui/checkbox.tsx'
import { Dialog } from '#console/ui/dialog.tsx'
import { TextField } from '#console/ui/field.tsx'
import { FormFault } from '#console/ui/form-fault.tsx'
import { Select } from '#console/ui/select.tsx'
import { notify } from '#console/ui/toast.tsx'
import { changeChannel, channelKinds, createChannel, eventTypes } from '../contract.ts'
import { Secret } from './secret.tsx'
import { TargetFields } from './target-fields.tsx'
import { type Channel, type Kind, keepsTarget, type TargetForm, targetFormOf, targetOf } from './target-form.ts'
import { channelWords } from './words.ts'

type EventType = (typeof eventTypes)[number]
type Form = { kind: Kind; name: string; teamId: string; events: EventType[]; aiAgent: string; target: TargetForm }

/** No id begins with a sign. */
const EVERYBODY = '*'

type ChannelDialogProps = {
  channel?: Channel
  /** Teams in which this person may add channels. */
  teams: { id: string; name: string }[]
  mayServeAll: boolean
  hasEmail: boolean
  onClose: () => void
}

const formOf = (channel: Channel | undefined, { mayServeAll, teams, hasEmail }: ChannelDialogProps): Form => ({
  kind: channel?.kind ?? (mayServeAll && !hasEmail ? 'smtp' : 'slack'),
  name: channel?.name ?? '',
  teamId: channel?.teamId ?? (mayServeAll || channel ? EVERYBODY : (teams[0]?.id ?? EVERYBODY)),
  events: channel?.events ?? [],
  aiAgent: channel?.aiAgentId ?? '',
  target: targetFormOf(channel),
})

/** What only a signed webhook has. */
function webhookOf({ kind, events, aiAgent }: Form) {
  return kind === 'webhook' ? { events, aiAgentId: aiAgent.trim() === '' ? null : aiAgent.trim() } : {}
}

function changesOf(channel: Channel, form: Form) {
  const target = keepsTarget(channel, form.target) ? {} : { target: targetOf(form.kind, form.target) }
  return { channel: channel.id, name: form.name, ...webhookOf(form), ...target }
}

/** Adds a channel or changes one. A signing secret is shown once, at the end. */
export function ChannelDialog(props: ChannelDialogProps) {
  const { channel, onClose } = props
  const [form, setForm] = useState(() => formOf(channel, props))
  const [secret, setSecret] = useState<string | null | undefined>(undefined)
  const add = useAct(createChannel)
  const change = useAct(changeChannel, { ifMatch: channel?.etag })
  const act = channel ? change : add
  const set = (part: Partial<Form>) => setForm((before) => ({ ...before, ...part }))

  async function save(event: FormEvent) {
    event.preventDefault()
    const { kind, name, teamId, target } = form
    try {
      if (channel) {
        await change.mutateAsync(changesOf(channel, form))
        notify({ title: channelWords.saved })
        onClose()
        return
      }
      const made = await add.mutateAsync({
        name,
        teamId: teamId === EVERYBODY ? null : teamId,
        target: targetOf(kind, target),
        ...webhookOf(form),
      })
      notify({ title: channelWords.added })
      if (kind === 'webhook') setSecret(made.secret)
      else onClose()
    } catch {
      // The refusal stands in the form.
    }
  }

  if (secret !== undefined) return <Secret secret={secret} onClose={onClose} />
  return (
    <Dialog open onClose={onClose} title={channel ? channelWords.changeTitle(channel.name) : channelWords.addTitle}>
      <form onSubmit={save} className="grid gap-4" noValidate>
        {channel ? null : <Kinds form={form} set={set} {...props} />}
        <Fields form={form} set={set} channel={channel} error={act.error} />
        <FormFault text={act.error?.message ?? ''} />
        <span className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{channelWords.cancel}</Button>
          <Button type="submit" variant="primary" busy={act.isPending}>
            {channel ? channelWords.save : channelWords.addLabel}
          </Button>
        </span>
      </form>
    </Dialog>
  )
}

type PartProps = { form: Form; set: (part: Partial<Form>) => void }

function Kinds({ form, set, teams, mayServeAll, hasEmail }: PartProps & ChannelDialogProps) {
  const offered = channelKinds.filter((kind) => kind !== 'smtp' || (mayServeAll && !hasEmail))
  const serves = form.kind === 'smtp' ? [] : teams.map((team) => ({ value: team.id, label: team.name }))
  return (
    <>
      <Select
        label={channelWords.kind}
        hint={channelWords.kindHints(form.kind)}
        options={offered.map((value) => ({ value, label: channelWords.kinds(value) }))}
        value={form.kind}
        onChange={(kind) => set(kind === 'smtp' ? { kind, teamId: EVERYBODY } : { kind })}
      />
      <Select
        label={channelWords.serves}
        options={[...(mayServeAll ? [{ value: EVERYBODY, label: channelWords.everybody }] : []), ...serves]}
        value={form.teamId}
        onChange={(teamId) => set({ teamId })}
      />
    </>
  )
}

function Fields({ form, set, channel, error }: PartProps & { channel: Channel | undefined; error: unknown }) {
  const faults = faultsByField(error)
  return (
    <>
      <TextField
        label={channelWords.name}
        hint={channelWords.nameHint}
        value={form.name}
        onChange={(name) => set({ name })}
        error={faults.name}
        maxLength={120}
        required
      />
      <TargetFields
        kind={form.kind}
        form={form.target}
        hasStored={channel?.hasSecret ?? false}
        faults={faults}
        onChange={(part) => set({ target: { ...form.target, ...part } })}
      />
      {form.kind === 'webhook' ? <Events form={form} set={set} error={faults.aiAgentId} /> : null}
    </>
  )
}

function Events({ form, set, error }: PartProps & { error: string | undefined }) {
  const toggle = (event: EventType, isOn: boolean) =>
    set({ events: isOn ? [...form.events, event] : form.events.filter((one) => one !== event) })
  return (
    <>
      <fieldset className="grid gap-1">
        <legend className="text-body font-medium">{channelWords.events}</legend>
        <p className="text-meta text-ink-2">{channelWords.eventsHint}</p>
        {eventTypes.map((event) => (
          <Checkbox
            key={event}
            label={channelWords.eventNames(event)}
            checked={form.events.includes(event)}
            onChange={(isOn) => toggle(event, isOn)}
          />
        ))}
      </fieldset>
      <TextField
        label={channelWords.aiAgent}
        hint={channelWords.aiAgentHint}
        optional
        value={form.aiAgent}
        onChange={(aiAgent) => set({ aiAgent })}
        error={error}
      />
    </>
  )
}
