import { count, dayAndTime, share } from '#console/messages/formats.ts'
import { plural, words } from '#console/messages/words.ts'

/** Words of proving counts against their facts. */
export const rebuildWords = words('rebuild', {
  begin: 'Prove the counts',
  cancel: 'Stop proving',
  lost: 'The last proof ended before it was done.',
  proven: (proven: { at: Date; differed: number } | null) => {
    if (proven === null) return 'The counts behind these figures were not proven against their facts yet.'
    const found = plural(proven.differed, {
      one: 'one count differed and was put right',
      other: `${count(proven.differed)} counts differed and were put right`,
    })
    return `All counts were last proven against their facts on ${dayAndTime(proven.at)}: ${proven.differed === 0 ? 'nothing differed' : found}.`
  },
  going: ({ factsRead, share: part, secondsLeft }: { factsRead: number; share: number | null; secondsLeft: number | null }) => {
    const done = part === null ? 'begun' : share(part)
    const left =
      secondsLeft === null
        ? ''
        : `, about ${secondsLeft < 90 ? `${count(Math.ceil(secondsLeft))} s` : `${count(Math.ceil(secondsLeft / 60))} min`} left`
    return `Counts are being proven against their facts: ${done}, ${count(factsRead)} facts read${left}.`
  },
})
