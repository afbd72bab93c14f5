import { type ReactNode, useState } from 'react'
import { exactTime, timeOfDay } from '#console/messages/formats.ts'
import { useAct } from '#console/query.ts'
import { Button } from '#console/ui/button.tsx'
import { Card } from '#console/ui/card.tsx'
import { ConfirmDialog } from '#console/ui/confirm-dialog.tsx'
import { FactList } from '#console/ui/fact-list.tsx'
import { StatusMark } from '#console/ui/status-mark.tsx'
import { notify } from '#console/ui/toast.tsx'
import { abortDrill, endDrill } from '../contract.ts'
import { answeredText } from './drill-list.tsx'
import { EvidenceCard } from './evidence.tsx'
import { type Drill, verdictLook } from './look.ts'
import { Timeline } from './timeline.tsx'
import { drillWords, seconds } from './words.ts'

type DrillViewProps = {
  drill: Drill
  mayWrite: boolean
  /** What asks for the abort: a button or its key. */
  isAborting: boolean
  onAborting: (is: boolean) => void
  escalationsLink: ReactNode
}

/** One drill: its clock while it runs, then what it showed. */
export function DrillView({ drill, mayWrite, isAborting, onAborting, escalationsLink }: DrillViewProps) {
  const [open, setOpen] = useState<'end' | 'learn' | null>(null)
  const isRunning = drill.state === 'running'
  return (
    <>
      <Card title={drillWords.timeline} subtitle={drillWords.timelineSubtitle}>
        <div className="grid gap-4">
          <Timeline drill={drill} />
          {mayWrite ? (
            <span className="flex flex-wrap gap-2">
              {isRunning ? (
                <>
                  <Button variant="danger" keyHint="x" onClick={() => onAborting(true)}>
                    {drillWords.abort}
                  </Button>
                  <Button onClick={() => setOpen('end')}>{drillWords.end}</Button>
                </>
              ) : (
                <Button onClick={() => setOpen('learn')}>{drillWords.learn}</Button>
              )}
            </span>
          ) : null}
        </div>
      </Card>
      <Card title={drillWords.verdict}>
        <Facts drill={drill} escalationsLink={escalationsLink} />
      </Card>
      {isRunning ? null : <EvidenceCard drill={drill.id} />}
      {isAborting ? <Abort drill={drill} onClose={() => onAborting(false)} /> : null}
      {open ? <End drill={drill} isOver={open === 'learn'} onClose={() => setOpen(null)} /> : null}
    </>
  )
}

function Facts({ drill, escalationsLink }: { drill: Drill; escalationsLink: ReactNode }) {
  const { verdict, state, hypothesis, aiAgent, severity, items, nodes, escalations, learned, forcedBecause, abortedBecause } = drill
  const nodeText = nodes.map(({ node, inForceSeconds }) =>
    inForceSeconds === null ? drillWords.nodeNot(node) : drillWords.nodeIn(node, seconds(inForceSeconds)),
  )
  return (
    <div className="grid gap-3">
      <p>
        <StatusMark
          status={verdict ? verdictLook[verdict] : 'info'}
          text={verdict ? drillWords.verdicts(verdict) : drillWords.states(state)}
        />
      </p>
      {state === 'running' ? <p>{drillWords.endsAt(timeOfDay(new Date(drill.endsAt)))}</p> : null}
      {forcedBecause ? <p>{drillWords.forced(forcedBecause)}</p> : null}
      {abortedBecause ? <p>{drillWords.abortedBecause(abortedBecause)}</p> : null}
      {items.injected > 0 ? <p>{drillWords.itemsOf(items.answered, items.injected)}</p> : null}
      {escalations.length > 0 ? (
        <p>
          {drillWords.escalations(escalations.length)} {escalationsLink}
        </p>
      ) : null}
      <FactList
        facts={[
          { name: drillWords.hypothesis, value: hypothesis },
          { name: drillWords.answered, value: answeredText(drill) },
          { name: drillWords.severity, value: drillWords.severities(severity) },
          ...(aiAgent ? [{ name: drillWords.aiAgent, value: aiAgent }] : []),
          { name: drillWords.began, value: exactTime(new Date(drill.startedAt)) },
          ...(nodeText.length > 0 ? [{ name: drillWords.nodes, value: nodeText.join(', ') }] : []),
          ...(learned ? [{ name: drillWords.learned, value: learned }] : []),
        ]}
      />
    </div>
  )
}

function Abort({ drill, onClose }: { drill: Drill; onClose: () => void }) {
  const abort = useAct(abortDrill, { also: ['escalation', 'exceptions'] })
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={drillWords.abortTitle}
      description={<p>{drillWords.abortText}</p>}
      confirmLabel={drillWords.abort}
      isDangerous
      onConfirm={async (reason) => {
        await abort.mutateAsync({ drill: drill.id, reason })
        notify({ title: drillWords.aborted })
      }}
    />
  )
}

function End({ drill, isOver, onClose }: { drill: Drill; isOver: boolean; onClose: () => void }) {
  const end = useAct(endDrill, { also: ['escalation', 'exceptions'] })
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={isOver ? drillWords.learnTitle : drillWords.endTitle}
      description={<p>{isOver ? drillWords.learnText : drillWords.endText}</p>}
      confirmLabel={isOver ? drillWords.learnLabel : drillWords.end}
      reasonLabel={drillWords.learnField}
      onConfirm={async (learned) => {
        await end.mutateAsync({ drill: drill.id, learned })
        notify({ title: isOver ? drillWords.learnedKept : drillWords.ended })
      }}
    />
  )
}
