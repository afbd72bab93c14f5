import { Card } from '#console/ui/card.tsx'
import { type Column, Table } from '#console/ui/table.tsx'
import { TimeAgo } from '#console/ui/time-ago.tsx'
import type { AiAgentDetail } from './detail.ts'
import { registryWords } from './words.ts'

type Sighting = AiAgentDetail['sightings'][number]

/** Teams that an AI agent asked for although nobody deployed it there. */
export function Sightings({ sightings, nameOf }: { sightings: Sighting[]; nameOf: (team: string) => string }) {
  if (sightings.length === 0) return null
  const processText = (row: Sighting) => row.process ?? registryWords.unknown
  const columns: Column<Sighting>[] = [
    { id: 'team', head: registryWords.team, cell: (row) => nameOf(row.teamId), value: (row) => nameOf(row.teamId) },
    { id: 'process', head: registryWords.process, cell: processText, value: processText },
    { id: 'seen', head: registryWords.seen, cell: (row) => <TimeAgo at={row.seenAt} />, value: (row) => row.seenAt },
  ]
  return (
    <Card title={registryWords.sightings} subtitle={registryWords.sightingsText} isFlush>
      <Table
        caption={registryWords.sightings}
        isCaptionHidden
        columns={columns}
        rows={sightings}
        rowKey={(row) => `${row.teamId} ${row.process}`}
        csv={{ about: [registryWords.sightingsText] }}
      />
    </Card>
  )
}
