import type { Escalation } from './escalation.ts'
import { roleWords, type Severity, type StepRole } from './procedure.ts'

const severityWords: Record<Severity, string> = { critical: 'Critical', high: 'High', normal: 'Normal' }

const cases = (count: number) => (count === 1 ? '1 case' : `${count} cases`)

/** What a message about listed exceptions says. Nothing of a case itself: a channel may lead anywhere. */
export function groupWords(reason: 'overdue' | 'escalated', about: { count: number; teamName: string }): { title: string; text: string } {
  const { count, teamName } = about
  const isOne = count === 1
  if (reason === 'overdue')
    return {
      title: `${cases(count)} of ${teamName} ${isOne ? 'waits' : 'wait'} longer than promised`,
      text: `${cases(count)} in the queue of ${teamName} ${isOne ? 'is' : 'are'} past the time by which somebody should have looked.`,
    }
  return {
    title: `${cases(count)} of ${teamName} ${isOne ? 'was' : 'were'} escalated`,
    text: `Somebody who works in the queue of ${teamName} asked for help with ${cases(count)}.`,
  }
}

type Told = { role: StepRole; respondMinutes: number; next: StepRole | null }

/** The message to one step. */
export function stepWords(escalation: Escalation, { role, respondMinutes, next }: Told): { subject: string; text: string } {
  const then =
    next === null
      ? 'You are the last in the procedure.'
      : `After ${minutesWords(respondMinutes)} without an answer ${roleWords[next]} will be told.`
  const why = role === 'administrators' ? 'You are told because you administer Pilotage.' : `You are told as ${roleWords[role]}.`
  return {
    subject: `${severityWords[escalation.severity]}: ${escalation.title}`,
    text: `${escalation.text}\n\n${why} ${then} Open the link to say that you look after it, or to hand it over.`,
  }
}

function minutesWords(minutes: number): string {
  if (minutes % 60 === 0) return minutes === 60 ? 'an hour' : `${minutes / 60} hours`
  return minutes === 1 ? 'a minute' : `${minutes} minutes`
}

/** The message to everybody who was told before, once somebody answered or it is over. */
export function afterWords(escalation: Escalation, action: 'acknowledge' | 'resolve'): { subject: string; text: string } {
  if (action === 'acknowledge')
    return {
      subject: `Somebody looks after it: ${escalation.title}`,
      text: 'Somebody said that they look after it. Nobody further is told.',
    }
  return { subject: `Over: ${escalation.title}`, text: 'This is over. Nothing is left to do.' }
}
