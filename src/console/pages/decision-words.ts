import { words } from '#console/messages/words.ts'

export const decisionPageWords = words('decision-page', {
  alone: 'Yes, on its own.',
  review: 'Yes, once a teammate has said so.',
  people: 'No: a person does it.',
  meta: (aiAgent: string, team: string) => `${aiAgent}, for ${team}`,
  copyLink: 'Copy link',
  copied: 'The link is copied',
  back: 'Back',
  override: 'Override',
  overridden: 'Overridden',
  overriddenText: 'It can no longer be carried out.',
  overriddenLate: 'It had been carried out already. The override is on record.',
  overrideWhich: 'Which decision do you want to override?',
  overrideAddress: 'The address must name the team, the AI agent, the run and the call. Helpdesks fill these in.',
})
