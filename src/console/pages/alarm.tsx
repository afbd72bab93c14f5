import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import { useState } from 'react'
import { useKeys } from '#console/keys.ts'
import { later } from '#console/later.tsx'
import { screenWords } from '#console/messages/screens.ts'
import { useCall } from '#console/query.ts'
import { useMay } from '#console/shell/me.tsx'
import { Button } from '#console/ui/button.tsx'
import { Link } from '#console/ui/link.tsx'
import { PageHeader } from '#console/ui/page-header.tsx'
import { ErrorState, Skeleton } from '#console/ui/states.tsx'
import { AlarmView } from '#slices/monitoring/console/alarm-view.tsx'
import type { Answer } from '#slices/monitoring/console/answer-dialog.tsx'
import { type AlarmDetail, isGoing } from '#slices/monitoring/console/look.ts'
import { alarmWords } from '#slices/monitoring/console/words.ts'
import { getAlarm } from '#slices/monitoring/contract.ts'
import { usePlaceNames } from './place-names.ts'

const AnswerDialog = later(async () => (await import('#slices/monitoring/console/answer-dialog.tsx')).AnswerDialog)

const route = getRouteApi('/frame/alarms/$id')

/** One alarm: what was found, who answers, what to do next. */
export function AlarmPage() {
  const { id } = route.useParams()
  const alarm = useCall(getAlarm, { alarm: id })
  if (alarm.isPending) return <Skeleton lines={8} />
  if (alarm.isError)
    return (
      <>
        <PageHeader title={screenWords.alarms} question={screenWords.alarms} />
        <ErrorState error={alarm.error} onRetry={() => void alarm.refetch()} action={<Back />} />
      </>
    )
  return <Page alarm={alarm.data} />
}

const Back = () => (
  <Link to="/alarms" look="button" icon={ArrowLeft}>
    {alarmWords.back}
  </Link>
)

function Page({ alarm }: { alarm: AlarmDetail }) {
  const may = useMay()
  const place = usePlaceNames()(alarm)
  const navigate = useNavigate()
  const [answer, setAnswer] = useState<Answer | null>(null)
  const canAnswer = isGoing(alarm) && may('alarms:write', alarm.team)
  const canEnd = canAnswer && alarm.kind !== 'queue'
  const canAcknowledge = canAnswer && alarm.state === 'open'
  useKeys([
    { keys: 'Esc', label: alarmWords.back, run: () => void navigate({ to: '/alarms' }) },
    ...(canAcknowledge ? [{ keys: 'a', label: alarmWords.acknowledge, run: () => setAnswer('acknowledge') }] : []),
    ...(canEnd ? [{ keys: 'x', label: alarmWords.explain, run: () => setAnswer('explain') }] : []),
    ...(canEnd ? [{ keys: 'f', label: alarmWords.fix, run: () => setAnswer('fix') }] : []),
  ])
  return (
    <>
      <PageHeader
        title={alarm.title}
        question={alarm.title}
        answer={alarm.says}
        meta={place}
        actions={
          <>
            <Back />
            {canEnd ? <Button onClick={() => setAnswer('fix')}>{alarmWords.fix}</Button> : null}
            {canEnd ? <Button onClick={() => setAnswer('explain')}>{alarmWords.explain}</Button> : null}
            {canAcknowledge ? (
              <Button variant="primary" onClick={() => setAnswer('acknowledge')}>
                {alarmWords.acknowledge}
              </Button>
            ) : null}
          </>
        }
      />
      <AlarmView
        alarm={alarm}
        links={{
          decision: (record) => (
            <Link to="/decisions/$id" params={{ id: record.id }} look="ink">
              {record.id.slice(-12)}
            </Link>
          ),
          procedure: (
            <Link to="/escalation" search={{ team: alarm.team }}>
              {alarmWords.toProcedure}
            </Link>
          ),
          place:
            alarm.aiAgent === null ? (
              place
            ) : (
              <Link to="/ai-agents/$id" params={{ id: alarm.aiAgent }}>
                {place}
              </Link>
            ),
        }}
      />
      {answer ? <AnswerDialog alarm={alarm} answer={answer} onClose={() => setAnswer(null)} /> : null}
    </>
  )
}
