import { Plus, Trash2 } from 'lucide-react'
import { Button, IconButton } from '#console/ui/button.tsx'
import { TextArea, TextField } from '#console/ui/field.tsx'
import { Select } from '#console/ui/select.tsx'
import { tierText } from '#console/ui/tier-mark.tsx'
import type { FormFaults, RuleDraft } from './tune-form.ts'
import { tuningWords } from './tuning-words.ts'

type TuneRulesProps = { rules: RuleDraft[]; faults: FormFaults; onChange: (rules: RuleDraft[]) => void }

/** Rules that a team adds. They can only restrict: "on its own" is not among the choices. */
export function TuneRules({ rules, faults, onChange }: TuneRulesProps) {
  const key = rules.reduce((most, rule) => Math.max(most, rule.key), -1) + 1
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-2 font-medium">{tuningWords.rulesTitle}</legend>
      {rules.length === 0 ? <p className="text-ink-2">{tuningWords.noRules}</p> : null}
      {rules.map((rule, index) => (
        <RuleFields
          key={rule.key}
          rule={rule}
          index={index}
          faults={faults}
          onChange={(next) => onChange(rules.map((one) => (one.key === next.key ? next : one)))}
          onRemove={() => onChange(rules.filter((one) => one.key !== rule.key))}
        />
      ))}
      <span>
        <Button size="small" icon={Plus} onClick={() => onChange([...rules, { key, id: '', when: '', tier: 'review', because: '' }])}>
          {tuningWords.addRule}
        </Button>
      </span>
    </fieldset>
  )
}

type RuleFieldsProps = { rule: RuleDraft; index: number; faults: FormFaults; onChange: (rule: RuleDraft) => void; onRemove: () => void }

function RuleFields({ rule, index, faults, onChange, onRemove }: RuleFieldsProps) {
  const fault = (part: string) => faults[`rules.${index}.${part}`]
  return (
    <div className="grid gap-3 rounded-m border border-line p-3">
      <div className="flex items-center justify-between gap-2">
        <h3 className="font-medium">{tuningWords.ruleTitle(index + 1)}</h3>
        <IconButton icon={Trash2} label={tuningWords.removeRule(index + 1)} onClick={onRemove} />
      </div>
      <div className="grid items-start gap-3 wide:grid-cols-2">
        <TextField
          label={tuningWords.ruleId}
          hint={tuningWords.ruleIdHint}
          value={rule.id}
          error={fault('id')}
          onChange={(id) => onChange({ ...rule, id })}
        />
        <Select
          label={tuningWords.tier}
          options={(['review', 'human_only'] as const).map((tier) => ({ value: tier, label: tierText(tier) }))}
          value={rule.tier}
          onChange={(tier) => onChange({ ...rule, tier })}
        />
      </div>
      <TextArea
        isCode
        rows={2}
        label={tuningWords.when}
        hint={tuningWords.whenHint}
        value={rule.when}
        error={fault('when')}
        onChange={(when) => onChange({ ...rule, when })}
      />
      <TextField
        label={tuningWords.because}
        hint={tuningWords.becauseHint}
        value={rule.because}
        error={fault('because')}
        onChange={(because) => onChange({ ...rule, because })}
      />
    </div>
  )
}
