import { type FormEvent, useState } from 'react'
import { faultOfForm, faultsByField } from '#console/faults.ts'
import { useAct, useCall } from '#console/query.ts'
import { Button } from '#console/ui/button.tsx'
import { Checkbox } from '#console/ui/checkbox.tsx'
import { Dialog } from '#console/ui/dialog.tsx'
import { TextField } from '#console/ui/field.tsx'
import { FormFault } from '#console/ui/form-fault.tsx'
import { Select } from '#console/ui/select.tsx'
import type { InputOf } from '#kernel/contract.ts'
import { createKey, listRights, listTeams } from '../contract.ts'
import { settingsWords } from './settings-words.ts'

type Scope = InputOf<typeof createKey>['scopes'][number]
type Purpose = 'ask' | 'read' | 'own'

const scopesFor: { [purpose in Purpose]: Scope[] } = {
  ask: ['decisions:write', 'decisions:read', 'executions:write', 'outcomes:write'],
  read: ['decisions:read', 'standards:read', 'ai-agents:read'],
  own: [],
}

/** No team's id begins with a sign. */
const ALL = '*'

const empty = { name: '', purpose: 'ask' as Purpose, own: [] as Scope[], team: ALL, aiAgent: '', days: '365' }

/** What the form asks the server for. */
function requestOf({ name, purpose, own, team, aiAgent, days }: typeof empty) {
  return {
    name,
    scopes: purpose === 'own' ? own : scopesFor[purpose],
    teams: team === ALL ? null : [team],
    aiAgent: aiAgent.trim() || null,
    expiresInDays: days === '0' ? null : Number(days),
  }
}

/** Makes a key. `onMade` gets the token, which is shown once. */
export function KeyDialog({ onClose, onMade }: { onClose: () => void; onMade: (token: string | null) => void }) {
  const [values, setValues] = useState(empty)
  const teams = useCall(listTeams, { limit: 200 })
  const act = useAct(createKey)
  const faults = faultsByField(act.error)
  const set = (change: Partial<typeof values>) => setValues((before) => ({ ...before, ...change }))

  /** A refusal stands in the form. */
  function make(event: FormEvent) {
    event.preventDefault()
    act.mutate(requestOf(values), { onSuccess: (made) => onMade(made.token) })
  }

  return (
    <Dialog open onClose={onClose} title={settingsWords.makeKey} description={settingsWords.makeKeyText}>
      <form onSubmit={make} className="grid gap-4" noValidate>
        <TextField
          label={settingsWords.keyName}
          hint={settingsWords.keyNameHint}
          value={values.name}
          onChange={(name) => set({ name })}
          required
          error={faults.name}
        />
        <Select
          label={settingsWords.keyPurpose}
          options={[
            { value: 'ask', label: settingsWords.purposeAsk },
            { value: 'read', label: settingsWords.purposeRead },
            { value: 'own', label: settingsWords.purposeOwn },
          ]}
          value={values.purpose}
          onChange={(purpose) => set({ purpose })}
          error={values.purpose === 'own' ? undefined : faults.scopes}
        />
        {values.purpose === 'own' ? <Scopes chosen={values.own} onChange={(own) => set({ own })} /> : null}
        <Select
          label={settingsWords.keyTeams}
          options={[
            { value: ALL, label: settingsWords.allTeams },
            ...(teams.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={values.team}
          onChange={(team) => set({ team })}
        />
        <TextField
          label={settingsWords.keyAiAgent}
          hint={settingsWords.keyAiAgentHint}
          optional
          value={values.aiAgent}
          onChange={(aiAgent) => set({ aiAgent })}
          error={faults.aiAgent}
        />
        <Select
          label={settingsWords.days}
          options={[
            { value: '30', label: settingsWords.days30 },
            { value: '365', label: settingsWords.days365 },
            { value: '0', label: settingsWords.days0 },
          ]}
          value={values.days}
          onChange={(days) => set({ days })}
        />
        <FormFault text={faultOfForm(act.error, ['name', 'aiAgent', ...(values.purpose === 'own' ? [] : ['scopes'])])} />
        <span className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{settingsWords.cancel}</Button>
          <Button type="submit" variant="primary" busy={act.isPending}>
            {settingsWords.makeKey}
          </Button>
        </span>
      </form>
    </Dialog>
  )
}

/** Rights that a key may hold, each with what it means. */
function Scopes({ chosen, onChange }: { chosen: Scope[]; onChange: (scopes: Scope[]) => void }) {
  const rights = useCall(listRights, {}, { staleTime: 3_600_000 })
  const offered = (rights.data?.scopes ?? []).filter((row) => row.forKeys)
  return (
    <fieldset className="grid gap-1">
      <legend className="pb-1 font-medium">{settingsWords.scopes}</legend>
      {offered.map((row) => {
        const scope = row.scope as Scope
        const isChosen = chosen.includes(scope)
        return (
          <Checkbox
            key={scope}
            label={row.about}
            checked={isChosen}
            onChange={() => onChange(isChosen ? chosen.filter((one) => one !== scope) : [...chosen, scope])}
          />
        )
      })}
    </fieldset>
  )
}
