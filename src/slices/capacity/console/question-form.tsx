import { Button } from '#console/ui/button.tsx'
import { Card } from '#console/ui/card.tsx'
import { Disclosure } from '#console/ui/disclosure.tsx'
import { TextField } from '#console/ui/field.tsx'
import { Select } from '#console/ui/select.tsx'
import { StatusMark } from '#console/ui/status-mark.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import type { getObserved, listProfiles } from '../contract.ts'
import type { Faults, Form } from './question.ts'
import { ShiftsField } from './shifts-field.tsx'
import { askWords } from './words.ts'

type Observed = OutputOf<typeof getObserved>
type Profile = OutputOf<typeof listProfiles>['items'][number]

type QuestionFormProps = {
  form: Form
  faults: Faults
  onChange: (change: Partial<Form>) => void
  observed: Observed | undefined
  profiles: Profile[]
  /** Undefined for those who may only look. */
  onSimulate?: () => void
  isStarting: boolean
  /** Why the server refused to begin. */
  refusal: string
}

/** No profile has this id. */
const OBSERVED = 'observed'

/** What is assumed. Everything left empty is taken as it was observed. */
export function QuestionForm({ form, faults, onChange, observed, profiles, onSimulate, isStarting, refusal }: QuestionFormProps) {
  const field = (name: Exclude<keyof Form, 'profile' | 'shifts' | 'rest' | 'waitCounts'>) => ({
    value: form[name],
    error: faults[name],
    inputMode: name === 'name' ? ('text' as const) : ('decimal' as const),
    autoComplete: 'off',
    onChange: (value: string) => onChange({ [name]: value }),
  })
  return (
    <Card title={askWords.title} subtitle={askWords.hint}>
      <form
        noValidate
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          onSimulate?.()
        }}
      >
        <Select
          label={askWords.profile}
          options={[
            { value: OBSERVED, label: askWords.observed },
            ...profiles.map((profile) => ({ value: profile.id, label: profile.name })),
          ]}
          value={form.profile ?? OBSERVED}
          onChange={(profile) => onChange({ profile: profile === OBSERVED ? null : profile })}
        />
        <TextField label={askWords.volume} hint={form.profile ? undefined : volumeHint(observed)} {...field('volume')} />
        <TextField label={askWords.rate} hint={form.profile ? undefined : rateHint(observed)} {...field('rate')} />
        <TextField label={askWords.minutes} hint={form.profile ? undefined : minutesHint(observed)} {...field('minutes')} />
        <ShiftsField shifts={form.shifts} faults={faults} onChange={(shifts) => onChange({ shifts })} />
        <Disclosure label={askWords.more}>
          <div className="grid gap-4 narrow:grid-cols-2">
            <TextField label={askWords.lateMinutes} {...field('lateMinutes')} disabled={(form.rest.classes?.length ?? 0) > 1} />
            <TextField label={askWords.lateShare} {...field('lateShare')} />
            <TextField label={askWords.depth} {...field('depth')} />
            <TextField label={askWords.days} {...field('days')} />
          </div>
          <Select
            label={askWords.waitCounts}
            options={[
              { value: 'always', label: askWords.waitAlways },
              { value: 'open_hours', label: askWords.waitOpenHours },
            ]}
            value={form.waitCounts}
            onChange={(waitCounts) => onChange({ waitCounts })}
          />
          <TextField label={askWords.shrinkage} hint={askWords.shrinkageHint} {...field('shrinkage')} />
          <TextField label={askWords.name} optional maxLength={120} {...field('name')} />
        </Disclosure>
        <div role="alert">{refusal ? <StatusMark status="act" text={refusal} /> : null}</div>
        {onSimulate ? (
          <span>
            <Button type="submit" variant="primary" keyHint="s" busy={isStarting}>
              {askWords.simulate}
            </Button>
          </span>
        ) : (
          <p className="text-meta text-ink-2">{askWords.mayNotRun}</p>
        )}
      </form>
    </Card>
  )
}

function volumeHint(observed: Observed | undefined): string | undefined {
  if (!observed) return undefined
  return observed.volumePerDay === null ? askWords.volumeUnknown : askWords.volumeHint(observed.volumePerDay)
}

function rateHint(observed: Observed | undefined): string | undefined {
  if (!observed) return undefined
  const { exceptionRate: rate, exceptionRateWithExtraWork: whole, extraCases } = observed
  if (!rate) return askWords.rateUnknown
  const told = askWords.rateHint(rate.value, rate.low, rate.high)
  return whole && extraCases > 0 ? `${told} ${askWords.rateWhole(whole.value, extraCases)}` : told
}

function minutesHint(observed: Observed | undefined): string | undefined {
  if (!observed) return undefined
  const { handling, handlingState, reviewsMissing } = observed
  if (handlingState === 'suppressed') return askWords.minutesSuppressed
  if (!handling || handling.kind === 'elapsed') return askWords.minutesMissing(reviewsMissing)
  const { from, minutesMean, n } = handling
  return from === 'team' ? askWords.minutesHint(minutesMean, n) : askWords.minutesOrganisation(minutesMean, n)
}
