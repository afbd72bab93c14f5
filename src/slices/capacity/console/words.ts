import { count, share } from '#console/messages/formats.ts'
import { plural, words } from '#console/messages/words.ts'

const people = (n: number) => plural(n, { one: 'one person', other: `${count(n)} people` })
const cases = (n: number) => plural(Math.round(n), { one: 'one case a day', other: `${count(Math.round(n))} cases a day` })
const times = (n: number) => `${count(n)} times`

type Range = { value: number; low: number; high: number }

/** Words of the capacity page: what is asked. */
export const askWords = words('capacityAsk', {
  title: 'What you assume',
  hint: 'Leave a field empty to take what was observed.',
  team: 'Team',
  profile: 'When cases arrive',
  observed: 'As observed in this team',
  volume: 'Cases a working day',
  volumeHint: (n: number) => `All that the AI agents handle. Observed: ${count(n)}.`,
  volumeUnknown: 'All that the AI agents handle. Nothing was observed yet.',
  rate: 'Share that needs a person, in %',
  rateHint: (value: number, low: number, high: number) =>
    `Observed: ${share(value, 1)} (${share(low, 1)} to ${share(high, 1)}), whatever brought it to people, failed runs too.`,
  rateWhole: (value: number, extra: number) =>
    `${share(value, 1)} with ${plural(extra, { one: 'one case', other: `${count(extra)} cases` })} handled outside of the tool or out of scope; the plan goes by that.`,
  rateUnknown: 'Nothing was observed yet.',
  minutes: 'Minutes for one review',
  minutesHint: (n: number, reviews: number) => `Observed: ${count(n)} min on average, from ${count(reviews)} timed reviews.`,
  minutesOrganisation: (n: number, reviews: number) => `The whole organisation: ${count(n)} min, from ${count(reviews)} timed reviews.`,
  minutesMissing: (n: number) =>
    plural(n, {
      one: 'One more timed review is needed before a time is shown.',
      other: `${count(n)} more timed reviews are needed before a time is shown.`,
    }),
  minutesSuppressed: 'Too few people review here to show a time.',
  shrinkage: 'Breaks, meetings and absence, in %',
  shrinkageHint: 'Of planned time. 30 is usual in support.',
  lateMinutes: 'Late after, in minutes',
  lateShare: 'May be late, in %',
  depth: 'May wait at once',
  waitCounts: 'Waiting counts',
  waitAlways: 'Around the clock',
  waitOpenHours: 'While somebody is planned',
  promise: 'What you promise',
  shifts: 'People planned',
  shiftsHint: 'Without a shift, one is proposed: Monday to Friday, 9:00 to 17:00.',
  shift: (n: number) => `Shift ${count(n)}`,
  addShift: 'Add a shift',
  removeShift: (n: number) => `Remove shift ${count(n)}`,
  onDays: 'On',
  weekdays: 'Monday to Friday',
  everyDay: 'Every day',
  weekend: 'Saturday and Sunday',
  ownDays: (days: string) => days,
  from: 'From',
  to: 'To',
  people: 'People',
  simulate: 'Simulate',
  days: 'Days to play',
  name: 'A name for this run',
  more: 'Promise and precision',
  mayNotRun: 'You may look at simulations here. Starting one is for team leads, engineers and the centre of excellence.',
  wrongNumber: 'Write a number.',
  between: (low: number, high: number) => `Write a number from ${count(low)} to ${count(high)}.`,
  fillIn: 'Some fields need another look before this can be worked out.',
})

/** Words of the capacity page: what is answered. */
export const capacityWords = words('capacity', {
  question: 'At what volume does the queue break, and how many people does it need?',
  meta: (team: string, zone: string) => `Team ${team}, times in ${zone}. All figures are for the team together, never for a person.`,
  noTeam: 'No team yet',
  noTeamHint: 'Capacity is worked out for a team. Add one first, or load the sample on the welcome page.',
  quickTitle: 'By arithmetic, at once',
  quickSubtitle:
    'One working day, before any simulation. The arithmetic is true whatever the day looks like. Erlang C spreads the cases evenly over the open hours and sees no peak and no night.',
  quickFailed: 'This cannot be worked out',
  quickMissing: 'A few figures are missing',
  quickMissingHint:
    'Too little was observed here so far. Fill in the cases of a working day, the share that needs a person and the minutes of one review, or choose an imported profile.',
  newQuestion: 'Ask something else',
  exceptions: 'Cases that need a person, a day',
  work: 'Review time that they need, a day',
  hours: (n: number) => `${count(n)} h`,
  onDuty: 'Time on duty, a day',
  onDutyOf: (duty: number, planned: number) => `${count(duty)} h of ${count(planned)} h planned`,
  canDo: 'Reviews that these people can do, a day',
  load: 'Work ÷ time on duty',
  loadAtTwiceMinutes: 'The same, if a review takes twice as long',
  loadAtTwiceRate: 'The same, if twice as many need a person',
  loadOver: (part: string) => `${part}: more work than time. The backlog grows every day.`,
  needed: 'People to plan by Erlang C',
  neededWith: (plan: number, duty: number) => `${people(plan)} planned, for ${people(duty)} on duty at a time`,
  erlangWait: 'Wait of 9 of 10, by Erlang C',
  minutes: (n: number) => `${count(Math.round(n * 10) / 10)} min`,
  unstable: 'No end: the queue grows without limit',
  nobodyPlanned: 'Nobody is planned',
  noArrivals: 'Nothing arrives',
  lateByErlang: 'Late, by Erlang C',
  answerHolds: (volume: number) => `At ${cases(volume)} every promise is kept.`,
  answerBroken: (volume: number, what: string) => `At ${cases(volume)} it does not hold: ${what}.`,
  brokenNames: (code: 'late' | 'depth' | 'occupancy' | 'never_empty' | 'grows') =>
    ({
      late: 'too many are late',
      depth: 'too many wait at once',
      occupancy: 'people have no pause between reviews',
      never_empty: 'the queue is never empty on too many days',
      grows: 'the backlog grows from day to day',
    })[code],
  breaksAt: (volume: Range, multiple: number) =>
    `The queue stops emptying overnight at about ${cases(volume.value)}, ${times(multiple)} the volume asked about (range ${count(Math.round(volume.low))} to ${count(Math.round(volume.high))}).`,
  breaksAlready: 'With these people the queue does not empty overnight at the volume asked about.',
  breaksBeyond: (multiple: number) => `Up to ${times(multiple)} the volume asked about, the queue still empties overnight.`,
  breaksNobody: 'Nobody is planned, so nothing can be said about when the queue breaks.',
  breaksNothing: 'Nothing arrives, so the queue does not break.',
  breaksShort: (n: number) => `Breaks at about ${cases(n)}`,
  holdsShort: (n: number) => `Holds up to ${times(n)} the volume`,
  already: 'Does not hold at this volume',
  curveWorking: 'What more volume does',
  curveOf: (team: string, finding: string) => `${team}: ${finding.charAt(0).toLowerCase()}${finding.slice(1)}`,
  breaksMeaning: (part: number) =>
    `It breaks where on more than ${share(part)} of working days the queue is never empty between one opening and the next.`,
  breaksArithmetic: (multiple: number) =>
    `From ${times(multiple)} the volume on there is more work than time, whatever the day looks like.`,
  signs: (sign: 'late' | 'depth' | 'never_empty') =>
    ({ late: 'Too many are late', depth: 'Too many wait at once', never_empty: 'Never empty overnight' })[sign],
  signsTitle: 'What gives way first',
  signsSubtitle: 'The volume at which each limit is first passed, everything else staying as it is. Range: 95 % between simulations.',
  sign: 'Limit',
  signAt: 'Cases a day',
  signTimes: 'Times',
  signAlready: 'already passed',
  signBeyond: 'not passed in what was searched',
  range: (value: string, low: string, high: string) => `${value} (${low} to ${high})`,
  curveSubtitle: (days: number, least: number) =>
    `With the people planned now. ${count(days)} days played for the volume asked about, at least ${count(least)} for each other. Tinted: 95 % range.`,
  curveX: 'Cases a working day',
  metric: 'What to show',
  metricWait: 'Wait',
  metricLate: 'Late',
  metricDepth: 'Waiting',
  metricBusy: 'Busy',
  metricPeople: 'People',
  waitAxis: 'Longest wait for 9 of 10, minutes',
  lateAxis: 'Share that waits longer than promised',
  depthAxis: 'Most waiting at once, on 95 of 100 days',
  busyAxis: 'Share of time on duty spent in reviews',
  peopleAxis: 'People to plan at one time, by Erlang C',
  peopleNeeded: 'People to plan',
  wait9: 'Wait, 9 of 10',
  late: 'Late',
  depth: 'Waiting at once',
  busy: 'Busy',
  asked: 'Asked',
  breaks: 'Breaks',
  promiseMinutes: (n: number) => `promise: ${count(n)} min`,
  promiseShare: (part: number) => `promise: ${share(part)}`,
  promiseDepth: (n: number) => `limit: ${count(n)}`,
  planned: (n: number) => `planned: ${count(n)}`,
  dayTitle: (n: number, at: string) => `Most wait at ${at}: ${count(Math.round(n * 10) / 10)} on average`,
  dayTitleCalm: 'The queue stays short all day',
  daySubtitle: (days: number) =>
    `Waiting at the end of each half hour of a working day, over ${count(days)} days played. Tinted: 95 % range of the mean.`,
  dayX: 'Time of day',
  dayY: 'Cases waiting',
  dayMean: 'Mean',
  dayP95: '95 of 100 days',
  staffTitle: ({ planned, closed }: { planned: number; closed: number }) => {
    if (planned > 0)
      return plural(planned, {
        one: 'One person short in the worst half hour',
        other: `${count(planned)} people short in the worst half hour`,
      })
    return closed > 0
      ? `Enough people in every half hour of the shifts; outside of them work for ${people(closed)}`
      : 'Enough people in every half hour'
  },
  staffSubtitle: 'People on duty after breaks and absence, and people that Erlang C asks for, with the work carried over from before.',
  staffY: 'People',
  staffDuty: 'On duty',
  staffNeeded: 'Needed',
  frontierTitle: (n: number) => `${count(n)} planned at a time keep every promise`,
  frontierNone: 'No number of people tried keeps every promise in these shifts',
  frontierSubtitle: (erlang: number) =>
    `Share late by people planned at one time, simulated. Erlang C asks for ${count(erlang)}. Tinted: 95 % range.`,
  frontierX: 'People planned at one time',
  smallest: 'Fewest',
})
