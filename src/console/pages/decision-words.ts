import { words } from '#console/messages/words.ts'
import type { Status } from '#console/ui/status-mark.tsx'

export const decisionPageWords = words('decision-page', {
  alone: 'Yes, on its own.',
  review: 'Yes, once a teammate has said so.',
  people: 'No: a person does it.',
  meta: (aiAgent: string, team: string) => `${aiAgent}, for ${team}`,
  copyLink: 'Copy link',
  copied: 'The link is copied',
  back: 'Back',
  override: 'Override',
  toQueue: 'Answer it in the queue',
  waiting: 'Waits for a person',
  approved: 'A person approved it',
  rejected: 'A person said no',
  responded: 'A person answered instead',
  takenOver: 'A person took it over',
  expired: 'Nobody answered in time, so people do it',
  wasOverridden: 'A person overrode it',
  overridden: 'Overridden',
  overriddenText: 'It can no longer be carried out.',
  overriddenLate: 'It had been carried out already. The override is on record.',
  overrideWhich: 'Which decision do you want to override?',
  overrideAddress: 'The address must name the team, the AI agent, the run and the call. Helpdesks fill these in.',
})

type Said = { status: Status; text: string }

/** Where a decision stands with people, by its state, where there is something to say. */
export const standingWords = new Map<string, () => Said>([
  ['waiting', () => ({ status: 'info', text: decisionPageWords.waiting })],
  ['approved', () => ({ status: 'ok', text: decisionPageWords.approved })],
  ['rejected', () => ({ status: 'none', text: decisionPageWords.rejected })],
  ['responded', () => ({ status: 'none', text: decisionPageWords.responded })],
  ['taken_over', () => ({ status: 'none', text: decisionPageWords.takenOver })],
  ['expired', () => ({ status: 'none', text: decisionPageWords.expired })],
  ['overridden', () => ({ status: 'none', text: decisionPageWords.wasOverridden })],
])
