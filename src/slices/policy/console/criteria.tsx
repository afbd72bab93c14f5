import { Card } from '#console/ui/card.tsx'
import { type Tier, TierMark } from '#console/ui/tier-mark.tsx'
import type { Criteria, Parameter } from './types.ts'
import { policyWords } from './words.ts'

const order: Tier[] = ['autonomous', 'review', 'human_only']

/** The rules of a standard in words, by how far the AI agent may go. */
export function CriteriaCard({ criteria }: { criteria: Criteria }) {
  return (
    <Card title={policyWords.criteriaTitle} subtitle={policyWords.criteriaSubtitle}>
      <CriteriaInWords criteria={criteria} />
    </Card>
  )
}

export function CriteriaInWords({ criteria }: { criteria: Criteria }) {
  return (
    <div className="grid gap-5">
      {criteria.rules.length === 0 ? <p className="text-ink-2">{policyWords.noRulesYet}</p> : null}
      {criteria.rules.length > 0 ? order.map((tier) => <TierRules key={tier} tier={tier} criteria={criteria} />) : null}
      <section className="grid gap-1 border-t border-line pt-3">
        <h3 className="font-medium">{policyWords.inAllOther}</h3>
        <p className="flex flex-wrap items-baseline gap-x-2">
          <TierMark tier={criteria.otherwise.tier} />
          <span className="text-ink-2">{criteria.otherwise.because}</span>
        </p>
      </section>
      {criteria.bundleSecondsMax === null ? null : (
        <section className="grid gap-1 border-t border-line pt-3">
          <h3 className="font-medium">{policyWords.whileAwayTitle}</h3>
          <p className="text-ink-2">{policyWords.whileAway(criteria.bundleSecondsMax)}</p>
        </section>
      )}
    </div>
  )
}

function TierRules({ tier, criteria }: { tier: Tier; criteria: Criteria }) {
  const rules = criteria.rules.filter((rule) => rule.tier === tier)
  return (
    <section className="grid gap-2">
      <h3 className="flex items-baseline gap-2">
        <TierMark tier={tier} isStrong />
        {rules.length > 0 ? <span className="text-meta text-ink-2">{policyWords.tierRules(rules.length)}</span> : null}
      </h3>
      {rules.length === 0 ? <p className="text-ink-2">{policyWords.noRules}</p> : null}
      <ul className="grid gap-2.5">
        {rules.map((rule) => (
          <li key={rule.id} className="grid gap-0.5 border-s-2 border-line ps-3">
            <p className="max-w-[72ch]">{rule.because}</p>
            <p className="max-w-[72ch] text-meta text-ink-2">{policyWords.when(rule.when)}</p>
          </li>
        ))}
      </ul>
    </section>
  )
}

export function InputsCard({ criteria }: { criteria: Criteria }) {
  return (
    <Card title={policyWords.inputsTitle} subtitle={policyWords.inputsSubtitle}>
      {criteria.inputs.length === 0 ? <p className="text-ink-2">{policyWords.noInputs}</p> : null}
      <dl className="grid gap-2">
        {criteria.inputs.map((input) => (
          <div key={input.name} className="min-w-0">
            <dt className="font-mono text-meta font-medium wrap-anywhere">{input.name}</dt>
            <dd className="wrap-anywhere">
              {input.about ? <span className="block">{input.about}</span> : null}
              <span className="block text-meta text-ink-2">{input.kind}</span>
            </dd>
          </div>
        ))}
      </dl>
      {criteria.requires.length > 0 ? (
        <div className="mt-3 border-t border-line pt-3">
          <h3 className="font-medium">{policyWords.requiresTitle}</h3>
          <ul className="list-disc ps-5">
            {criteria.requires.map((name) => (
              <li key={name}>{policyWords.requires(name)}</li>
            ))}
          </ul>
        </div>
      ) : null}
    </Card>
  )
}

export function ParametersCard({ criteria }: { criteria: Criteria }) {
  return (
    <Card title={policyWords.parametersTitle} subtitle={criteria.parameters.length > 0 ? policyWords.parametersSubtitle : undefined}>
      {criteria.parameters.length === 0 ? <p className="text-ink-2">{policyWords.noParameters}</p> : null}
      <ul className="grid gap-4">
        {criteria.parameters.map((parameter) => (
          <ParameterRange key={parameter.name} parameter={parameter} />
        ))}
      </ul>
    </Card>
  )
}

function ParameterRange({ parameter }: { parameter: Parameter }) {
  const { name, about, unit, min, max, looser } = parameter
  const words = (value: number) => policyWords.valueWithUnit(value, unit)
  const share = max === min ? 0 : (parameter.default - min) / (max - min)
  return (
    <li className="grid gap-1">
      <p className="font-medium">{about ?? name.replaceAll('_', ' ')}</p>
      <div aria-hidden="true" className="relative my-1.5 h-1 rounded-full bg-line">
        <span
          className="absolute -top-1 size-3 -translate-x-1/2 rounded-full border-2 border-card bg-accent rtl:translate-x-1/2"
          style={{ insetInlineStart: `${100 * share}%` }}
        />
      </div>
      <p className="flex flex-wrap justify-between gap-x-4 text-meta text-ink-2">
        <span>{words(min)}</span>
        <span className="font-medium text-ink">{policyWords.standardValue(words(parameter.default))}</span>
        <span>{words(max)}</span>
      </p>
      <p className="text-meta text-ink-2">{looser === 'higher' ? policyWords.looserHigher : policyWords.looserLower}</p>
    </li>
  )
}
