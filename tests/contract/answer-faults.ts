import { statusOf } from '#kernel/errors.ts'
import type { Answer } from './door.ts'

/** What is wrong with an answer, whatever was asked: our own mistakes, and refusals that a caller cannot act on. */
export function answerFaults({ status, type, text }: Answer): string[] {
  if (status >= 500) return [`${status} ${text.slice(0, 300)}`]
  if (status < 400) return []
  if (!type.startsWith('application/problem+json')) return [`${status} is no problem but ${type}: ${text.slice(0, 200)}`]
  const problem = JSON.parse(text) as Record<string, unknown>
  const faults: string[] = []
  if (problem.status !== status) faults.push('the status in the body is another')
  if (statusOf[problem.code as keyof typeof statusOf] !== status) faults.push(`code ${problem.code} does not belong to ${status}`)
  for (const part of ['type', 'title', 'detail', 'next', 'requestId']) if (!isSaid(problem[part])) faults.push(`says no ${part}`)
  if (!/^\S[\s\S]*\s[\s\S]*\S$/.test(String(problem.detail))) faults.push('the detail is no sentence')
  return faults.map((fault) => `${fault}: ${text.slice(0, 300)}`)
}

function isSaid(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== ''
}
