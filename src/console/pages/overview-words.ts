import { words } from '#console/messages/words.ts'

/** Words of the organisation at a glance. */
export const overviewWords = words('overview', {
  question: 'Are all teams still getting the same quality, and who needs which help?',
})
