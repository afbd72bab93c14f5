import type { Tx } from '#kernel/db.ts'
import { type Alarm, type Finding, noEvidence } from '../alarm.ts'
import { goingAlarms } from '../store/alarms.ts'
import type { DeepQueue, MonitoringParts } from '../verbs/parts.ts'
import { placeKey } from '../watch.ts'
import { queueWords } from '../words.ts'
import { endedByItself, raiseFound } from './raise.ts'

/** Queues over their limit are alarms too. Limits tell people about them, and say when they are kept again. */
export async function lookAtQueues(parts: MonitoringParts, { foldHours, now }: { foldHours: number; now: Date }): Promise<void> {
  const deep = await parts.deepQueues(parts.db)
  const going = (await goingAlarms(parts.db)).filter(({ kind }) => kind === 'queue')
  for (const queue of deep.filter((each) => isNews(each, going)))
    await parts.db.tx((tx: Tx) => raiseFound(tx, parts, { found: findingOf(queue), foldHours, now, tells: false }))
  for (const alarm of going.filter((each) => !deep.some((queue) => placeKey(placeOf(queue)) === placeKey(each))))
    await parts.db.tx((tx: Tx) => endedByItself(tx, parts, { alarm, now }))
}

const placeOf = ({ teamId, aiAgentId }: DeepQueue) => ({ teamId, aiAgentId: aiAgentId ?? '' })

const isNews = (queue: DeepQueue, going: readonly Alarm[]) =>
  !going.some((alarm) => placeKey(alarm) === placeKey(placeOf(queue)) && alarm.evidence.waiting === queue.waiting)

function findingOf(queue: DeepQueue): Finding {
  const { waiting, waitingMax, since } = queue
  const place = placeOf(queue)
  const evidence = { ...noEvidence, waiting, waitingMax }
  return { ...place, kind: 'queue', measureId: 'queue', severity: 'high', ...queueWords(place, queue), evidence, since }
}
