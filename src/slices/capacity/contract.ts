export { type Answer, type Note, type Played, type Quick, Ranged } from './contract/answer.ts'
export { createProfile, getObserved, getProfile, listProfiles, Profile, ProfileSummary } from './contract/profile.ts'
export { Question, Settled } from './contract/question.ts'
export { attachEvidence, cancelRun, getRun, listRuns, quickAnswer, Run, runStates, runSteps, startRun } from './contract/run.ts'
