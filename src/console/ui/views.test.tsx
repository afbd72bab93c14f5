// @vitest-environment happy-dom
import { act } from '@testing-library/react'
import { useState } from 'react'
import { expect, test, vi } from 'vitest'
import { expectAccessible, show, showAt } from '#console/test-kit.tsx'
import { CallError } from '#sdk/call.ts'
import { Badge } from './badge.tsx'
import { Card } from './card.tsx'
import { CodeBlock } from './code-block.tsx'
import { ExternalLink, Link } from './link.tsx'
import { PageHeader } from './page-header.tsx'
import { Pager } from './pager.tsx'
import { EmptyState, ErrorState, Skeleton } from './states.tsx'
import { StatusMark } from './status-mark.tsx'
import { Tabs } from './tabs.tsx'
import { TierMark, TierShape } from './tier-mark.tsx'
import { TimeAgo } from './time-ago.tsx'
import { Tooltip } from './tooltip.tsx'

const problem = {
  type: 'urn:pilotage:unavailable',
  title: 'Not available right now',
  status: 503,
  code: 'unavailable' as const,
  detail: 'The database is starting.',
  next: 'Try again in a few seconds.',
  requestId: 'req-8c1f',
}

test('the four empty states differ in words', () => {
  const kinds = ['nothing-yet', 'nothing-left', 'nothing-matches', 'not-enough-people'] as const
  const { container } = show(
    kinds.map((kind) => (
      <EmptyState key={kind} kind={kind}>
        Next step.
      </EmptyState>
    )),
  )
  expect(new Set([...container.querySelectorAll('[data-empty] > p')].map((title) => title.textContent)).size).toBe(4)
})

test('filters that hide everything are cleared by keyboard', async () => {
  const onClear = vi.fn()
  const { person } = show(
    <EmptyState kind="nothing-matches" onClear={onClear}>
      No decision of this team is with review.
    </EmptyState>,
  )
  await person.tab()
  await person.keyboard('{Enter}')
  expect(onClear).toHaveBeenCalledOnce()
})

test('an error says what failed, what still works, what to do, and its reference number', async () => {
  const onRetry = vi.fn()
  const { person, getByRole } = show(
    <ErrorState title="Decisions cannot be shown" error={new CallError(problem)} stillWorks="AI agents." onRetry={onRetry} />,
  )
  const said = getByRole('alert').textContent
  for (const part of ['Decisions cannot be shown', problem.detail, problem.next, 'Still works: AI agents.', 'Reference number req-8c1f'])
    expect(said).toContain(part)
  await person.tab()
  await person.keyboard('{Enter}')
  expect(onRetry).toHaveBeenCalledOnce()
})

test('the states pass axe', async () => {
  show(
    <>
      <EmptyState kind="nothing-left">New items appear by themselves.</EmptyState>
      <ErrorState error={new CallError(problem)} onRetry={() => {}} />
      <Skeleton lines={3} />
      <PageHeader title="Now" question="Is all well?" answer="Yes." meta="Last 24 hours" />
      <Pager shown={50} hasMore onMore={() => {}} />
      <TimeAgo at={new Date()} />
      <CodeBlock label="Key" code="abc" />
    </>,
  )
  await expectAccessible()
})

test('code is copied by keyboard, and the copy is confirmed', async () => {
  const { person, findByText } = show(<CodeBlock label="Key" code={'a: 1\nb: 2'} />)
  await person.tab()
  await person.keyboard('{Enter}')
  await findByText('Copied')
  expect(await navigator.clipboard.readText()).toBe('a: 1\nb: 2')
})

test('a time tells how long ago it was, and the exact moment on focus', async () => {
  const at = new Date(Date.now() - 3 * 60_000)
  const { person, getByText, findByText } = show(<TimeAgo at={at.toISOString()} />)
  expect(getByText('3 min ago').getAttribute('datetime')).toBe(at.toISOString())
  await person.tab()
  expect(await findByText(new RegExp(String(at.getFullYear())))).toBeTruthy()
})

test('times go on by themselves', () => {
  vi.useFakeTimers()
  try {
    const { getByText } = show(<TimeAgo at={new Date()} isQuiet />)
    expect(getByText('now')).toBeTruthy()
    act(() => void vi.advanceTimersByTime(65_000))
    expect(getByText('1 min ago')).toBeTruthy()
  } finally {
    vi.useRealTimers()
  }
})

test('a tooltip shows on focus and Escape hides it', async () => {
  const { person, findByText, queryByText } = show(
    <Tooltip text="More about it">
      <button type="button">Help</button>
    </Tooltip>,
  )
  await person.tab()
  await findByText('More about it')
  await expectAccessible()
  await person.keyboard('{Escape}')
  await expect.poll(() => queryByText('More about it')).toBeNull()
})

test('a page header names the tab of the browser', () => {
  show(<PageHeader title="AI agents" question="Which AI agents run?" />)
  expect(document.title).toBe('AI agents · Pilotage')
})

test('more of a list is asked for by keyboard, and its arrival is announced', async () => {
  const onMore = vi.fn()
  const { person, getByRole, rerender } = show(<Pager shown={50} hasMore onMore={onMore} />)
  await person.tab()
  await person.keyboard('{Enter}')
  expect(onMore).toHaveBeenCalledOnce()
  rerender(<Pager shown={80} hasMore={false} onMore={onMore} />)
  expect(getByRole('status').textContent).toBe('80 entries are shown now.')
})

const tiers = ['autonomous', 'review', 'human_only'] as const
const statuses = ['ok', 'watch', 'act', 'info', 'none'] as const

test('each tier has its words, and a shape that tells it apart without colour', () => {
  const { container, getByText } = show(tiers.map((tier) => <TierMark key={tier} tier={tier} />))
  for (const text of ['On its own', 'With review', 'People only']) expect(getByText(text)).toBeTruthy()
  const shapes = [...container.querySelectorAll('svg')].map((shape) => shape.innerHTML)
  expect(new Set(shapes).size).toBe(3)
})

test('each status has a word and a shape of its own', () => {
  const { container } = show(statuses.map((status) => <StatusMark key={status} status={status} />))
  const bare = [...container.querySelectorAll('svg')].map((shape) => shape.innerHTML.replaceAll(/class="[^"]*"/g, ''))
  expect(new Set(bare).size).toBe(5)
  expect(container.textContent).toBe('In orderWatchAct nowNewNot enough data')
})

test('marks take no tab stop, are hidden as pictures, and pass axe', async () => {
  const { person } = show(
    <Card title="Marks" subtitle="What they mean">
      <TierShape tier="review" />
      <StatusMark status="watch" text="Overdue by 21 days" />
      <Badge>v12</Badge>
    </Card>,
  )
  await person.tab()
  expect(document.activeElement).toBe(document.body)
  await expectAccessible()
})

function Parts() {
  const [part, setPart] = useState<'card' | 'decisions'>('card')
  return (
    <Tabs
      label="Parts"
      value={part}
      onChange={setPart}
      tabs={[
        { value: 'card', label: 'Card', content: <p>The card.</p> },
        { value: 'decisions', label: 'Decisions', content: <p>The decisions.</p> },
      ]}
    />
  )
}

test('arrow keys walk the tabs and Enter opens one', async () => {
  const { person, getByRole, findByText } = show(<Parts />)
  await person.tab()
  expect(document.activeElement).toBe(getByRole('tab', { name: 'Card' }))
  await person.keyboard('{ArrowRight}{Enter}')
  await findByText('The decisions.')
  expect(getByRole('tab', { name: 'Decisions' }).getAttribute('aria-selected')).toBe('true')
})

test('tabs pass axe', async () => {
  show(<Parts />)
  await expectAccessible()
})

test('a link goes by keyboard, and one that leaves says so', async () => {
  const { person, router, getByRole } = await showAt('/', () => (
    <>
      <Link to={'/policy' as '/'}>Policy</Link>
      <ExternalLink href="https://example.com">Paper</ExternalLink>
    </>
  ))
  await person.tab()
  expect(document.activeElement).toBe(getByRole('link', { name: 'Policy' }))
  await person.keyboard('{Enter}')
  expect(router.state.location.pathname).toBe('/policy')
  expect(getByRole('link', { name: /Paper.*opens a new tab/ })).toBeTruthy()
  await expectAccessible()
})
