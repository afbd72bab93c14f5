import { words } from '#console/messages/words.ts'

export const decisionPageWords = words('decision-page', {
  alone: 'Yes, on its own.',
  review: 'Yes, once a teammate has said so.',
  people: 'No: a person does it.',
  meta: (aiAgent: string, team: string) => `${aiAgent}, for ${team}`,
  copyLink: 'Copy link',
  copied: 'The link is copied',
  back: 'Back',
})
