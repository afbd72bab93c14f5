import { words } from '#console/messages/words.ts'

/** Words of the page around the queue. */
export const reviewWords = words('review-page', {
  only: (name: string) => `Only what ${name} asked.`,
  all: 'All AI agents',
})
