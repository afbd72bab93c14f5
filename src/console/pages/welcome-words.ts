import { count } from '#console/messages/formats.ts'
import { words } from '#console/messages/words.ts'

export const welcomeWords = words('welcome', {
  question: 'How do you want to begin?',
  answer: 'Both ways are open. What you choose now does not bind you.',
  sampleTitle: 'Look around with real public data',
  sampleText:
    'Recorded runs of real AI support agents at an airline, a retailer and a telephone company. Pilotage decides on each of their steps again, now, with the standards that ship with it.',
  sampleWhat: 'It takes about a minute. No real customer is in it, and nothing leaves this machine.',
  sampleLater: 'To work with your own AI agents later, start Pilotage with a new data directory.',
  sampleStart: 'Look around',
  emptyTitle: 'Start empty',
  emptyText:
    'Add a team, make a key and register your first AI agent: three short steps, then its decisions appear here as it asks for them.',
  emptyStart: 'Start empty',
  loading: 'Loading the public data',
  loadingAnswer: 'The runs are being decided on, one after the other. You may leave this page; it goes on.',
  progress: (done: number, total: number) => (total === 0 ? 'Beginning…' : `${count(done)} of ${count(total)} runs`),
  watch: 'Watch the decisions arrive',
  failed: 'Loading stopped half-way',
  again: 'Go on loading',
  inUse: 'This Pilotage is in use already',
  inUseAnswer: 'It has decisions on record, so nothing is added to them.',
  toNow: 'See what the AI agents are doing now',
  loaded: 'The public data is here',
  loadedAnswer: 'Opening the decisions…',
  notAllowed: 'An administrator can load the public data.',
})
