import { getRouteApi } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { later } from '#console/later.tsx'
import { screenWords } from '#console/messages/screens.ts'
import { PathLink } from '#console/path-link.tsx'
import { useCall } from '#console/query.ts'
import { useMe } from '#console/shell/me.tsx'
import { Button } from '#console/ui/button.tsx'
import { Chart } from '#console/ui/chart/chart.tsx'
import { TextField } from '#console/ui/field.tsx'
import { PageHeader } from '#console/ui/page-header.tsx'
import { Select } from '#console/ui/select.tsx'
import { EmptyState, ErrorState, Skeleton } from '#console/ui/states.tsx'
import type { OutputOf } from '#kernel/contract.ts'
import type { Behind } from '#slices/usage/console/cards.tsx'
import { answerOf, type Confidence, thresholdPicture } from '#slices/usage/console/picture.ts'
import { confidenceWords as words } from '#slices/usage/console/words.ts'
import { compareVersions, getConfidence, getSuggestionConfidence, listConfidence } from '#slices/usage/contract.ts'

const cards = () => import('#slices/usage/console/cards.tsx')
const AtThreshold = later(async () => (await cards()).AtThreshold)
const Calibration = later(async () => (await cards()).Calibration)
const Kinds = later(async () => (await cards()).Kinds)
const SuggestionsFound = later(async () => (await cards()).SuggestionsFound)
const Versions = later(async () => (await cards()).Versions)

const route = getRouteApi('/frame/confidence')
type Search = ReturnType<typeof route.useSearch>
type Known = OutputOf<typeof listConfidence>['items'][number]

const goals = [0.9, 0.95, 0.98, 0.99]
const usualGoal = 0.95

/** What would happen if an AI agent answered on its own above a confidence. */
export function ConfidencePage() {
  const search = route.useSearch()
  const known = useCall(listConfidence, {})
  const items = known.data?.items ?? []
  const aiAgent = items.find((one) => one.aiAgent === search.agent) ?? items[0]
  if (known.isPending || known.isError || !aiAgent)
    return (
      <>
        <PageHeader title={screenWords.confidence} question={words.questionOfAny} meta={words.meta} />
        {known.isPending ? <Skeleton lines={10} /> : null}
        {known.isError ? <ErrorState error={known.error} onRetry={() => void known.refetch()} /> : null}
        {known.data ? (
          <div className="rounded-l border border-line bg-card">
            <EmptyState kind="nothing-yet">{words.nothing}</EmptyState>
          </div>
        ) : null}
      </>
    )
  return <OfAiAgent key={aiAgent.aiAgent} known={items} aiAgent={aiAgent} search={search} />
}

const numberOf = (text: string | undefined) => (text === undefined || Number.isNaN(Number(text)) ? undefined : Number(text))

function thresholdIn({ at }: Search): number | undefined {
  const percent = numberOf(at)
  return percent !== undefined && percent >= 0 && percent <= 99 ? percent / 100 : undefined
}

type OfProps = { known: Known[]; aiAgent: Known; search: Search }

function OfAiAgent({ known, aiAgent, search }: OfProps) {
  const goal = goals.find((each) => each === numberOf(search.goal)) ?? usualGoal
  const version = aiAgent.versions.find((each) => each.version === search.version) ?? aiAgent.versions[0]
  const threshold = thresholdIn(search)
  const asked = { aiAgent: aiAgent.aiAgent, version: version?.version, goal, threshold }
  const found = useCall(getConfidence, asked, { keepPrevious: true, enabled: version !== undefined })
  const has = found.data !== undefined && found.data.answers > 0
  return (
    <>
      <PageHeader
        title={screenWords.confidence}
        question={words.question(aiAgent.aiAgent)}
        answer={has ? answerOf(found.data) : undefined}
        meta={[version && words.sample(version.answers, version.from, version.to), words.meta].filter(Boolean).join(' · ')}
        actions={<Choices known={known} aiAgent={aiAgent} version={version?.version} goal={goal} />}
      />
      {found.isPending && version ? <Skeleton lines={10} /> : null}
      {found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.data && has ? <Evidence found={found.data} /> : null}
      {aiAgent.versions.length > 1 ? <Compared aiAgent={aiAgent} version={version?.version} /> : null}
      {aiAgent.hasSuggestions ? <Suggested aiAgent={aiAgent.aiAgent} quarter={search.quarter} /> : null}
    </>
  )
}

type ChoicesProps = { known: Known[]; aiAgent: Known; version: string | undefined; goal: number }

function Choices({ known, aiAgent, version, goal }: ChoicesProps) {
  const navigate = route.useNavigate()
  const set = (change: Partial<Search>) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
  return (
    <>
      {known.length > 1 ? (
        <Select
          label={words.aiAgent}
          options={known.map((one) => ({ value: one.aiAgent, label: one.aiAgent }))}
          value={aiAgent.aiAgent}
          onChange={(agent) => set({ agent, version: undefined, at: undefined, quarter: undefined })}
        />
      ) : null}
      {aiAgent.versions.length > 1 ? (
        <Select
          label={words.version}
          options={aiAgent.versions.map((one) => ({ value: one.version, label: words.versionOf(one.version, one.answers) }))}
          value={version ?? null}
          onChange={(chosen) => set({ version: chosen })}
        />
      ) : null}
      {aiAgent.versions.length > 0 ? (
        <Select
          label={words.goal}
          hint={words.goalAbout}
          options={goals.map((each) => ({ value: String(each), label: words.goalOf(each) }))}
          value={String(goal)}
          onChange={(chosen) => set({ goal: Number(chosen) === usualGoal ? undefined : chosen })}
        />
      ) : null}
    </>
  )
}

function pathOf({ aiAgent, version }: Confidence, { isRight, isInScope, from, below, kind }: Behind): string {
  const told = { agent: aiAgent, version, right: isRight, scope: isInScope, from, below, kind }
  const entries = Object.entries(told).flatMap(([name, value]) => (value === undefined || value === null ? [] : [[name, String(value)]]))
  return `/confidence/answers?${new URLSearchParams(entries)}`
}

function Evidence({ found }: { found: Confidence }) {
  const { aiAgent, version, answers } = found
  const about = [aiAgent, version ?? '', words.meta].filter(Boolean)
  const opens = (behind: Behind, text: string) => <PathLink path={pathOf(found, behind)}>{text}</PathLink>
  return (
    <>
      <Chart
        name="confidence-thresholds"
        title={words.chartTitle}
        subtitle={words.chartSubtitle(answers)}
        picture={thresholdPicture(found)}
        about={about}
        height={280}
      />
      <AtThreshold found={found} opens={opens} form={<ThresholdForm key={found.chosen?.threshold} found={found} />} />
      {found.kinds.length > 1 ? <Kinds found={found} opens={opens} about={about} /> : null}
      <Calibration found={found} about={about} />
    </>
  )
}

/** Asks for another threshold; it stands in the address. */
function ThresholdForm({ found: { chosen } }: { found: Confidence }) {
  const navigate = route.useNavigate()
  const [text, setText] = useState(chosen ? String(Math.round(chosen.threshold * 100)) : '')
  const isFit = /^\d{1,2}$/.test(text.trim())
  const [isChecked, setIsChecked] = useState(false)
  function submit(event: FormEvent) {
    event.preventDefault()
    setIsChecked(true)
    if (isFit) void navigate({ search: (before) => ({ ...before, at: String(Number(text)) }), replace: true })
  }
  return (
    <form onSubmit={submit} noValidate className="flex flex-wrap items-end gap-3">
      <div className="w-56 max-w-full">
        <TextField
          label={words.at}
          inputMode="numeric"
          value={text}
          onChange={setText}
          error={isChecked && !isFit ? words.atWrong : undefined}
        />
      </div>
      <Button type="submit">{words.look}</Button>
    </form>
  )
}

/** The version that is looked at beside the one before it; the oldest beside the one after it. */
function Compared({ aiAgent: { aiAgent, versions }, version }: { aiAgent: Known; version: string | undefined }) {
  const place = Math.max(
    0,
    versions.findIndex((each) => each.version === version),
  )
  const [after, before] = place === versions.length - 1 ? versions.slice(place - 1) : versions.slice(place, place + 2)
  const compared = useCall(compareVersions, { aiAgent, before: before?.version, after: after?.version })
  if (compared.isPending) return <Skeleton lines={6} />
  if (compared.isError) return <ErrorState error={compared.error} onRetry={() => void compared.refetch()} />
  return <Versions compared={compared.data} about={[aiAgent, words.meta]} />
}

function Suggested({ aiAgent, quarter }: { aiAgent: string; quarter: string | undefined }) {
  const navigate = route.useNavigate()
  const me = useMe()
  const isEverywhere = me.rights['adoption:read'] === 'all'
  const found = useCall(getSuggestionConfidence, { aiAgent, quarter }, { keepPrevious: true, enabled: isEverywhere })
  if (!isEverywhere) return null
  if (found.isPending) return <Skeleton lines={6} />
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  const { data } = found
  const few = data.found === null ? words.suggestionsFew(data.peopleMin) : null
  const told = data.quarter === null ? words.suggestionsNone : few
  const isHeld = data.teamsHeld > 0
  const about = [aiAgent, data.quarter ?? '', words.suggestionsTitle].filter(Boolean)
  return (
    <>
      <div className="flex flex-wrap items-end justify-between gap-3">
        <h2 className="text-title font-strong">{words.suggestionsTitle}</h2>
        {data.quarters.length > 1 ? (
          <Select
            label={words.quarter}
            options={data.quarters.map((each) => ({ value: each, label: each }))}
            value={data.quarter}
            onChange={(each) => void navigate({ search: (before) => ({ ...before, quarter: each }), replace: true })}
          />
        ) : null}
      </div>
      {told ? <p className="text-ink-2">{told}</p> : null}
      {data.found && data.quarter ? <SuggestionsFound found={data.found} quarter={data.quarter} about={about} /> : null}
      {isHeld ? <p className="text-meta text-ink-2">{words.teamsHeld(data.teamsHeld)}</p> : null}
    </>
  )
}
