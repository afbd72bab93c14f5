export { followMean, foundAfter, type MeanChart, type MeanWish } from './mean-chart.ts'
export { ends, hourOfWeek, learnRhythm, usualHours } from './rhythm.ts'
export { type DaySpread, enoughDays, type LogDay, logDay, type Shape, shapeOf } from './shape.ts'
