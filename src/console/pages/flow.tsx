import { getRouteApi } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { screenWords } from '#console/messages/screens.ts'
import { PathLink } from '#console/path-link.tsx'
import { useCall } from '#console/query.ts'
import { TeamSelect, useTeamChoice } from '#console/team-choice.tsx'
import { Button } from '#console/ui/button.tsx'
import { TextField } from '#console/ui/field.tsx'
import { PageHeader } from '#console/ui/page-header.tsx'
import { Select } from '#console/ui/select.tsx'
import { EmptyState, ErrorState, Skeleton } from '#console/ui/states.tsx'
import { type Arrivals, type Backlog, Hours, Open, Passed, type PassedOn, Quiet } from '#slices/flow/console/parts.tsx'
import { flowWords as words } from '#slices/flow/console/words.ts'
import { getArrivals, getBacklog, getPassedOn, getQuietTeams } from '#slices/flow/contract.ts'

const route = getRouteApi('/frame/flow')

const dayMs = 86_400_000
const isDay = (text: string | undefined): text is string => /^\d{4}-\d{2}-\d{2}$/.test(text ?? '') && !Number.isNaN(Date.parse(text ?? ''))
const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10)

type Window = { from: string; to: string }

/** What the address says, else thirteen weeks until the last month in which a quarter of all teams had cases. */
function windowOf(asked: { from?: string; to?: string }, lastMonth: string | undefined): Window {
  const end = lastMonth === undefined ? Date.now() : Math.min(Date.now(), Date.parse(`${lastMonth}T00:00:00Z`) + 31 * dayMs)
  const to = isDay(asked.to) ? asked.to : dayOf(end)
  const from = isDay(asked.from) ? asked.from : dayOf(Date.parse(to) - 13 * 7 * dayMs)
  return from <= to ? { from, to } : { from: to, to: from }
}

/** When cases come, what stays open, who passes on to whom, and which teams went quiet. */
export function FlowPage() {
  const { team, from, to, without, year } = route.useSearch()
  const navigate = route.useNavigate()
  const choice = useTeamChoice(team, 'measures:read')
  const nameOf = (id: string) => choice.teams.find((each) => each.id === id)?.name ?? id
  const asked = Number(year)
  const quiet = useCall(getQuietTeams, { year: asked >= 1900 && asked <= 9999 ? asked : undefined }, { keepPrevious: true })
  const last = quiet.data?.teams
    .map(({ lastMonth }) => lastMonth)
    .sort()
    .reverse()
    .at(Math.floor((quiet.data?.teams.length ?? 0) / 4))
  const window = windowOf({ from, to }, last)
  const isReady = quiet.data !== undefined
  const backlog = useCall(getBacklog, { ...window, team, by: 'week' }, { keepPrevious: true, enabled: isReady })
  const zone = choice.teams.find((each) => each.id === team)?.timeZone
  const arrivals = useCall(getArrivals, { ...window, team, timeZone: zone }, { keepPrevious: true, enabled: isReady })
  const passed = useCall(getPassedOn, { ...window, team, without }, { keepPrevious: true, enabled: isReady })
  const parts = [quiet, backlog, arrivals, passed]
  const failed = parts.find((each) => each.isError)
  const isEmpty = quiet.data?.teams.length === 0
  return (
    <>
      <PageHeader
        title={screenWords.flow}
        question={words.question}
        answer={backlog.data && passed.data && !isEmpty ? answerOf(backlog.data, passed.data) : undefined}
        meta={[words.window(window.from, window.to), words.meta].join(' · ')}
        actions={
          <TeamSelect
            choice={choice}
            all
            asked={team}
            onChoose={(id) => void navigate({ search: (before) => ({ ...before, team: id }), replace: true })}
          />
        }
      />
      {failed ? <ErrorState error={failed.error} onRetry={() => void Promise.all(parts.map((each) => each.refetch()))} /> : null}
      {isEmpty ? (
        <div className="rounded-l border border-line bg-card">
          <EmptyState kind="nothing-yet">{words.nothing}</EmptyState>
        </div>
      ) : null}
      {!failed && !isEmpty && parts.some((each) => each.isPending) ? <Skeleton lines={10} /> : null}
      {!isEmpty && quiet.data && backlog.data && arrivals.data && passed.data ? (
        <Parts quiet={quiet.data} backlog={backlog.data} arrivals={arrivals.data} passed={passed.data} window={window} nameOf={nameOf} />
      ) : null}
    </>
  )
}

/** What changed about what is open, and what of it went from hand to hand. */
function answerOf({ rows }: Backlog, { conversations, passedOn, pingPong }: PassedOn): string | undefined {
  const [first] = rows
  const last = rows.at(-1)
  if (!first || !last) return undefined
  const sum = (name: 'begun' | 'ended') => rows.reduce((total, row) => total + row[name], 0)
  const top = passedOn === 0 || conversations === 0 ? null : words.answerPassed(passedOn / conversations, pingPong / passedOn)
  return words.answer({ before: first.open - first.begun + first.ended, open: last.open, begun: sum('begun'), ended: sum('ended'), top })
}

type PartsProps = {
  quiet: Parameters<typeof Quiet>[0]['quiet']
  backlog: Backlog
  arrivals: Arrivals
  passed: PassedOn
  window: Window
  nameOf: (id: string) => string
}

const NONE = '*'

function Parts({ quiet, backlog, arrivals, passed, window, nameOf }: PartsProps) {
  const { without } = route.useSearch()
  const navigate = route.useNavigate()
  const set = (change: object) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
  const about = [words.window(window.from, window.to), words.meta]
  const teams = quiet.teams.map(({ team }) => ({ value: team, label: nameOf(team) }))
  const first = quiet.years[0]?.year ?? quiet.year ?? 0
  const last = Math.max(quiet.year ?? first, quiet.years.at(-1)?.year ?? first)
  const years = Array.from({ length: last - first + 1 }, (_, back) => String(last - back)).map((year) => ({ value: year, label: year }))
  return (
    <>
      <WindowForm key={`${window.from} ${window.to}`} window={window} />
      <Open
        backlog={backlog}
        about={about}
        nameOf={nameOf}
        records={(team) => (
          <PathLink path={`/conversations?${new URLSearchParams({ team, from: window.from, to: window.to })}`}>{words.records}</PathLink>
        )}
      />
      <Hours arrivals={arrivals} about={about} />
      <Passed
        passed={passed}
        about={about}
        nameOf={nameOf}
        choice={
          <Select
            label={words.without}
            options={[{ value: NONE, label: words.withoutNone }, ...teams]}
            value={without ?? NONE}
            onChange={(id) => set({ without: id === NONE ? undefined : id })}
          />
        }
      />
      <Quiet
        quiet={quiet}
        about={[words.meta]}
        nameOf={nameOf}
        choice={
          <Select
            label={words.year}
            options={years}
            value={quiet.year === null ? null : String(quiet.year)}
            onChange={(id) => set({ year: id })}
          />
        }
      />
    </>
  )
}

/** Asks for other days; they stand in the address. */
function WindowForm({ window }: { window: Window }) {
  const navigate = route.useNavigate()
  const [isChecked, setIsChecked] = useState(false)
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const [from, to] = [String(form.get('from')), String(form.get('to'))]
    setIsChecked(!isDay(from) || !isDay(to) || from > to)
    if (isDay(from) && isDay(to) && from <= to) void navigate({ search: (before) => ({ ...before, from, to }), replace: true })
  }
  return (
    <form onSubmit={submit} noValidate className="flex flex-wrap items-end gap-3">
      <div className="w-40 max-w-full">
        <TextField name="from" type="date" label={words.from} defaultValue={window.from} />
      </div>
      <div className="w-40 max-w-full">
        <TextField name="to" type="date" label={words.to} defaultValue={window.to} error={isChecked ? words.wrongWindow : undefined} />
      </div>
      <Button type="submit">{words.look}</Button>
    </form>
  )
}
