import { perWorkingDay } from '#slices/queueing/index.ts'
import type { Profile } from './profile.ts'
import type { Run } from './run.ts'

export function summaryToWire(profile: Profile) {
  return {
    id: profile.id,
    team: profile.teamId,
    name: profile.name,
    source: profile.source,
    counts: profile.counts,
    perWorkingDay: perWorkingDay(profile.week),
    loggedDays: profile.days.length,
    madeAt: profile.madeAt.toISOString(),
  }
}

export function profileToWire(profile: Profile) {
  const days = profile.days.map(({ on }) => on).sort()
  return {
    ...summaryToWire(profile),
    timeZone: profile.timeZone,
    week: profile.week,
    handling: profile.handling,
    exceptionRate: profile.exceptionRate,
    firstDayOn: days[0] ?? null,
    lastDayOn: days.at(-1) ?? null,
  }
}

export function runSummaryToWire(run: Run) {
  return {
    id: run.id,
    team: run.teamId,
    name: run.name,
    state: run.state,
    progress: run.progress,
    madeAt: run.madeAt.toISOString(),
    endedAt: run.endedAt?.toISOString() ?? null,
    volumePerDay: run.volumePerDay,
    peoplePlanned: run.peoplePlanned,
    lateShare: run.inShort?.lateShare ?? null,
    breaksAtVolume: run.inShort?.breaksAtVolume ?? null,
    holds: run.inShort?.holds ?? null,
    isEvidence: run.evidence !== null,
  }
}

export function runToWire(run: Run) {
  return {
    ...runSummaryToWire(run),
    question: run.question,
    seed: run.seed,
    inputsDigest: run.inputsDigest,
    engine: run.engine,
    answer: run.answer,
    problem: run.problem,
    evidence: run.evidence && { note: run.evidence.note, at: run.evidence.at.toISOString() },
  }
}
