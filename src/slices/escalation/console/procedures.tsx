import { dayAndTime, list } from '#console/messages/formats.ts'
import { useCall } from '#console/query.ts'
import { Button } from '#console/ui/button.tsx'
import { Card } from '#console/ui/card.tsx'
import { ErrorState, Skeleton } from '#console/ui/states.tsx'
import { StatusMark } from '#console/ui/status-mark.tsx'
import { type Column, CsvButton, plainColumn } from '#console/ui/table.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import { type listProcedures, previewProcedure, severities } from '../contract.ts'
import { escalationWords } from './words.ts'

export type Procedure = OutputOf<typeof listProcedures>['items'][number]
type Severity = (typeof severities)[number]
type PreviewStep = OutputOf<typeof previewProcedure>['steps'][number]

type ProceduresProps = {
  team: { id: string; name: string }
  procedures: ReturnType<typeof useCall<typeof listProcedures>>
  onChange?: (procedure: Procedure) => void
}

/** For each severity: who would be told, by what, and when, if something went overdue now. */
export function Procedures({ team, procedures, onChange }: ProceduresProps) {
  const steps = useSteps(team.id)
  return (
    <Card
      title={escalationWords.procedures(team.name)}
      subtitle={escalationWords.proceduresHint}
      actions={<CsvButton name={`procedures-${team.id}`} columns={stepColumns()} rows={steps} about={[escalationWords.proceduresHint]} />}
    >
      {procedures.isPending ? <Skeleton lines={6} /> : null}
      {procedures.isError ? <ErrorState error={procedures.error} onRetry={() => void procedures.refetch()} /> : null}
      {procedures.data ? (
        <div className="grid gap-4">
          {procedures.data.hasEmail ? null : (
            <p>
              <StatusMark isPlain status="act" text={escalationWords.noEmail} />
            </p>
          )}
          <div className="grid items-start gap-4 xwide:grid-cols-3">
            {severities.map((severity) => {
              const procedure = procedures.data.items.find((one) => one.severity === severity)
              return procedure ? <One key={severity} procedure={procedure} onChange={onChange} /> : null
            })}
          </div>
        </div>
      ) : null}
    </Card>
  )
}

type Step = PreviewStep & { severity: Severity; nth: number }

/** Every step of every severity, as it would be told now. */
function useSteps(team: string): Step[] {
  const previews = {
    critical: useCall(previewProcedure, { team, severity: 'critical' }),
    high: useCall(previewProcedure, { team, severity: 'high' }),
    normal: useCall(previewProcedure, { team, severity: 'normal' }),
  }
  return severities.flatMap((severity) => (previews[severity].data?.steps ?? []).map((step, nth) => ({ ...step, severity, nth: nth + 1 })))
}

const stepColumns = (): Column<Step>[] => [
  plainColumn('severity', escalationWords.severity, ({ severity }) => escalationWords.severities(severity)),
  plainColumn('step', escalationWords.stepNumber, ({ nth }) => nth),
  plainColumn('role', escalationWords.role, ({ role }) => escalationWords.roles(role)),
  plainColumn('who', escalationWords.who, ({ holders }) => list(holders)),
  plainColumn('by', escalationWords.toldBy, ({ channels }) => list(waysOf(channels))),
  plainColumn('at', escalationWords.toldAt, ({ tellAt }) => tellAt),
  plainColumn('until', escalationWords.answerBy, ({ respondBy }) => respondBy),
  plainColumn('problem', escalationWords.problem, ({ problem }) => problem),
]

const waysOf = (channels: PreviewStep['channels']) =>
  channels.map((channel) => (channel.isOn ? channel.name : escalationWords.off(channel.name)))

function One({ procedure, onChange }: { procedure: Procedure; onChange?: (procedure: Procedure) => void }) {
  const { teamId, severity, isSet, clock } = procedure
  const preview = useCall(previewProcedure, { team: teamId, severity })
  const name = escalationWords.severities(severity)
  return (
    <section className="grid content-start gap-2 rounded-m border border-line p-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="font-strong">{name}</h3>
        {onChange ? (
          <Button size="small" aria-label={escalationWords.setFor(name)} onClick={() => onChange(procedure)}>
            {isSet ? escalationWords.change : escalationWords.set}
          </Button>
        ) : null}
      </div>
      {isSet ? null : (
        <p className="text-meta text-ink-2">
          <StatusMark isPlain status="watch" text={escalationWords.notSet} /> {escalationWords.notSetText}
        </p>
      )}
      <p className="text-meta text-ink-2">
        {escalationWords.clocks(clock)}{' '}
        {preview.data && !preview.data.isOpenNow && clock === 'business_hours' ? escalationWords.closedNowTeam : null}
      </p>
      {preview.isPending ? <Skeleton lines={2} /> : null}
      {preview.isError ? <p className="text-ink-2">{preview.error.message}</p> : null}
      <ol className="grid gap-2">
        {preview.data?.steps.map((step, index) => (
          <li key={`${step.role} ${step.tellAt}`} className="grid grid-cols-[1.25rem_minmax(0,1fr)]">
            <span className="text-ink-2">{index + 1}</span>
            <PreviewLine step={step} />
          </li>
        ))}
      </ol>
    </section>
  )
}

function PreviewLine({ step }: { step: PreviewStep }) {
  const { role, holders, channels, tellAt, respondBy, problem } = step
  const ways = waysOf(channels)
  const minutes = respondBy ? Math.round((Date.parse(respondBy) - Date.parse(tellAt)) / 60_000) : null
  return (
    <span className="grid min-w-0 wrap-anywhere">
      <span className="font-medium">{[escalationWords.roles(role), list(holders)].filter(Boolean).join(': ')}</span>
      <span className="text-ink-2">
        {escalationWords.at(dayAndTime(new Date(tellAt), new Date()))},{' '}
        {ways.length > 0 ? escalationWords.by(list(ways)) : escalationWords.byEmail}
        {minutes === null || minutes < 1 ? null : `, ${escalationWords.has(minutes)}`}
      </span>
      {problem ? <StatusMark isPlain status="act" text={problem} /> : null}
    </span>
  )
}
