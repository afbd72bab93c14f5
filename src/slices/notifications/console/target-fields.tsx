import { TextField } from '#console/ui/field.tsx'
import { Select } from '#console/ui/select.tsx'
import type { Kind, TargetForm } from './target-form.ts'
import { channelWords } from './words.ts'

type TargetFieldsProps = {
  kind: Kind
  form: TargetForm
  hasStored: boolean
  faults: { [field: string]: string | undefined }
  onChange: (change: Partial<TargetForm>) => void
}

/** The fields that a kind of channel needs to get there. */
export function TargetFields(props: TargetFieldsProps) {
  const { kind, form, hasStored, faults, onChange } = props
  const field = (name: Exclude<keyof TargetForm, 'security'>) => ({
    value: form[name],
    error: faults[`target.${name}`],
    autoComplete: 'off',
    onChange: (value: string) => onChange({ [name]: value }),
  })
  const isSecretStored = hasStored && (kind === 'slack' || kind === 'pagerduty')
  return (
    <>
      {isSecretStored ? <p className="text-meta text-ink-2">{channelWords.wholeText}</p> : null}
      {kind === 'slack' ? <TextField label={channelWords.slackUrl} hint={channelWords.slackUrlHint} type="url" {...field('url')} /> : null}
      {kind === 'pagerduty' ? (
        <>
          <TextField label={channelWords.routingKey} hint={channelWords.routingKeyHint} {...field('routingKey')} />
          <TextField label={channelWords.url} hint={channelWords.pagerUrlHint} type="url" optional {...field('url')} />
        </>
      ) : null}
      {kind === 'webhook' ? <TextField label={channelWords.url} hint={channelWords.webhookUrlHint} type="url" {...field('url')} /> : null}
      {kind === 'alertmanager' ? (
        <>
          <TextField label={channelWords.url} hint={channelWords.alertUrlHint} type="url" {...field('url')} />
          <SignIn {...props} />
        </>
      ) : null}
      {kind === 'smtp' ? (
        <>
          <div className="grid items-start gap-4 narrow:grid-cols-[minmax(0,1fr)_7rem]">
            <TextField label={channelWords.host} {...field('host')} />
            <TextField label={channelWords.port} inputMode="numeric" {...field('port')} />
          </div>
          <Select
            label={channelWords.security}
            options={(['starttls', 'tls', 'none'] as const).map((value) => ({ value, label: channelWords.securities(value) }))}
            value={form.security}
            onChange={(security) => onChange({ security })}
          />
          <TextField label={channelWords.from} type="email" {...field('from')} />
          <SignIn {...props} />
        </>
      ) : null}
    </>
  )
}

function SignIn({ form, hasStored, faults, onChange }: TargetFieldsProps) {
  return (
    <div className="grid items-start gap-4 narrow:grid-cols-2">
      <TextField
        label={channelWords.username}
        optional
        autoComplete="off"
        value={form.username}
        error={faults['target.username']}
        onChange={(username) => onChange({ username })}
      />
      <TextField
        label={channelWords.password}
        optional
        type="password"
        autoComplete="new-password"
        hint={hasStored ? channelWords.passwordKept : undefined}
        value={form.password}
        error={faults['target.password']}
        onChange={(password) => onChange({ password })}
      />
    </div>
  )
}
