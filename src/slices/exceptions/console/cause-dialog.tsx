import { type FormEvent, useState } from 'react'
import { faultOfForm, faultsByField } from '#console/faults.ts'
import { useAct } from '#console/query.ts'
import { Button } from '#console/ui/button.tsx'
import { Dialog } from '#console/ui/dialog.tsx'
import { TextArea, TextField } from '#console/ui/field.tsx'
import { FormFault } from '#console/ui/form-fault.tsx'
import { Select } from '#console/ui/select.tsx'
import { notify } from '#console/ui/toast.tsx'
import { openCause } from '../contract.ts'
import { causeWords } from './cause-words.ts'

type CauseDialogProps = { teams: { id: string; name: string }[]; mayNameForAll: boolean; onClose: () => void }

const fields = ['title', 'nextStep', 'decisionType', 'aiAgent', 'rule', 'words'] as const
type Form = { [field in (typeof fields)[number]]: string }
const empty: Form = { title: '', nextStep: '', decisionType: '', aiAgent: '', rule: '', words: '' }
/** No id begins with a sign. */
const EVERYBODY = '*'

/** An id out of a title: what the API calls it. The end keeps two causes of one title apart. */
function idOf(title: string): string {
  const plain = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  const end = crypto.getRandomValues(new Uint16Array(1))[0]?.toString(36) ?? ''
  return `${plain.slice(0, 50) || 'cause'}-${end}`
}

function matchesOf(form: Form) {
  const given = (['decisionType', 'aiAgent', 'rule'] as const).flatMap((name) =>
    form[name].trim() === '' ? [] : [[name, form[name].trim()]],
  )
  const words = form.words
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean)
  return { ...Object.fromEntries(given), ...(words.length > 0 ? { words } : {}) }
}

/** Names a cause, and says which cases belong to it. */
export function CauseDialog({ teams, mayNameForAll, onClose }: CauseDialogProps) {
  const [form, setForm] = useState(empty)
  const [team, setTeam] = useState(mayNameForAll ? EVERYBODY : (teams[0]?.id ?? EVERYBODY))
  const [wasSent, setWasSent] = useState(false)
  const save = useAct(openCause)
  const server = faultsByField(save.error)
  const matches = matchesOf(form)
  const missing = (text: string) => (wasSent && text.trim() === '' ? causeWords.fillIn : undefined)
  const hasMatch = Object.keys(matches).length > 0
  const field = (name: (typeof fields)[number]) => ({
    value: form[name],
    error: server[name] ?? server[`matches.${name}`],
    onChange: (text: string) => setForm((before) => ({ ...before, [name]: text })),
  })

  async function submit(event: FormEvent) {
    event.preventDefault()
    setWasSent(true)
    if (form.title.trim() === '' || form.nextStep.trim() === '' || !hasMatch) return
    try {
      await save.mutateAsync({
        id: idOf(form.title),
        team: team === EVERYBODY ? null : team,
        title: form.title.trim(),
        nextStep: form.nextStep.trim(),
        matches,
      })
      notify({ title: causeWords.saved })
      onClose()
    } catch {
      // The refusal stands in the form.
    }
  }

  const everybody = mayNameForAll ? [{ value: EVERYBODY, label: causeWords.everybody }] : []
  return (
    <Dialog open onClose={onClose} title={causeWords.name}>
      <form onSubmit={submit} className="grid gap-4" noValidate>
        <TextField
          label={causeWords.causeTitle}
          hint={causeWords.causeTitleHint}
          maxLength={200}
          {...field('title')}
          error={missing(form.title) ?? server.title}
        />
        <TextArea
          label={causeWords.nextStep}
          hint={causeWords.nextStepHint}
          rows={2}
          maxLength={1000}
          {...field('nextStep')}
          error={missing(form.nextStep) ?? server.nextStep}
        />
        <Select
          label={causeWords.team}
          options={[...everybody, ...teams.map((one) => ({ value: one.id, label: one.name }))]}
          value={team}
          onChange={setTeam}
        />
        <fieldset className="grid gap-3">
          <legend className="font-medium">{causeWords.matches}</legend>
          <p className="text-meta text-ink-2">{causeWords.dialogText}</p>
          <div className="grid items-start gap-4 narrow:grid-cols-2">
            <TextField label={causeWords.decisionType} optional {...field('decisionType')} />
            <TextField label={causeWords.aiAgent} optional {...field('aiAgent')} />
            <TextField label={causeWords.rule} hint={causeWords.ruleHint} optional {...field('rule')} />
            <TextField label={causeWords.words} hint={causeWords.wordsHint} optional {...field('words')} />
          </div>
        </fieldset>
        <FormFault text={wasSent && !hasMatch ? causeWords.matchMissing : faultOfForm(save.error, ['title', 'nextStep'])} />
        <span className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{causeWords.cancel}</Button>
          <Button type="submit" variant="primary" busy={save.isPending}>
            {causeWords.save}
          </Button>
        </span>
      </form>
    </Dialog>
  )
}
