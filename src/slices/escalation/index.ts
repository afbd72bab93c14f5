export { type Calendar, dueAt, isOpen, nextOpening } from './calendar.ts'
export { type Alarm, closeAlarm, raiseAlarm } from './verbs/alarm.ts'
export { type DrillEscalation, escalationsOfDrill } from './verbs/drill.ts'
export { businessHours } from './verbs/plan.ts'
