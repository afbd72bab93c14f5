import type { Run } from './send.ts'

const inPlaceMs = 100
const lineMs = 3000

export const many = (count: number): string => count.toLocaleString('en-US')

/** `[####----] 21,000 rows · 9,300/s · 7 s left · 12 rejected` */
export function progressLine(run: Run, { rows, ms }: { rows: number; ms: number }, shareBefore: number): string {
  const perSecond = ms === 0 ? 0 : (rows / ms) * 1000
  const done = run.share - shareBefore
  const left = done <= 0 || ms < 1000 ? null : (ms / 1000) * ((1 - run.share) / done)
  const filled = Math.round(run.share * 20)
  return [
    `[${'#'.repeat(filled)}${'-'.repeat(20 - filled)}] ${many(run.read)} rows`,
    `${many(Math.round(perSecond))}/s`,
    ...(left === null ? [] : [`${left < 90 ? `${Math.ceil(left)} s` : `${Math.ceil(left / 60)} min`} left`]),
    ...(run.rejected > 0 ? [`${many(run.rejected)} rejected`] : []),
  ].join(' · ')
}

type Terminal = { isTTY?: boolean; columns?: number; write(text: string): unknown }

/** Shows how far an import is: on a terminal in place, elsewhere one line every few seconds. */
export function progressShow(terminal: Terminal, begun: Run): { show(run: Run): void; end(): void } {
  const from = performance.now()
  let shownMs = Number.NEGATIVE_INFINITY
  return {
    show(run) {
      const ms = performance.now() - from
      if (ms - shownMs < (terminal.isTTY ? inPlaceMs : lineMs)) return
      shownMs = ms
      const line = progressLine(run, { rows: run.read - begun.read, ms }, begun.share)
      terminal.write(terminal.isTTY ? `\r\x1b[2K${line.slice(0, (terminal.columns ?? 120) - 1)}` : `${line}\n`)
    },
    end() {
      if (terminal.isTTY && shownMs > 0) terminal.write('\n')
    },
  }
}
