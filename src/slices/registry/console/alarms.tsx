import type { ReactNode } from 'react'
import { Card } from '#console/ui/card.tsx'
import { StatusShape } from '#console/ui/status-mark.tsx'
import type { AiAgentRow } from './ai-agent-rows.tsx'
import { registryWords } from './words.ts'

type Alarm = AiAgentRow['alarms'][number]

/** What is wrong with who answers for an AI agent, each with its one next step. */
export function Alarms({ alarms, act }: { alarms: Alarm[]; act: (alarm: Alarm) => ReactNode }) {
  if (alarms.length === 0) return null
  return (
    <Card title={registryWords.needsDoing(alarms.length)} isFlush>
      <ul className="border-t border-line">
        {alarms.map((alarm) => (
          <li
            key={alarm.kind}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-t border-line px-4 py-2 first:border-t-0"
          >
            <span className="flex min-w-0 items-baseline gap-2">
              <StatusShape status="watch" />
              <span className="min-w-0">
                <span className="font-medium">{alarm.says}</span> {alarm.next}
              </span>
            </span>
            {act(alarm)}
          </li>
        ))}
      </ul>
    </Card>
  )
}
