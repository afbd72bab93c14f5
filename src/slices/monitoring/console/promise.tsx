import { valueInUnit } from '#console/messages/units.ts'
import { Card } from '#console/ui/card.tsx'
import { isOfValues, type Watch } from './look.ts'
import { alarmWords } from './words.ts'

type Design = NonNullable<Watch['design']>

function sentencesOf(
  watch: Watch,
  { falseAlarmsPerYear, estimate, assumed, status, widened, casesPerDay, quietMinutes }: Design,
): string[] {
  const value = (amount: number) => valueInUnit(amount, watch.unit, watch.currency)
  const isTypical = isOfValues(watch)
  const zone = isTypical && watch.direction === 'down' ? alarmWords.promiseZoneDown : alarmWords.promiseZone
  const far = isTypical ? alarmWords.promiseAlike : alarmWords.promiseWidened
  const twice = status === 'provisional' ? 2 : 1
  return [
    alarmWords.promiseFalse(falseAlarmsPerYear),
    estimate !== null && assumed !== null ? zone(value(estimate), value(assumed)) : '',
    isTypical ? alarmWords.promiseTypical : '',
    quietMinutes ? alarmWords.promiseQuiet(quietMinutes.shortest, quietMinutes.longest) : '',
    casesPerDay === null ? '' : alarmWords.promiseVolume(casesPerDay),
    status === 'provisional' ? alarmWords.promiseProvisional : '',
    widened > twice * 1.01 ? far(widened / twice) : '',
  ].filter(Boolean)
}

function findingsOf({ kind, unit, currency }: Watch, { findings, spikes, limit }: Design): { name: string; value: string }[] {
  const value = (amount: number) => valueInUnit(amount, unit, currency)
  const changes = findings.map(({ from, to, overDays, medianDays, ninetiethDays }) => ({
    name: overDays === 0 ? alarmWords.promiseJump(value(from), value(to)) : alarmWords.promiseCreep(value(from), value(to), overDays),
    value: alarmWords.promiseFound(medianDays, ninetiethDays),
  }))
  const jumps = spikes.map(({ of, errors }) => ({
    name: kind === 'drift' ? alarmWords.promiseJumpOnly(errors, of) : alarmWords.promiseSpike(errors, of),
    value: '',
  }))
  const recent = spikes.length > 0 && limit !== null ? [{ name: alarmWords.promiseRecent(limit), value: '' }] : []
  return [...changes, ...jumps, ...recent]
}

/** What a watch was made for: how often it is wrong, and how fast it is right. */
export function Promised({ watch }: { watch: Watch }) {
  const { design } = watch
  if (!design) return null
  const finds = findingsOf(watch, design)
  return (
    <Card title={alarmWords.promise}>
      <ul className="grid max-w-[72ch] gap-1">
        {sentencesOf(watch, design).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {finds.length > 0 ? (
        <>
          <h3 className="mt-3 mb-1 font-strong">{alarmWords.promiseFinds}</h3>
          <ul className="grid gap-1">
            {finds.map(({ name, value }) => (
              <li key={name}>
                {name}
                {value ? <span className="text-ink-2">: {value}</span> : null}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </Card>
  )
}
