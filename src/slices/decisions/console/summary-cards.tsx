import { count } from '#console/messages/formats.ts'
import { Card } from '#console/ui/card.tsx'
import { type Column, CsvButton, Table } from '#console/ui/table.tsx'
import { TierBar } from '#console/ui/tier-bar.tsx'
import { type Tier, TierMark, tierText } from '#console/ui/tier-mark.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import type { getSummary } from '../contract.ts'
import { decisionWords } from './words.ts'

export type Summary = OutputOf<typeof getSummary>

const tiers: Tier[] = ['autonomous', 'review', 'human_only']

const withShare = (part: number, of: number) => (
  <>
    {count(part)} <span className="inline-block w-14 text-ink-2">{decisionWords.someShare(part, of)}</span>
  </>
)

/** Totals by tier: in force beside what the policy alone says. */
export function TierTotals({ summary, about }: { summary: Summary; about: string[] }) {
  const { decisions, inForce, byPolicy } = summary
  const columns: Column<Tier>[] = [
    { id: 'tier', head: decisionWords.tier, cell: (tier) => <TierMark tier={tier} />, value: tierText },
    {
      id: 'force',
      head: decisionWords.inForce,
      isNumber: true,
      cell: (tier) => withShare(inForce[tier], decisions),
      value: (tier) => inForce[tier],
    },
    {
      id: 'policy',
      head: decisionWords.byPolicy,
      isNumber: true,
      cell: (tier) => withShare(byPolicy[tier], decisions),
      value: (tier) => byPolicy[tier],
    },
  ]
  const held = byPolicy.autonomous - inForce.autonomous
  return (
    <Card
      title={decisionWords.totalsTitle}
      subtitle={decisionWords.totalsSubtitle}
      isFlush
      actions={<CsvButton name="decisions-by-tier" columns={columns} rows={tiers} about={about} />}
    >
      <div className="px-4 pt-1 pb-2">
        <TierBar counts={inForce} />
      </div>
      <Table caption={decisionWords.totalsTitle} isCaptionHidden columns={columns} rows={tiers} rowKey={(tier) => tier} />
      {held > 0 ? <p className="border-t border-line px-4 py-2 text-meta text-ink-2">{decisionWords.held(held)}</p> : null}
      {summary.recordOnly > 0 ? (
        <p className="border-t border-line px-4 py-2 text-meta text-ink-2">{decisionWords.recordOnly(summary.recordOnly)}</p>
      ) : null}
    </Card>
  )
}

type AiAgentRow = Summary['byAiAgent'][number]

type ByAiAgentProps = {
  summary: Summary
  link: (id: string) => React.ReactNode
  nameOf: (team: string) => string
  about: string[]
}

/** Who asked, by AI agent and team. Never by person. */
export function ByAiAgent({ summary, link, nameOf, about }: ByAiAgentProps) {
  const ofTier = (tier: Tier): Column<AiAgentRow> => ({
    id: tier,
    head: tierText(tier),
    isNumber: true,
    cell: (row) => (
      <>
        {count(row[tier])} <span className="block text-meta text-ink-2">{decisionWords.someShare(row[tier], row.decisions)}</span>
      </>
    ),
    value: (row) => row[tier],
  })
  const columns: Column<AiAgentRow>[] = [
    {
      id: 'aiAgent',
      head: decisionWords.aiAgent,
      cell: (row) => (
        <>
          {link(row.aiAgent)} <span className="block text-meta font-normal text-ink-2">{nameOf(row.team)}</span>
        </>
      ),
      value: (row) => row.aiAgent,
    },
    { id: 'decisions', head: decisionWords.decided, isNumber: true, cell: (row) => count(row.decisions), value: (row) => row.decisions },
    ...tiers.map(ofTier),
  ]
  const team: Column<AiAgentRow> = {
    id: 'team',
    head: decisionWords.team,
    cell: (row) => nameOf(row.team),
    value: (row) => nameOf(row.team),
  }
  return (
    <Card
      title={decisionWords.byAiAgentTitle}
      subtitle={decisionWords.byAiAgentSubtitle}
      isFlush
      actions={<CsvButton name="decisions-by-ai-agent" columns={[...columns, team]} rows={summary.byAiAgent} about={about} />}
    >
      <Table
        caption={decisionWords.byAiAgentTitle}
        isCaptionHidden
        columns={columns}
        rows={summary.byAiAgent}
        rowKey={(row) => `${row.aiAgent} ${row.team}`}
      />
    </Card>
  )
}
