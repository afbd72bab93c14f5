import { words } from './words.ts'

/** Names of the screens, as the rail, the palette and the tab of the browser say them. */
export const screenWords = words('screens', {
  review: 'Review',
  now: 'Now',
  policy: 'Policy',
  escalation: 'Escalation',
  causes: 'Known causes',
  triage: 'Triage',
  capacity: 'Capacity',
  limits: 'Limits',
  aiAgents: 'AI agents',
  drills: 'Drills',
  audit: 'Audit log',
  people: 'People',
  teams: 'Teams',
  keys: 'API keys',
  channels: 'Channels',
  rights: 'Rights',
  me: 'My settings',
  welcome: 'Welcome',
  firstSteps: 'First steps',
  decision: 'Decision',
  override: 'Override a decision',
  signIn: 'Sign in',
  setUp: 'Set up',
  invitation: 'Invitation',
})
