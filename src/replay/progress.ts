import type { Progress } from './replay.ts'

/** What is known of the time left: nothing before the first second, then from the faster to the slower of two measured rates. */
export type Pace = { perSecond: number; leftSeconds: [number, number] | null }

type Sample = { atMs: number; rows: number }

const windowMs = 10_000
const firstMs = 1000

/** Follows the pace of a replay: over the whole of it, and over its last ten seconds. */
export function paceKeeper(total: number | undefined): (progress: Progress) => Pace {
  let samples: Sample[] = [{ atMs: 0, rows: 0 }]
  return function keep({ rows, decisions, elapsedMs }) {
    samples = [
      ...samples.filter((sample, at) => elapsedMs - sample.atMs <= windowMs || at === samples.length - 1),
      { atMs: elapsedMs, rows },
    ]
    const perSecond = elapsedMs === 0 ? 0 : (decisions / elapsedMs) * 1000
    if (total === undefined || elapsedMs < firstMs || rows >= total) return { perSecond, leftSeconds: null }
    const first = samples[0] as Sample
    const rates = [rows / elapsedMs, (rows - first.rows) / Math.max(1, elapsedMs - first.atMs)].filter((rate) => rate > 0)
    if (rates.length === 0) return { perSecond, leftSeconds: null }
    const left = rates.map((rate) => (total - rows) / rate / 1000)
    return { perSecond, leftSeconds: [Math.min(...left), Math.max(...left)] }
  }
}

/** `[#####-----] 151 of 302 runs · 1,336 decisions · 410/s · 3 to 4 s left` */
export function progressLine(progress: Progress, pace: Pace, total: number | undefined): string {
  const parts = [
    total === undefined
      ? `${count(progress.rows)} runs`
      : `${bar(progress.rows / Math.max(1, total))} ${count(progress.rows)} of ${count(total)} runs`,
    `${count(progress.decisions)} decisions`,
    `${count(Math.round(pace.perSecond))}/s`,
    leftWords(pace.leftSeconds),
  ]
  return parts.filter((part) => part !== '').join(' · ')
}

function bar(share: number): string {
  const filled = Math.round(Math.min(1, share) * 20)
  return `[${'#'.repeat(filled)}${'-'.repeat(20 - filled)}]`
}

function leftWords(left: Pace['leftSeconds']): string {
  if (left === null) return ''
  const [least, most] = left.map((seconds) => timeWords(seconds)) as [string, string]
  return least === most ? `${most} left` : `${least} to ${most} left`
}

function timeWords(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`
  if (seconds < 90 * 60) return `${Math.ceil(seconds / 60)} min`
  return `${Math.ceil(seconds / 3600)} h`
}

function count(number: number): string {
  return number.toLocaleString('en-US')
}

type Terminal = { isTTY?: boolean; columns?: number; write(text: string): unknown }

const inPlaceMs = 100
const lineMs = 3000

/** Shows progress on a terminal in place, elsewhere as one line every few seconds. `end` leaves the last line standing. */
export function progressShow(terminal: Terminal, total: number | undefined): { show(progress: Progress): void; end(): void } {
  const keep = paceKeeper(total)
  let shownMs = Number.NEGATIVE_INFINITY
  let last: Progress | undefined
  function write(progress: Progress): void {
    const line = progressLine(progress, keep(progress), total)
    terminal.write(terminal.isTTY ? `\r\x1b[2K${line.slice(0, (terminal.columns ?? 120) - 1)}` : `${line}\n`)
    shownMs = progress.elapsedMs
  }
  return {
    show(progress) {
      last = progress
      if (progress.elapsedMs - shownMs >= (terminal.isTTY ? inPlaceMs : lineMs)) write(progress)
    },
    end() {
      if (last && last.elapsedMs !== shownMs) write(last)
      if (terminal.isTTY) terminal.write('\n')
    },
  }
}
