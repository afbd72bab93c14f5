import type { ReactNode } from 'react'
import { share } from '#console/messages/formats.ts'
import { type Status, StatusMark } from '#console/ui/status-mark.tsx'
import type { Column } from '#console/ui/table.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import type { listAiAgents } from '../contract.ts'
import { placesText, registryWords } from './words.ts'

export type AiAgentRow = OutputOf<typeof listAiAgents>['items'][number]
type Owner = AiAgentRow['accountableOwner']

export function ownerText(owner: Owner): string {
  if (owner === null) return registryWords.nobody
  return owner.isActive ? owner.name : registryWords.gone(owner.name)
}

export function OwnerName({ owner }: { owner: Owner }) {
  return owner?.isActive ? owner.name : <StatusMark status="watch" text={ownerText(owner)} isPlain />
}

/** Whether somebody looked at it today; only what is at work has to be looked at. */
export function checkedText({ alarms, deployments }: Pick<AiAgentRow, 'alarms' | 'deployments'>): string {
  if (!deployments.some(({ phase }) => phase === 'assist' || phase === 'live')) return registryWords.checkedNotNeeded
  return alarms.some((alarm) => alarm.kind === 'not_checked_today') ? registryWords.checkedNo : registryWords.checkedYes
}

export function stateOf(row: Pick<AiAgentRow, 'alarms' | 'status' | 'isSwitchedOff'>): { status: Status; text: string } {
  if (row.isSwitchedOff) return { status: 'act', text: registryWords.stateOff }
  if (row.status === 'discovered') return { status: 'watch', text: registryWords.stateDiscovered }
  if (row.status === 'retired') return { status: 'none', text: registryWords.stateRetired }
  if (row.alarms.length > 0) return { status: 'watch', text: registryWords.stateAlarms(row.alarms.length) }
  return { status: 'ok', text: registryWords.stateActive }
}

/** Columns of the list. The page makes the name a link. */
export function aiAgentColumns(link: (row: AiAgentRow) => ReactNode, nameOf: (team: string) => string): Column<AiAgentRow>[] {
  return [
    { id: 'name', head: registryWords.name, cell: link, value: (row) => row.name },
    { id: 'state', head: registryWords.state, cell: (row) => <StatusMark {...stateOf(row)} isPlain />, value: (row) => stateOf(row).text },
    { id: 'function', head: registryWords.function, cell: (row) => row.function, value: (row) => row.function },
    {
      id: 'accountable',
      head: registryWords.accountable,
      cell: (row) => <OwnerName owner={row.accountableOwner} />,
      value: (row) => ownerText(row.accountableOwner),
    },
    {
      id: 'technical',
      head: registryWords.technical,
      cell: (row) => <OwnerName owner={row.technicalOwner} />,
      value: (row) => ownerText(row.technicalOwner),
    },
    {
      id: 'teams',
      head: registryWords.teams,
      cell: (row) => placesText(row.deployments, nameOf),
      value: (row) => placesText(row.deployments, nameOf),
    },
    { id: 'checked', head: registryWords.checked, cell: checkedText, value: checkedText },
    { id: 'card', head: registryWords.cardShare, isNumber: true, cell: (row) => share(row.cardShare), value: (row) => row.cardShare },
  ]
}
