import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contracts } from '#server/contracts.ts'
import * as identityContract from '#slices/identity/contract.ts'
import { answerFaults } from './answer-faults.ts'
import { type Headers, letterOf, send } from './door.ts'
import { contentOf, type Furnished, furnishedWorld } from './furnished.ts'
import { hostileHeaders, hostileInput } from './hostile-input.ts'
import { nastyDocuments } from './nasty-documents.ts'

const routes = contracts.flatMap(({ slice, routes: all }) => all.map(({ name, route }) => ({ name: `${slice}.${name}`, route })))

/** The same requests each time, unless told otherwise: FUZZ_RUNS=2000 FUZZ_SEED=$RANDOM looks longer and elsewhere. */
const numRuns = Number(process.env.FUZZ_RUNS ?? 25)
const seed = Number(process.env.FUZZ_SEED ?? 20_261_121)

let place: Furnished
let operator: Headers

beforeAll(async () => {
  place = await furnishedWorld()
  operator = { authorization: `Bearer ${place.here.running.operatorKey}` }
})
afterAll(() => place?.here.end())

const fuzzed = () => ({ ...place.known, password: [], text: nastyDocuments })

describe('random input from its own contract', () => {
  test.each(routes)('never breaks $name, and each refusal says what to do', { timeout: 600_000 }, async ({ route }) => {
    const who = fc.oneof(
      { weight: 8, arbitrary: fc.constant(operator) },
      { weight: 1, arbitrary: fc.constant(place.lead) },
      { weight: 1, arbitrary: fc.constant({}) },
    )
    await fc.assert(
      fc.asyncProperty(hostileInput(route, fuzzed()), hostileHeaders, who, async (input, headers, identity) => {
        const letter = letterOf(route, input, { ...headers, ...identity })
        expect(answerFaults(await send(place.here.running.app, letter, route.stream !== undefined))).toEqual([])
      }),
      { numRuns, seed, endOnFailure: true },
    )
  })

  test('leaves nothing behind when it is refused', { timeout: 600_000 }, async () => {
    const { app, db, tail } = place.here.running
    // A sign-in that is refused is itself an entry of the log.
    const writes = routes.filter(({ route }) => route.method !== 'GET' && route !== identityContract.signIn)
    let refused = 0
    for (const { name, route } of writes) {
      const requests = fc.sample(fc.tuple(hostileInput(route, fuzzed()), hostileHeaders), { numRuns: Math.ceil(numRuns / 12), seed })
      for (const [input, headers] of requests) {
        await tail.runOnce()
        const before = await contentOf(db)
        const answer = await send(app, letterOf(route, input, { ...headers, ...operator }))
        if (answer.status < 400) continue
        refused += 1
        expect({ name, ...(await contentOf(db)) }).toEqual({ name, ...before })
      }
    }
    expect(refused).toBeGreaterThan(writes.length / 2)
  })
})
