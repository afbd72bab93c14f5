import { count, day } from '#console/messages/formats.ts'
import { plural, words } from '#console/messages/words.ts'
import type { Answer, Reason } from './shapes.ts'

const onDay = (on: string) => day(new Date(`${on}T12:00:00Z`))
const revisits = (n: number) => plural(n, { one: 'one revisit', other: `${count(n)} revisits` })

/** Words of revisits, half a year after an AI agent went live in a team. */
export const revisitWords = words('revisits', {
  question: 'Half a year on: is each AI agent still worth its place?',
  answerDue: (due: number, oldest: string) => {
    const waits = plural(due, { one: 'One team is asked now', other: `${count(due)} teams are asked now` })
    return `${waits}, the first since ${onDay(oldest)}. It takes a minute.`
  },
  answerNone: (answered: number) =>
    answered === 0
      ? 'No answer is due.'
      : `No answer is due; ${revisits(answered)} so far ${plural(answered, { one: 'has an answer', other: 'have answers' })}.`,
  meta: 'Each AI agent is looked at again half a year after it went live in a team, and half a year after each answer to go on.',
  empty: 'The first one is planned by itself when an AI agent goes live in a team.',
  toAiAgents: 'AI agents',
  title: 'Revisits',
  subtitle: 'Those to answer first, then those to come, then those answered.',
  place: 'AI agent and team',
  due: 'Due',
  dueOn: (on: string) => onDay(on),
  liveOn: (on: string) => `live since ${onDay(on)}`,
  state: 'Answer',
  isDue: 'Asked now',
  toCome: 'Later',
  reason: 'Why',
  said: 'In words',
  acts: 'What next',
  answer: 'Answer',
  answerOf: (place: string) => `Answer about ${place}`,
  next: 'Next revisit',
  previous: 'Revisit before',
  answerFirst: 'Answer the first',
  sumTitle: 'What teams answered',
  sumSubtitle: 'Teams by answer and reason. A team that answered twice alike counts once in its line.',
  sumEmpty: 'Nobody has answered yet.',
  teams: 'Teams',
  dialogTitle: (aiAgent: string, team: string) => `Is ${aiAgent} still worth its place in ${team}?`,
  dialogText: (liveOn: string) => `Live since ${onDay(liveOn)}. These are its first eight weeks beside the last eight.`,
  facts: 'What is known',
  noFacts: 'Nothing was counted in this half year.',
  figure: 'Figure',
  atFirst: 'First eight weeks',
  lately: 'Last eight weeks',
  whatNow: 'What now?',
  answers: (answer: Answer) => ({ keep: 'Keep', change: 'Change', pause: 'Pause', stop: 'Stop' })[answer],
  reasons: (reason: Reason) =>
    ({
      helps: 'It helps',
      answers_wrong: 'Its answers are wrong',
      not_trusted: 'It is not trusted',
      too_slow: 'It is too slow',
      does_not_fit: 'It does not fit the work',
      more_work: 'It makes more work',
      replaced: 'Something else does it now',
      people_changed: 'Other people work here now',
      not_trained: 'People were not trained',
      other: 'Something else',
    })[reason],
  chooseReason: 'Choose a reason',
  choiceMissing: 'Choose an answer and a reason.',
  words: 'In your words',
  wordsHint: 'What should others know? No names.',
  cancel: 'Cancel',
  send: 'Answer',
  sent: 'Thank you. The answer is on record.',
})
