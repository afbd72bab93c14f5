import type { Share } from '#kernel/wilson.ts'
import type { Caught, Tally, Tiers } from './tally.ts'
import type { Kind } from './tools.ts'

const kindWords: Record<Kind, string> = { READ: 'reads', WRITE: 'writes', GENERIC: 'generic', THINK: 'notes' }

/** The closing table in plain text, for a terminal or a README. */
export function tableOf(tally: Tally): string {
  return [
    line('runs', `${count(tally.runs)}, of which ${count(tally.failures)} failed (${count(tally.failuresWithWrite)} of them with a write)`),
    line('tool calls', `${count(tally.calls)} by AI agents, each one a decision`),
    '',
    ...tierTable(tally),
    '',
    line('coverage of writes', shareWords(tally.coverage.writes)),
    line('coverage of reads', shareWords(tally.coverage.reads)),
    line('writes on their own', shareWords(tally.autonomousWrites)),
    line('hand-offs to a person', `${count(tally.handOffs.calls)} in ${count(tally.handOffs.runs)} runs`),
    '',
    'Runs with a decision that was not on its own (95 % interval)',
    ...caughtTable(tally),
    '',
    'By AI agent: runs with a write that was not on its own',
    ...groupTable(tally),
  ].join('\n')
}

function line(label: string, text: string): string {
  return `${label.padEnd(24)}${text}`
}

/** Columns padded to their widest cell; the first is left-aligned, the others right. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  )
}

function tierTable(tally: Tally): string[] {
  const cells = (label: string, tiers: Tiers) => [
    label,
    count(tiers.autonomous + tiers.review + tiers.human_only),
    count(tiers.autonomous),
    count(tiers.review),
    count(tiers.human_only),
  ]
  return columns([
    ['decisions', 'all', 'on its own', 'with review', 'people only'],
    ...(['WRITE', 'READ', 'GENERIC', 'THINK'] as const).map((kind) => cells(kindWords[kind], tally.tiersByKind[kind])),
    cells('all', tally.tiers),
  ])
}

function caughtTable(tally: Tally): string[] {
  const cells = (label: string, caught: Caught) => [label, count(caught.runs), shareWords(caught.any), shareWords(caught.write)]
  return columns([
    ['', 'runs', 'any decision', 'a write, of runs with one'],
    cells('failed', tally.failed),
    cells('succeeded', tally.succeeded),
  ])
}

function groupTable(tally: Tally): string[] {
  return columns([
    ['AI agent', 'runs', 'failed', 'succeeded', 'writes on their own'],
    ...tally.groups.map((group) => [
      group.aiAgent,
      count(group.runs),
      shareWords(group.failed.write),
      shareWords(group.succeeded.write),
      shareWords(group.autonomousWrites),
    ]),
  ])
}

/** `97 of 106, 92 % (85–95)`; a dash where there is nothing to count. */
function shareWords({ hits, of, share, low, high }: Share): string {
  if (share === null) return '–'
  return `${count(hits)} of ${count(of)}, ${percent(share)} % (${percent(low)}–${percent(high)})`
}

function percent(share: number): string {
  return String(Math.round(share * 100))
}

function count(number: number): string {
  return number.toLocaleString('en-US')
}
