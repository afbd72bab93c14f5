// The rules themselves, as the server runs them. This file alone brings them into the package, and it is loaded when a first answer
// is given while Pilotage is away.
export { type AskedLocally, answerLocally, type BundleRules, type LocalAnswer, openBundle } from '#slices/policy/offline.ts'
