import { share } from '#console/messages/formats.ts'
import { Card } from '#console/ui/card.tsx'
import { Chart } from '#console/ui/chart/chart.tsx'
import { FactList } from '#console/ui/fact-list.tsx'
import { StatusMark } from '#console/ui/status-mark.tsx'
import { type Column, CsvButton, Table } from '#console/ui/table.tsx'
import { isAskedWhy, statusOf, survivalPicture, watchedAt, weeksPicture } from './look.ts'
import type { Signal, Stage, TeamUse } from './shapes.ts'
import { PartOf } from './team-list.tsx'
import { adoptionWords, teamUseWords } from './words.ts'

type ViewProps = { team: TeamUse; about: string[] }

/** One team: where it stands, what helps and why, the evidence, and how use goes on. */
export function TeamView({ team, about }: ViewProps) {
  return (
    <>
      <div className="grid items-start gap-4 wide:grid-cols-2">
        <Helps team={team} />
        <Figures team={team} />
      </div>
      {team.signals.length > 0 ? <Evidence team={team} about={about} /> : null}
      <div className="grid items-start gap-4 wide:grid-cols-2">
        <Weeks team={team} about={about} />
        {team.survival.length > 0 ? <Survival team={team} about={about} /> : <NoSurvival />}
      </div>
      {team.funnel ? <Funnel team={team} about={about} /> : null}
    </>
  )
}

function Helps({ team }: { team: TeamUse }) {
  const { state, rejection } = team
  return (
    <Card title={adoptionWords.helps}>
      <div className="grid justify-items-start gap-2">
        <StatusMark status={statusOf(state)} text={adoptionWords.states(state)} />
        <p className="text-title font-medium">{adoptionWords.remedies(team.remedy)}</p>
        <p className="max-w-[72ch]">{adoptionWords.whys(state)}</p>
        {rejection === null || !isAskedWhy(team) ? null : (
          <FactList facts={[{ name: teamUseWords.rejection, value: teamUseWords.rejectionOf(rejection) }]} />
        )}
      </div>
    </Card>
  )
}

function Figures({ team: { accepted, assisted, weeks } }: { team: TeamUse }) {
  return (
    <Card title={teamUseWords.figures}>
      <FactList
        facts={[
          { name: adoptionWords.active, value: <PartOf part={weeks.at(-1)?.active ?? null} of="people" /> },
          { name: adoptionWords.accepted, value: <PartOf part={accepted} of="cases" /> },
          { name: adoptionWords.assisted, value: <PartOf part={assisted} of="cases" /> },
        ]}
      />
    </Card>
  )
}

const isClear = ({ reading }: Signal) => reading === 'low' || reading === 'high'
const readsOf = ({ signal, reading }: Signal) => teamUseWords.reads(signal, reading)
/** Which of the two it speaks for, where that is the question. */
const speaksOf = ({ weight }: Signal, team: TeamUse) => (weight !== 0 && isAskedWhy(team) ? teamUseWords.speaksFor(weight) : '')
/** A sign that too few stand behind shows no count. */
const countedIn = ({ reading, hits, of }: Signal) => (reading === 'no_data' ? '–' : teamUseWords.countedOf(hits, of))

function Evidence({ team, about }: ViewProps) {
  const columns: Column<Signal>[] = [
    {
      id: 'sign',
      head: teamUseWords.sign,
      cell: ({ signal }) => (
        <span className="grid min-w-56">
          {teamUseWords.signals(signal)}
          <span className="text-meta font-normal text-ink-2">{teamUseWords.abouts(signal)}</span>
        </span>
      ),
      value: ({ signal }) => teamUseWords.signals(signal),
    },
    { id: 'counted', head: teamUseWords.counted, cell: countedIn, value: countedIn, isNumber: true },
    {
      id: 'says',
      head: teamUseWords.says,
      cell: (row) => (
        <span className="grid min-w-40">
          <span className={isClear(row) ? 'font-medium' : 'text-ink-2'}>{readsOf(row)}</span>
          <span className="text-meta text-ink-2">{speaksOf(row, team)}</span>
        </span>
      ),
      value: (row) => [readsOf(row), speaksOf(row, team)].filter(Boolean).join(', '),
    },
  ]
  return (
    <Card
      title={teamUseWords.evidence}
      subtitle={teamUseWords.evidenceSubtitle}
      isFlush
      actions={<CsvButton name={`adoption-${team.team}-signs`} columns={columns} rows={team.signals} about={about} />}
    >
      <Table caption={teamUseWords.evidence} isCaptionHidden columns={columns} rows={team.signals} rowKey={({ signal }) => signal} />
    </Card>
  )
}

type Step = { stage: Stage; people: number; of: number }

const stages: Stage[] = ['access', 'trained', 'reached', 'tried', 'activated', 'active', 'retained']

function Funnel({ team, about }: ViewProps) {
  const { funnel } = team
  const steps: Step[] = stages.flatMap((stage) => {
    const people = funnel?.[stage] ?? null
    return people === null ? [] : [{ stage, people, of: funnel?.access ?? 0 }]
  })
  const columns: Column<Step>[] = [
    {
      id: 'stage',
      head: teamUseWords.stage,
      cell: ({ stage }) => teamUseWords.stages(stage),
      value: ({ stage }) => teamUseWords.stages(stage),
    },
    { id: 'people', head: teamUseWords.people, cell: ({ people }) => people, value: ({ people }) => people, isNumber: true },
    {
      id: 'bar',
      head: teamUseWords.ofAccess,
      cell: ({ people, of }) => (
        <svg aria-hidden="true" viewBox="0 0 160 8" width={160} height={8} preserveAspectRatio="none" className="block">
          <rect width={160} height={8} rx={2} className="fill-hover" />
          <rect width={of === 0 ? 0 : (160 * people) / of} height={8} rx={2} className="fill-series-1" />
        </svg>
      ),
    },
  ]
  return (
    <Card
      title={teamUseWords.funnel}
      subtitle={teamUseWords.funnelSubtitle}
      isFlush
      actions={<CsvButton name={`adoption-${team.team}-stages`} columns={columns} rows={steps} about={about} />}
    >
      <Table caption={teamUseWords.funnel} isCaptionHidden columns={columns} rows={steps} rowKey={({ stage }) => stage} />
    </Card>
  )
}

function Weeks({ team, about }: ViewProps) {
  const now = team.weeks.at(-1)?.active
  return (
    <Chart
      name={`adoption-${team.team}-weeks`}
      title={teamUseWords.weeks(now ? share(now.share) : null)}
      subtitle={teamUseWords.weeksSubtitle}
      picture={weeksPicture(team)}
      about={about}
      height={220}
    />
  )
}

function Survival({ team, about }: ViewProps) {
  const last = team.survival.at(-1)
  const watched = watchedAt(team)
    .map(({ days, atRisk }) => teamUseWords.atRiskOn(days, atRisk))
    .join(' · ')
  return (
    <div className="grid gap-2">
      <Chart
        name={`adoption-${team.team}-survival`}
        title={teamUseWords.survival(last && { share: share(last.share), days: last.days })}
        subtitle={`${teamUseWords.survivalSubtitle} ${teamUseWords.atRisk}: ${watched}.`}
        picture={survivalPicture(team)}
        about={[...about, `${teamUseWords.atRisk}: ${watched}`]}
        height={220}
      />
    </div>
  )
}

const NoSurvival = () => (
  <Card title={teamUseWords.survival(undefined)}>
    <p className="text-ink-2">{teamUseWords.survivalTooFew}</p>
  </Card>
)
