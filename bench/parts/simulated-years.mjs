import { eventsOf, flatWeek, gather, openIn, playMore, poolsOf, shareOf, usualShift, weekOf } from '#slices/queueing/index.ts'
import { handlingDraw, streamsFrom } from '#slices/queueing/simulation/chance.ts'
import { emptyHeap, popSoonest, push } from '#slices/queueing/simulation/heap.ts'

const exceptionsPerDay = 500
const handleMinutes = 6
const shifts = [usualShift(12)]

/** Monday to Friday, 09:00 to 17:00, with the shrinkage that the page begins with. */
const year = {
  intervalMinutes: 30,
  intervalsPerDay: 48,
  ratesPerHour: weekOf(flatWeek(openIn(shifts)), exceptionsPerDay).map((count) => count * 2),
  scale: 1,
  loggedDays: null,
  classes: [{ share: 1, priority: 1, skill: 0, waitMinutesMax: 60, expiresAfterMinutes: null }],
  pools: poolsOf(shifts, ['any']),
  shrinkage: 0.3,
  handleMinutes,
  handleScv: 1,
  depthMax: 25,
  atShiftEnd: 'hand_back',
  waitCounts: 'always',
  warmUpDays: 0,
  countedDays: 365,
  coolDownDays: 7,
}

/** Seconds of a processor that this process used: what else runs on the machine makes them little longer. */
function cpuSeconds() {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

/** Years that are played, each with chance of its own. */
export function yearsOf({ years, seed }) {
  const gathered = gather(year, { seed })
  const begun = cpuSeconds()
  playMore(gathered, years)
  const seconds = cpuSeconds() - begun
  const arrivals = ({ classes }) => classes[0].arrivals
  const exceptions = gathered.stretches.reduce((sum, stretch) => sum + arrivals(stretch), 0)
  return { events: eventsOf(gathered), exceptions, seconds, lateShare: shareOf(gathered, ({ classes }) => classes[0].late, arrivals).value }
}

const openReviews = 8

/** Draws when each exception comes and how long it takes, and pushes and pops its review, with as many open as there are people. */
export function bareYears({ exceptions, seed }) {
  const { arrivals, work } = streamsFrom(seed)()
  const draw = handlingDraw(handleMinutes, 1)
  const heap = emptyHeap()
  const begun = cpuSeconds()
  let now = 0
  for (let item = 0; item < exceptions; item++) {
    now -= Math.log(arrivals())
    push(heap, now + draw(work), item % 1_000_000)
    if (heap.size > openReviews) popSoonest(heap)
  }
  return { events: exceptions * 2, seconds: cpuSeconds() - begun }
}
