import { answersOf, lastingsOf, type Settings, type TeamUse, type TeamView, teamView } from './team.ts'
import { mondayOf } from './weeks.ts'

/** Of one person in one week: answers to suggestions, and how many of them took it. */
type Answers = { person: string; week: string; accepted: number; of: number }

/** All of one team that pages are made of, far smaller than its days. Like them it never leaves the house but as counts of groups above the floor. */
export type TeamSummary = {
  /** Null where too few people stand behind it. */
  view: TeamView | null
  /** When each person who ever used it began, and how long it lasted. */
  lastings: ReturnType<typeof lastingsOf>
  /** Answers in the weeks that are shown. */
  answers: readonly Answers[]
}

export function summaryOf(use: TeamUse, settings: Settings): TeamSummary {
  return { view: teamView(use, settings), lastings: lastingsOf(use.days, settings), answers: answersIn(use, settings) }
}

function answersIn({ days }: TeamUse, { weeks }: Settings): Answers[] {
  const sums = new Map<string, Answers>()
  for (const day of days) {
    if (day.day < weeks.from || day.day > weeks.to || answersOf(day) === 0) continue
    const [person, week] = [day.pseudonym, mondayOf(day.day)]
    const sum = sums.get(`${person}\t${week}`) ?? { person, week, accepted: 0, of: 0 }
    sums.set(`${person}\t${week}`, { person, week, accepted: sum.accepted + day.accepted + day.edited, of: sum.of + answersOf(day) })
  }
  return [...sums.values()]
}
