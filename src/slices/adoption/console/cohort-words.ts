import { count, list } from '#console/messages/formats.ts'
import { locale, words } from '#console/messages/words.ts'

const month = (on: string) =>
  new Intl.DateTimeFormat(locale(), { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${on}T12:00:00Z`))

/** Words of how long use lasts, by the month in which teams began. */
export const cohortWords = words('adoption-cohorts', {
  began: ({ from, to, isOrBefore }: { from: string; to: string; isOrBefore: boolean }) => {
    if (isOrBefore) return `until ${month(to)}`
    return from === to ? month(from) : `${month(from)} to ${month(to)}`
  },
  title: (days: number, cohorts: { part: string; began: string }[]) =>
    `${cohorts[0] && cohorts.length === 1 ? `${cohorts[0].part} still use it` : `${list(cohorts.map(({ part, began }) => `${part} (${began})`))} still use it`} ${count(days)} days after they began`,
  subtitle:
    'Of people who ever used it, by the month in which their team began. Bands: 95 %. A curve ends where fewer than 10 are watched.',
  days: 'Days since first use',
  weeks: 'Weeks since first use',
  share: 'Still use it',
  stillWatched: 'People still watched',
  watched: (began: string, n: number, told: string[]) => `${began}: ${count(n)} began; ${told.join(', ')}`,
  watchedOn: (days: number, n: number) => `day ${count(days)}: ${count(n)}`,
  definition: 'What counts as use',
  empty: 'How long use lasts',
  emptyText: 'A curve appears once ten people of a team have used it long enough to be watched.',
})
