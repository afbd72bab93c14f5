import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { Envelope } from '#slices/decisions/contract.ts'
import { readStandard } from '#slices/policy/index.ts'
import type { Step } from './mapping.ts'
import { decisionsOf } from './mappings.ts'
import type { Run } from './run.ts'
import { shippedStandards } from './standards.ts'
import { domains, runsOf, tools } from './test-kit.ts'

let runs: Run[]
let steps: Step[]

beforeAll(async () => {
  runs = await runsOf()
  steps = runs.flatMap((run) => decisionsOf(run, tools))
})

const indexOf = (step: Step) => Number(step.envelope.call.split(':')[0])

describe('mapping of the shipped runs', () => {
  test('every tool call of an AI agent becomes one decision, and calls of the customer become none', () => {
    const calls = runs.flatMap((run) => run.messages.flatMap((message) => message.tool_calls ?? []))
    expect(steps.length).toBe(calls.filter((call) => call.by === 'ai_agent').length)
    expect(calls.some((call) => call.by === 'customer')).toBe(true)
  })

  test('every envelope is one that the API takes', () => {
    for (const { envelope } of steps) expect(Envelope.safeParse(envelope).error).toBeUndefined()
  })

  test('team, AI agent, run and call name each decision once', () => {
    const keys = steps.map(({ envelope }) => JSON.stringify([envelope.team, envelope.aiAgent, envelope.run, envelope.call]))
    expect(new Set(keys).size).toBe(keys.length)
  })

  test('cutting a run after a call, and turning its label round, leaves the decision as it is', () => {
    // biome-ignore lint/nursery/noFloatingPromises: a synchronous property gives nothing to wait for
    fc.assert(
      fc.property(fc.nat(runs.length - 1), fc.nat(), (at, pick) => {
        const run = runs[at] as Run
        const whole = decisionsOf(run, tools)
        if (whole.length === 0) return
        const step = whole[pick % whole.length] as Step
        const cut = { ...run, success: !run.success, messages: run.messages.slice(0, indexOf(step) + 1) }
        const again = decisionsOf(cut, tools).find((other) => other.envelope.call === step.envelope.call)
        expect(again?.envelope).toEqual(step.envelope)
      }),
      { numRuns: 300 },
    )
  })

  test('what comes after a call never reaches its inputs: other answers later, same decision', () => {
    for (const run of runs.slice(0, 20)) {
      const whole = decisionsOf(run, tools)
      const half = Math.floor(run.messages.length / 2)
      const messages = run.messages.map((message, at) =>
        at < half || message.tool_calls ? message : { ...message, content: 'yes, cancelled 99999' },
      )
      const changed = decisionsOf({ ...run, messages }, tools)
      const early = (found: Step[]) => found.filter((step) => indexOf(step) <= half).map((step) => step.envelope)
      expect(early(changed)).toEqual(early(whole))
    }
  })

  test('every decision type has a shipped standard that declares every input the mapping gives to a write', () => {
    const declared = new Map(
      shippedStandards('.', domains).map(({ file, text }) => [
        readStandard(text, file).id,
        readStandard(text, file).compiled?.standard.inputs ?? {},
      ]),
    )
    for (const { envelope, kind } of steps) {
      const inputs = declared.get(envelope.decisionType)
      expect(inputs, envelope.decisionType).toBeDefined()
      if (kind === 'WRITE') expect(Object.keys(inputs ?? {}).length, envelope.decisionType).toBeGreaterThan(0)
    }
  })

  test('an input that a standard declares is known in some run, so no standard waits for what never comes', () => {
    for (const { file, text } of shippedStandards('.', domains)) {
      const { id, compiled } = readStandard(text, file)
      const given = new Set(steps.flatMap(({ envelope }) => (envelope.decisionType === id ? Object.keys(envelope.inputs) : [])))
      const declared = Object.keys(compiled?.standard.inputs ?? {})
      if (given.size > 0) expect([id, declared.filter((name) => !given.has(name))]).toEqual([id, []])
    }
  })

  test('the outcome is the answer of the tool, read after the decision', () => {
    const failed = steps.filter((step) => step.outcome === 'failed').length
    const succeeded = steps.filter((step) => step.outcome === 'succeeded').length
    expect(failed).toBeGreaterThan(0)
    expect(succeeded + failed).toBe(steps.length)
  })

  test('solo work of an AI agent is a process of its own', () => {
    expect(new Set(steps.map(({ envelope }) => `${envelope.aiAgent} ${envelope.process}`))).toContain('telecom-gpt-4.1 device-repair')
    expect(new Set(steps.map(({ envelope }) => `${envelope.aiAgent} ${envelope.process}`))).toContain('telecom-gpt-4.1 customer-service')
  })
})

test('a domain or a tool without a mapping comes out as an uncovered decision with no inputs', () => {
  const call = { id: 'c1', name: 'Wire Money', arguments: { amount: 5 }, by: 'ai_agent' as const }
  const run: Run = { run: 'r1', ai_agent: 'x', domain: 'bank', success: true, messages: [{ role: 'ai_agent', tool_calls: [call] }] }
  const [step] = decisionsOf(run, tools)
  expect(step).toMatchObject({ kind: 'WRITE', outcome: undefined, envelope: { decisionType: 'bank.wire-money', inputs: {}, call: '0:c1' } })
})

test('two calls with one id in one message are told apart', () => {
  const call = (name: string) => ({ id: 'c', name, arguments: {}, by: 'ai_agent' as const })
  const run: Run = {
    run: 'r',
    ai_agent: 'x',
    domain: 'airline',
    success: true,
    messages: [{ role: 'ai_agent', tool_calls: [call('think'), call('calculate')] }],
  }
  expect(decisionsOf(run, tools).map((step) => step.envelope.call)).toEqual(['0:0:c', '0:1:c'])
})
