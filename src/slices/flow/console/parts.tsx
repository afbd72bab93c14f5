import type { ReactNode } from 'react'
import { count, exactTime, share } from '#console/messages/formats.ts'
import { Card } from '#console/ui/card.tsx'
import { Chart } from '#console/ui/chart/chart.tsx'
import type { Picture } from '#console/ui/chart/model.ts'
import { FactList } from '#console/ui/fact-list.tsx'
import { useFirstRows } from '#console/ui/first-rows.tsx'
import { StatusMark } from '#console/ui/status-mark.tsx'
import { type Column, CsvButton, Table } from '#console/ui/table.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import type { getArrivals, getBacklog, getPassedOn, getQuietTeams } from '../contract.ts'
import { flowWords as words } from './words.ts'

export type Backlog = OutputOf<typeof getBacklog>
export type Arrivals = OutputOf<typeof getArrivals>
export type PassedOn = OutputOf<typeof getPassedOn>
export type QuietTeams = OutputOf<typeof getQuietTeams>

type Shown = { about: string[]; nameOf: (id: string) => string }

const dayMs = 86_400_000
const placeOf = (on: string) => Date.parse(`${on}T00:00:00Z`) / dayMs
const dayAt = (place: number) => new Date(Math.round(place) * dayMs).toISOString().slice(0, 10)

function openPicture({ rows }: Backlog): Picture {
  const places = rows.map(({ on }) => placeOf(on))
  const [first, last] = [Math.min(...places), Math.max(...places)]
  return {
    // Room for the first day's name.
    x: { label: words.week, format: (place) => words.onDay(dayAt(place)), from: first - Math.max(1, (last - first) / 20) },
    y: { label: words.number, format: (value) => count(Math.round(value)) },
    series: [{ id: 'open', label: words.open, tone: 1, shape: 'line', points: rows.map(({ on, open }) => ({ x: placeOf(on), y: open })) }],
  }
}

type TeamOpen = Backlog['teams'][number]

/** What is open, week by week and by team. */
export function Open({ backlog, about, nameOf, records }: Shown & { backlog: Backlog; records: (team: string) => ReactNode }) {
  const number = (id: 'open' | 'begun' | 'ended'): Column<TeamOpen> => ({
    id,
    head: words[id],
    cell: (row) => count(row[id]),
    value: (row) => row[id],
    isNumber: true,
  })
  const columns: Column<TeamOpen>[] = [
    { id: 'team', head: words.team, cell: ({ team }) => nameOf(team), value: ({ team }) => team },
    number('open'),
    number('begun'),
    number('ended'),
    { id: 'records', head: words.records, cell: ({ team }) => records(team) },
  ]
  const busy = backlog.teams.filter(({ open, begun, ended }) => open + begun + ended > 0)
  const { rows, pages, more } = useFirstRows(busy)
  return (
    <>
      <Chart name="open" title={words.openTitle} subtitle={words.openSubtitle} picture={openPicture(backlog)} about={about} />
      <Card
        title={words.teamsTitle}
        isFlush
        actions={<CsvButton name="open-by-team" columns={columns} rows={rows} about={about} pages={pages} />}
      >
        <Table caption={words.teamsTitle} isCaptionHidden columns={columns} rows={rows} rowKey={({ team }) => team} />
        {more}
      </Card>
    </>
  )
}

const hourOf = (hour: number) => `${String(Math.round(hour)).padStart(2, '0')}:00`
const sumOf = (all: readonly { n: number }[]) => all.reduce((sum, { n }) => sum + n, 0)

/** When cases come: by hour of the day, by day of the week, and the busiest hours of all. */
export function Hours({ arrivals, about }: { arrivals: Arrivals; about: string[] }) {
  const { hours, timeZone, conversations, busiest } = arrivals
  const isBare = new Set(hours.map(({ hour }) => hour)).size === 1
  const byHour = Array.from({ length: 24 }, (_, hour) => ({ x: hour, y: sumOf(hours.filter((each) => each.hour === hour)) }))
  const byDay = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, n: sumOf(hours.filter((each) => each.weekday === weekday)) }))
  const picture: Picture = {
    x: { label: words.hour, format: hourOf, from: 0, to: 24 },
    y: { label: words.number, format: (value) => count(value) },
    series: [{ id: 'cases', label: words.number, tone: 1, shape: 'bar', points: byHour }],
  }
  const columns: Column<(typeof byDay)[number]>[] = [
    { id: 'weekday', head: words.weekday, cell: ({ weekday }) => words.weekdays(weekday), value: ({ weekday }) => words.weekdays(weekday) },
    { id: 'n', head: words.number, cell: ({ n }) => count(n), value: ({ n }) => n, isNumber: true },
    {
      id: 'share',
      head: words.shareOf,
      cell: ({ n }) => share(conversations === 0 ? 0 : n / conversations),
      value: ({ n }) => (conversations === 0 ? 0 : n / conversations),
      isNumber: true,
    },
  ]
  return (
    <>
      {isBare ? (
        <p className="text-ink-2">{words.hoursBare}</p>
      ) : (
        <Chart
          name="hours"
          title={words.hoursTitle}
          subtitle={words.hoursSubtitle(timeZone, conversations)}
          picture={picture}
          about={about}
          height={200}
        />
      )}
      <Card title={words.weekdayTitle} isFlush actions={<CsvButton name="weekdays" columns={columns} rows={byDay} about={about} />}>
        <Table caption={words.weekdayTitle} isCaptionHidden columns={columns} rows={byDay} rowKey={({ weekday }) => String(weekday)} />
        {isBare || busiest.length === 0 ? null : (
          <div className="px-4 py-3">
            <FactList
              facts={[{ name: words.busiest, value: busiest.map(({ at, n }) => words.busiestOf(exactTime(new Date(at)), n)).join(' · ') }]}
            />
          </div>
        )}
      </Card>
    </>
  )
}

type Pair = PassedOn['pairs'][number]

/** Who passes on to whom, and what goes to and fro. */
export function Passed({ passed, about, nameOf, choice }: Shown & { passed: PassedOn; choice: ReactNode }) {
  const { conversations, passedOn, moves, pingPong, pairs } = passed
  const backOf = ({ from, to }: Pair) => pairs.find((each) => each.from === to && each.to === from)?.n ?? 0
  const columns: Column<Pair>[] = [
    { id: 'from', head: words.pairFrom, cell: ({ from }) => nameOf(from), value: ({ from }) => from },
    { id: 'to', head: words.pairTo, cell: ({ to }) => nameOf(to), value: ({ to }) => to },
    { id: 'n', head: words.moves, cell: ({ n }) => count(n), value: ({ n }) => n, isNumber: true },
    { id: 'back', head: words.back, cell: (row) => count(backOf(row)), value: backOf, isNumber: true },
  ]
  const shown = pairs.slice(0, 15)
  return (
    <Card
      title={words.passedTitle}
      subtitle={words.passedSubtitle}
      isFlush
      actions={<CsvButton name="passed-on" columns={columns} rows={pairs} about={about} />}
    >
      <div className="grid gap-3 px-4 pb-3">
        <div className="w-72 max-w-full">{choice}</div>
        <FactList
          facts={[
            { name: words.passedOn, value: words.ofAll(passedOn, conversations) },
            ...(passedOn === 0
              ? []
              : [
                  { name: words.moves, value: count(moves) },
                  { name: words.pingPong, value: words.ofAll(pingPong, passedOn) },
                ]),
          ]}
        />
      </div>
      {shown.length === 0 ? (
        <p className="px-4 pb-4 text-ink-2">{words.nobody}</p>
      ) : (
        <Table caption={words.passedTitle} isCaptionHidden columns={columns} rows={shown} rowKey={({ from, to }) => `${from} ${to}`} />
      )}
    </Card>
  )
}

type TeamYears = QuietTeams['teams'][number]

function standingOf({ isQuiet, best }: TeamYears) {
  if (best.n === 0) return { status: 'none' as const, text: words.notYet }
  return isQuiet ? { status: 'watch' as const, text: words.isQuiet } : { status: 'ok' as const, text: words.isNotQuiet }
}

/** Its last case lies before that year. */
const hasStopped = ({ isQuiet, lastMonth }: TeamYears, year: number | null) => isQuiet && Number(lastMonth.slice(0, 4)) < (year ?? 0)

/** Teams that went quiet last first, then those that had stopped before, then the others, each by name. */
export function Quiet({ quiet, about, nameOf, choice }: Shown & { quiet: QuietTeams; choice: ReactNode }) {
  const { teams, year } = quiet
  const { rows, pages, more } = useFirstRows(
    [...teams].sort(
      (one, other) =>
        Number(other.isQuiet) - Number(one.isQuiet) ||
        Number(hasStopped(one, year)) - Number(hasStopped(other, year)) ||
        nameOf(one.team).localeCompare(nameOf(other.team)),
    ),
  )
  if (year === null) return null
  const held = teams.filter(({ isQuiet }) => isQuiet).length
  const stopped = teams.filter((team) => hasStopped(team, year)).length
  const columns: Column<TeamYears>[] = [
    { id: 'team', head: words.team, cell: ({ team }) => nameOf(team), value: ({ team }) => team },
    {
      id: 'standing',
      head: words.standing,
      cell: (row) => <StatusMark {...standingOf(row)} />,
      value: (row) => standingOf(row).text,
    },
    { id: 'inYear', head: words.inYear, cell: ({ inYear }) => count(inYear), value: ({ inYear }) => inYear, isNumber: true },
    {
      id: 'best',
      head: words.best,
      cell: ({ best }) => (best.n === 0 ? '–' : words.bestOf(best.year, best.n)),
      value: ({ best }) => best.n,
    },
    {
      id: 'months',
      head: words.activeMonths,
      cell: ({ activeMonths }) => count(activeMonths),
      value: ({ activeMonths }) => activeMonths,
      isNumber: true,
    },
    {
      id: 'last',
      head: words.lastMonth,
      cell: ({ lastMonth }) => words.inMonth(lastMonth),
      value: ({ lastMonth }) => lastMonth.slice(0, 7),
    },
  ]
  const finding = held === 0 ? words.quietNone(teams.length) : words.quietSome(held, teams.length, stopped)
  return (
    <Card
      title={words.quietTitle(year)}
      subtitle={`${finding} ${words.quietSubtitle}`}
      isFlush
      actions={<CsvButton name={`teams-${year}`} columns={columns} rows={rows} about={about} pages={pages} />}
    >
      <div className="w-40 max-w-full px-4 pb-3">{choice}</div>
      <Table caption={words.quietTitle(year)} isCaptionHidden columns={columns} rows={rows} rowKey={({ team }) => team} />
      {more}
    </Card>
  )
}
