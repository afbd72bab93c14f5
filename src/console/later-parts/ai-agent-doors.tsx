import type { ReactNode } from 'react'
import { screenWords } from '#console/messages/screens.ts'
import { useCall } from '#console/query.ts'
import { useMay } from '#console/shell/me.tsx'
import { Card } from '#console/ui/card.tsx'
import { CodeBlock } from '#console/ui/code-block.tsx'
import { Disclosure } from '#console/ui/disclosure.tsx'
import { FactList } from '#console/ui/fact-list.tsx'
import { Link } from '#console/ui/link.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import { listLimits } from '#slices/limits/contract.ts'
import { listAlarms } from '#slices/monitoring/contract.ts'
import { doorWords } from './ai-agent-words.ts'
import { curlExample, sdkExample } from './ask-example.ts'

type Limit = OutputOf<typeof listLimits>['items'][number]
type DoorsProps = { aiAgent: string; teams: string[]; nameOf: (team: string) => string }

function limitText(limit: Limit | undefined): string {
  if (!limit?.limit) return doorWords.limitsNot
  return limit.breaches.length > 0 ? doorWords.limitsOver : doorWords.limitsKept
}

type Door = { name: string; scope: string; value: ReactNode }

/** What it does and what waits now. */
const todayDoors = (aiAgent: string, { waits, going }: { waits?: number; going?: number }): Door[] => [
  {
    name: doorWords.decisions,
    scope: 'decisions:read',
    value: (
      <Link to="/now" search={{ agent: aiAgent, window: '7d' }}>
        {doorWords.decisionsLink}
      </Link>
    ),
  },
  {
    name: doorWords.waiting,
    scope: 'exceptions:read',
    value: (
      <Said more={waits === undefined ? undefined : doorWords.waits(waits)}>
        <Link to="/review" search={{ aiAgent }}>
          {doorWords.waitingLink}
        </Link>
      </Said>
    ),
  },
  {
    name: doorWords.alarms,
    scope: 'alarms:read',
    value: (
      <Said more={going === undefined ? undefined : doorWords.going(going)}>
        <Link to="/alarms" search={{ agent: aiAgent }}>
          {doorWords.alarmsLink}
        </Link>
        <Link to="/alarms" search={{ agent: aiAgent, shown: 'over' }}>
          {doorWords.alarmsOver}
        </Link>
      </Said>
    ),
  },
]

type TeamDoors = Omit<DoorsProps, 'aiAgent'> & { limitTold?: (team: string) => string }

/** What is of each team that it works for. */
const teamDoors = ({ teams, nameOf, limitTold }: TeamDoors): Door[] => [
  {
    name: doorWords.limits,
    scope: 'limits:read',
    value: <OfTeams teams={teams} nameOf={nameOf} to="/limits" more={limitTold} />,
  },
  {
    name: doorWords.weeks,
    scope: 'measures:read',
    value: (
      <>
        {teams.length === 0 ? null : <span className="block text-ink-2">{doorWords.weeksOwn}</span>}
        <OfTeams teams={teams} nameOf={nameOf} to="/weeks" />
      </>
    ),
  },
  { name: doorWords.causes, scope: 'exceptions:read', value: <OfTeams teams={teams} nameOf={nameOf} to="/review/causes" /> },
]

/** What is on record of it. */
const recordDoors = (aiAgent: string): Door[] => [
  {
    name: doorWords.conversations,
    scope: 'conversations:read',
    value: (
      <Link to="/conversations" search={{ agent: aiAgent }}>
        {doorWords.conversationsLink}
      </Link>
    ),
  },
  {
    name: doorWords.confidence,
    scope: 'measures:read',
    value: (
      <Link to="/confidence" search={{ agent: aiAgent }}>
        {doorWords.confidenceLink}
      </Link>
    ),
  },
  {
    name: doorWords.changes,
    scope: 'audit:read',
    value: (
      <Link to="/audit" search={{ subject: `ai_agent:${aiAgent}` }}>
        {doorWords.changesLink}
      </Link>
    ),
  },
]

/** One page with doors to everything: what it asks, what waits, what is wrong, what holds it, and how it asks. */
export function Doors({ aiAgent, teams, nameOf }: DoorsProps) {
  const may = useMay()
  const alarms = useCall(listAlarms, { aiAgent, isGoing: true }, { enabled: may('alarms:read') })
  const limits = useCall(listLimits, { aiAgent, limit: 200 }, { enabled: may('limits:read') })
  const limitOf = (team: string) => limits.data?.items.find((one) => one.team === team && one.aiAgent === aiAgent)
  const waits = limits.data?.items.reduce((sum, { figures }) => sum + figures.depth, 0)
  const going = alarms.data?.items.length
  const limitTold = limits.data ? (team: string) => limitText(limitOf(team)) : undefined
  const facts = [...todayDoors(aiAgent, { waits, going }), ...teamDoors({ teams, nameOf, limitTold }), ...recordDoors(aiAgent)]
  return (
    <Card title={doorWords.title}>
      <FactList facts={facts.filter(({ scope }) => may(scope))} />
    </Card>
  )
}

function Said({ more, children }: { more?: string; children: ReactNode }) {
  return (
    <span className="flex flex-wrap items-baseline gap-x-3">
      {children}
      {more === undefined ? null : <span className="text-ink-2">{more}</span>}
    </span>
  )
}

type OfTeamsProps = Omit<DoorsProps, 'aiAgent'> & { to: '/limits' | '/weeks' | '/review/causes'; more?: (team: string) => string }

/** The same door once for each team that it works for. */
function OfTeams({ teams, nameOf, to, more }: OfTeamsProps) {
  if (teams.length === 0) return doorWords.none
  return (
    <ul className="grid gap-0.5">
      {teams.map((team) => (
        <li key={team}>
          <Said more={more?.(team)}>
            <Link to={to} search={{ team }}>
              {nameOf(team)}
            </Link>
          </Said>
        </li>
      ))}
    </ul>
  )
}

/** What it sends before it acts, to be copied. */
export function HowItAsks({ aiAgent, team }: { aiAgent: string; team: string }) {
  const may = useMay()
  return (
    <Card title={doorWords.ask} subtitle={doorWords.askHint}>
      <div className="grid gap-2">
        <Disclosure label={doorWords.askCurl}>
          <CodeBlock label={doorWords.askCurl} code={curlExample({ key: doorWords.keyHere, team, aiAgent })} />
        </Disclosure>
        <Disclosure label={doorWords.askSdk}>
          <CodeBlock label={doorWords.askSdk} code={sdkExample({ team, aiAgent })} />
        </Disclosure>
        <p className="text-ink-2">{doorWords.askNote}</p>
        <span className="flex flex-wrap gap-3">
          {may('keys:read') ? <Link to="/settings/keys">{screenWords.keys}</Link> : null}
          <Link to="/first-steps">{screenWords.firstSteps}</Link>
        </span>
      </div>
    </Card>
  )
}
