import { count } from '#console/messages/formats.ts'
import { plural, words } from '#console/messages/words.ts'

/** Words of what recorded decisions would get from another text. */
export const policyPageWords = words('policy-pages', {
  previewTitle: 'Recent decisions',
  previewWaiting: 'Trying the text on recent decisions…',
  previewNone: 'No decision of this kind is on record yet, so there is nothing to compare with.',
  previewSame: (n: number) =>
    plural(n, {
      one: 'Nothing changes for the one decision on record.',
      other: `Nothing changes for the newest ${count(n)} decisions.`,
    }),
  previewChanges: (changed: number, of: number) =>
    plural(of, {
      one: 'The one decision on record would be decided differently.',
      other: `${plural(changed, { one: 'One', other: count(changed) })} of the newest ${count(of)} decisions would be decided differently.`,
    }),
  previewLooser: (n: number) =>
    plural(n, { one: 'One gives the AI agent more freedom', other: `${count(n)} give the AI agent more freedom` }),
  previewStricter: (n: number) => plural(n, { one: 'one gives it less', other: `${count(n)} give it less` }),
  previewStricterOnly: (n: number) => plural(n, { one: 'It gives the AI agent less freedom', other: `All give the AI agent less freedom` }),
  previewUnknown: (n: number) =>
    plural(n, { one: 'One more was erased and cannot be tried.', other: `${count(n)} more were erased and cannot be tried.` }),
  previewDefinition: (from: string) =>
    `Compares what the policy said then with what it would say now, with the values that teams have today. Back to ${from}. Nothing is changed by trying.`,
  countsCaption: 'Decisions by how far the AI agent may go',
  tier: 'How far',
  was: 'Then',
  would: 'With this text',
  changesCaption: 'Decisions that would change',
  decided: 'Decided',
  open: (id: string) => `Open decision ${id.slice(-8)}`,
  team: 'Team',
  change: 'From, to',
  because: 'Because',
  to: 'to',
  loadingInputs: 'Looking at what AI agents sent…',
})
