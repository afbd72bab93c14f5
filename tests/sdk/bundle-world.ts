import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll } from 'vitest'
import type { Pilotage, PilotageOptions } from '#sdk/index.ts'
import * as policy from '#slices/policy/contract.ts'
import { refundStandard } from '../world.ts'
import { refund, type SdkWorld, sdkWorld } from './sdk-world.ts'

/** The standard of refunds, answered while Pilotage is away by rules of at most ten minutes. */
export const answered = refundStandard.replace('examples:', 'bundle_seconds_max: 600\nexamples:')

export type BundleWorld = SdkWorld & {
  /** The clock of the clients. */
  time: { now(): number; add(ms: number): void }
  inForce(text: string): Promise<unknown>
  /** A client that has asked once and holds the rules, in front of a Pilotage that went away. */
  cutOff(more?: Partial<PilotageOptions>): Promise<{ pilotage: Pilotage; spoolDir: string }>
}

export async function bundleWorld(): Promise<BundleWorld> {
  const here = await sdkWorld()
  let at = Date.parse('2026-11-16T10:00:00Z')
  const now = () => at
  const inForce = (text: string) => here.call(policy.apply, { text, reason: 'for the test' })
  await inForce(answered)
  // The first call of a server takes longer than the clients of these tests wait.
  await here.client({ patienceMs: 20_000 }).decide(refund(20))
  return {
    ...here,
    time: {
      now,
      add: (ms) => {
        at += ms
      },
    },
    inForce,
    async cutOff(more = {}) {
      const spoolDir = here.directory()
      const pilotage = here.client({ spoolDir, now, ...more })
      await pilotage.decide(refund(20))
      await pilotage.refresh()
      here.gate.shut()
      return { pilotage, spoolDir }
    },
  }
}

export const minutes = (n: number) => n * 60_000

export const bundleIn = (spoolDir: string) =>
  join(spoolDir, readdirSync(spoolDir).find((name) => name.startsWith('bundle-')) ?? 'no bundle')

export const whyOf = (found: { reasons: { because: string }[] }) => found.reasons.map(({ because }) => because).join(' ')

/** One world for all tests of a file; after each the way is open and the usual standard is in force again. */
export function bundleWorldFor(tell: (world: BundleWorld) => void): void {
  let made: BundleWorld | undefined
  beforeAll(async () => {
    made = await bundleWorld()
    tell(made)
  })
  afterEach(async () => {
    made?.gate.open()
    await made?.inForce(answered)
  })
  afterAll(() => made?.end())
}
