export { catalogue, definitionOf } from './catalogue.ts'
export { bucketOf, type Count, type HourCount, negativeOf, type Spread, sumTallies, type Tally, valueOfBucket } from './counts.ts'
export { addDays, dayOf } from './day.ts'
export { type Definition, isMoney, type Version, versionOn } from './definition.ts'
export { type Counted, type Figure, figureOf, nothing, suppressed } from './figure.ts'
export { makeRebuilder, type Rebuilder, type Word } from './jobs/rebuilder.ts'
export { makeTallySum, type Piece, partsOf, piecesOf, type Recount, recountAll } from './jobs/recount.ts'
export { type MeasureParts, mountMeasures } from './routes.ts'
export { readTally } from './store/tally.ts'
export { addTallyInTurn } from './store/turn.ts'
export { readWindows } from './store/windows.ts'
export {
  addTally,
  type CountQuery,
  type CountRow,
  clearCounts,
  type Grouping,
  type HourRow,
  newestDay,
  newestDays,
  readCounts,
  readHours,
  readSpreads,
} from './store.ts'
export { versionsOf } from './verbs/definitions.ts'
