import { count, list } from '#console/messages/formats.ts'
import { plural, words } from '#console/messages/words.ts'

/** The same as the beginning of a sentence. */
const begun = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

export const registryWords = words('registry', {
  // The list
  question: 'Which AI agents run, and who answers for them?',
  answer: (known: number, orphans: number, waiting: number) =>
    `${plural(known, { one: 'One AI agent is', other: `${count(known)} AI agents are` })} listed here. ${orphanText(orphans)} ${waitingText(waiting)}`,
  discoveredFirst: (n: number) => plural(n, { one: 'One AI agent was discovered', other: `${count(n)} AI agents were discovered` }),
  discoveredText:
    'They asked for decisions without being registered. Until somebody registers and deploys them, people decide everything they ask.',
  registerIt: 'Register',
  register: 'Register an AI agent',
  caption: 'AI agents',
  name: 'AI agent',
  function: 'What it is for',
  accountable: 'Accountable owner',
  technical: 'Technical owner',
  teams: 'Teams and phases',
  checked: 'Checked today',
  cardShare: 'Card',
  state: 'State',
  nobody: 'Nobody',
  gone: (name: string) => `${name}, no longer active`,
  noDeployment: 'Not deployed',
  checkedYes: 'Yes',
  checkedNo: 'Not yet',
  checkedNotNeeded: 'Not at work',
  stateOff: 'Stopped',
  stateDiscovered: 'Discovered',
  stateRetired: 'Retired',
  stateActive: 'In order',
  stateAlarms: (n: number) => plural(n, { one: 'One thing to do', other: `${count(n)} things to do` }),
  search: 'Search by name, function, vendor',
  status: 'State',
  allStates: 'All states',
  statusDiscovered: 'Discovered',
  statusActive: 'Registered',
  statusRetired: 'Retired',
  stage: 'Stage',
  allStages: 'All stages',
  stagePilot: 'Pilot',
  stageExpansion: 'Expansion',
  stageDepartment: 'Department',
  stageCross: 'Across departments',
  team: 'Team',
  allTeams: 'All teams',
  orphansOnly: 'Without an owner',
  empty: 'No AI agent is registered yet. Register the first one, or let it ask for a decision: it then appears here as discovered.',
  noMatch: 'No AI agent fits these filters.',
  next: 'Next AI agent',
  previous: 'AI agent before',
  csvAbout: 'AI agents in the registry, as shown on the page',
  // Kill switch
  stopAll: 'Stop all AI agents',
  stop: (name: string) => `Stop ${name}`,
  goOn: (name: string) => `Let ${name} go on`,
  goOnAll: 'Let all AI agents go on',
  stopTitle: (name: string) => `Stop ${name}?`,
  stopAllTitle: 'Stop all AI agents?',
  stopText:
    'From the next decision on, everything that it asks is for people only. It is in force at once, everywhere, and decisions go on being recorded.',
  stopAllText:
    'From the next decision on, everything that any AI agent asks is for people only. It is in force at once, everywhere, and decisions go on being recorded.',
  stopUndo: 'You can let it go on again here at any time.',
  goOnTitle: (name: string) => `Let ${name} go on?`,
  goOnAllTitle: 'Let all AI agents go on?',
  goOnText: 'From the next decision on, standards and phases decide again. Other kill switches stay as they are.',
  whoToAsk: 'Who can be asked about it',
  whoToAskHint: 'Teammates see this name beside each decision that is held back. Left empty: the accountable owner, or an administrator.',
  allStopped: 'All AI agents are stopped',
  isStopped: (name: string) => `${begun(name)} is stopped`,
  stoppedText: 'Everything it asks is for people only.',
  allStoppedText: 'Everything that any AI agent asks is for people only.',
  stoppedWhy: (reason: string) => `Reason: ${reason}`,
  stoppedAsk: (who: string) => `Ask ${who} about it`,
  done: 'In force from now on.',
  goesOn: (name: string) => `${begun(name)} goes on`,
  allGoOn: 'All AI agents go on',
  nameOwner: 'Name an owner',
  // One AI agent
  oneQuestion: (name: string) => `Is ${name} in good hands?`,
  oneGood: 'Yes: somebody answers for it, its card is complete and nothing waits.',
  oneAlarms: (n: number) =>
    plural(n, { one: 'Not quite: one thing needs somebody.', other: `Not quite: ${count(n)} things need somebody.` }),
  oneStopped: 'It is stopped: everything it asks is for people only.',
  oneDiscovered: 'Nobody has registered it. It asked for decisions, and people decide them.',
  oneRetired: 'It is retired.',
  needsDoing: (n: number) => `Needs somebody (${count(n)})`,
  checkToday: 'Checked today',
  checkDone: (day: string) => `Thank you: checked on ${day}`,
  lastChecked: 'Last checked',
  back: 'AI agents',
  about: 'About it',
  id: 'Id',
  vendor: 'Vendor',
  runtime: 'Runs on',
  version: 'Version',
  launched: 'In use since',
  reviewed: 'Last reviewed',
  found: 'First seen',
  unknown: 'Not stated',
  owners: 'Who answers for it',
  changeOwners: 'Change',
  ownersTitle: 'Who answers for it?',
  ownersText: 'One accountable owner answers for what it does. The technical owner can change it or stop it.',
  save: 'Save',
  card: 'AI agent card',
  cardDone: 'The card is complete',
  cardOpen: (filled: number, required: number) =>
    `${count(filled)} of ${count(required)} required fields are filled in; the accountable owner is one of them`,
  editCard: 'Edit the card',
  listHint: 'One per line.',
  notFilled: 'Not filled in',
  cancel: 'Cancel',
  stale: 'Somebody changed this card while you were writing',
  staleText:
    'Nothing of yours is lost: your text is still in the fields. Below is what is on record now; saving again writes your fields over it.',
  staleSame: 'What is on record now does not touch the fields of the card.',
  saveOver: 'Save mine over it',
  saved: 'Saved',
  deployments: 'Where it works',
  deploymentsHint: 'A phase says how far it may go at most: in shadow only recorded, in assist with review, live as the standards say.',
  noDeployments: 'It works for no team yet. Deploy it to one: it begins in shadow, where nothing is acted on.',
  deploy: 'Deploy to a team',
  process: 'Process',
  processHint: 'The work that it does there, for example refunds.',
  phase: 'Phase',
  since: 'Since',
  changePhase: 'Change phase',
  changePhaseOf: (team: string, process: string) => `Change phase for ${team}: ${process}`,
  changePhaseTitle: (team: string, from: string, to: string) => `${team}: from ${from.toLowerCase()} to ${to.toLowerCase()}?`,
  changeTo: (phase: string) => `Change to ${phase.toLowerCase()}`,
  phaseShadow: 'Shadow',
  phaseAssist: 'Assist',
  phaseLive: 'Live',
  phasePaused: 'Paused',
  phaseRetired: 'Retired',
  phaseMeansShadow: 'It proposes, people decide, and the two are compared. Nothing is acted on.',
  phaseMeansAssist: 'It proposes, and a teammate says yes first.',
  phaseMeansLive: 'It acts as far as the standards say.',
  phaseMeansPaused: 'People decide everything until it goes on.',
  phaseMeansRetired: 'For good. People decide everything.',
  sightings: 'Seen, not deployed',
  sightingsText: 'It asked for decisions for these teams, where nobody deployed it. People decide them.',
  seen: 'Last seen',
  // Register
  registerTitle: 'Register an AI agent',
  registerText: 'It begins without any rights: after this, deploy it to a team, where it starts in shadow.',
  idLabel: 'Id',
  idHint: 'Lower-case letters, digits, dashes. It names itself with it when it asks.',
  nameLabel: 'Name',
  functionLabel: 'What it is for',
  functionHint: 'One sentence, for everybody.',
  registerDone: (name: string) => `${name} is registered`,
  acts: 'Change',
  inTeam: (team: string, process: string) => `its work for ${team}: ${process}`,
  deployDone: 'Deployed',
  changed: 'Changed',
  teamHint: 'Teams are added under Settings.',
})

function orphanText(orphans: number): string {
  if (orphans === 0) return 'Somebody answers for each of them.'
  return plural(orphans, { one: 'For one of them nobody answers.', other: `For ${count(orphans)} of them nobody answers.` })
}

function waitingText(waiting: number): string {
  return plural(waiting, {
    zero: '',
    one: 'One needs somebody today.',
    other: waiting === 0 ? '' : `${count(waiting)} need somebody today.`,
  })
}

export const phaseNames = {
  shadow: () => registryWords.phaseShadow,
  assist: () => registryWords.phaseAssist,
  live: () => registryWords.phaseLive,
  paused: () => registryWords.phasePaused,
  retired: () => registryWords.phaseRetired,
}

export const phaseMeanings = {
  shadow: () => registryWords.phaseMeansShadow,
  assist: () => registryWords.phaseMeansAssist,
  live: () => registryWords.phaseMeansLive,
  paused: () => registryWords.phaseMeansPaused,
  retired: () => registryWords.phaseMeansRetired,
}

export const stageNames = {
  pilot: () => registryWords.stagePilot,
  expansion: () => registryWords.stageExpansion,
  department: () => registryWords.stageDepartment,
  'cross-department': () => registryWords.stageCross,
}

/** Teams with the phase of each, once however many processes it has there: "Airline care live and Billing shadow". */
export function placesText(deployments: { teamId: string; phase: keyof typeof phaseNames }[], nameOf: (team: string) => string): string {
  if (deployments.length === 0) return registryWords.noDeployment
  return list([...new Set(deployments.map(({ teamId, phase }) => `${nameOf(teamId)} ${phaseNames[phase]().toLowerCase()}`))])
}
