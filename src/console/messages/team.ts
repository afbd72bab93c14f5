import { words } from './words.ts'

/** Words of pages that are about one team at a time. */
export const teamWords = words('team', {
  team: 'Team',
  all: 'All teams',
  none: 'No team yet',
  noneHint: 'This is set up team by team. Add a team first, or load the sample on the welcome page.',
  addTeam: 'Go to teams',
  welcome: 'Go to the welcome page',
})
