import type { Path, PlainFault } from './fault.ts'
import type { Condition, Made, MappingForm, Value } from './form.ts'
import { isTimeFormat, isTimeZone } from './instant.ts'

import { fieldsIn, rootOf } from './row.ts'
import { type Target, type TargetKind, targets } from './targets.ts'

type Rule = MappingForm['facts'][number]

/** What the form alone cannot see: names that mean nothing, and what is missing. */
export function meaningFaults(mapping: MappingForm): PlainFault[] {
  return [
    ...zoneFaults(mapping),
    ...formatFaults(mapping.times, ['times']),
    ...mapping.facts.flatMap((rule, index) => ruleFaults(rule, ['facts', index], mapping)),
  ]
}

function zoneFaults({ timeZone, teams }: MappingForm): PlainFault[] {
  const zones: [string, Path][] = [
    [timeZone, ['timeZone']],
    [teams.timeZone, ['teams', 'timeZone']],
  ]
  return zones
    .filter(([zone]) => !isTimeZone(zone))
    .map(([zone, path]) => ({ path, message: `There is no time zone ${zone}. Write one like Europe/Berlin.` }))
}

const formatFaults = (format: string, path: Path): PlainFault[] =>
  isTimeFormat(format)
    ? []
    : [{ path, message: 'Write iso, epoch-seconds, epoch-milliseconds, or a pattern with YYYY, MM and DD such as DD.MM.YYYY HH:mm.' }]

function ruleFaults({ as, set }: Rule, path: Path, mapping: MappingForm): PlainFault[] {
  const target = targets[as]
  const missing = target.required.filter((name) => set[name] === undefined)
  return [
    ...missing.map((name) => ({ path: [...path, 'set'], message: `A fact “${as}” needs ${name}.` })),
    ...Object.entries(set).flatMap(([name, value]) => settingFaults({ target, as, name, value }, [...path, 'set', name], mapping)),
  ]
}

type Setting = { target: Target; as: string; name: string; value: Rule['set'][string] }

function settingFaults({ target, as, name, value }: Setting, path: Path, mapping: MappingForm): PlainFault[] {
  const group = target.groups[name]
  if (group) return groupFaults({ group, name, value }, path, mapping)
  const kind = target.fields[name]
  if (kind) return valueFaults(value as Value, { kind, path, mapping })
  const known = [...Object.keys(target.fields), ...Object.keys(target.groups)].join(', ')
  return [{ path, message: `A fact “${as}” has no ${name}; it has ${known}.`, isKey: true }]
}

type Group = { group: Readonly<Record<string, TargetKind>>; name: string; value: Rule['set'][string] }

function groupFaults({ group, name, value }: Group, path: Path, mapping: MappingForm): PlainFault[] {
  if (typeof value !== 'object') return [{ path, message: `Write names with values below ${name}: ${Object.keys(group).join(', ')}.` }]
  return Object.entries(value).flatMap(([part, each]): PlainFault[] => {
    const kind = group[part]
    if (kind) return valueFaults(each as Value, { kind, path: [...path, part], mapping })
    return [{ path: [...path, part], message: `${name} has no ${part}; it has ${Object.keys(group).join(', ')}.`, isKey: true }]
  })
}

type ValuePlace = { kind: TargetKind; path: Path; mapping: MappingForm }

const madeNames = new Set(['field', 'text', 'when', 'table', 'as', 'format', 'time', 'minusFrom', 'times', 'otherwise'])

/** What can be said of a value of each kind only. */
const onlyFor: { name: keyof Made; kinds: readonly TargetKind[]; message: string }[] = [
  { name: 'format', kinds: ['instant', 'day'], message: 'Only a time has a form.' },
  { name: 'time', kinds: ['instant'], message: 'Only an instant has a time of the day.' },
  { name: 'minusFrom', kinds: ['number'], message: 'Only a number can be taken from another.' },
  { name: 'times', kinds: ['number'], message: 'Only a number can be multiplied.' },
  { name: 'as', kinds: ['text'], message: 'Only a text can be made a slug, lower or upper case.' },
]

function valueFaults(value: Value, { kind, path, mapping }: ValuePlace): PlainFault[] {
  if (typeof value !== 'object') return []
  const strange = Object.keys(value).filter((name) => !madeNames.has(name))
  if (strange.length > 0) return strange.map((name) => ({ path: [...path, name], message: `“${name}” has no meaning here.`, isKey: true }))
  const { field, text, table, format } = value
  const faults: PlainFault[] = onlyFor
    .filter(({ name, kinds }) => value[name] !== undefined && !kinds.includes(kind))
    .map(({ name, message }) => ({ path: [...path, name], message }))
  if ((field === undefined) === (text === undefined)) faults.push({ path, message: 'Write either field or text.' })
  if (table !== undefined && !mapping.tables[table])
    faults.push({ path: [...path, 'table'], message: `There is no table ${table} below tables.` })
  return format === undefined ? faults : [...faults, ...formatFaults(format, [...path, 'format'])]
}

const ofCondition = (condition: Condition | undefined): string[] => Object.keys(condition ?? {})

function ofValue(value: Value): string[] {
  if (typeof value !== 'object') return fieldsIn(String(value))
  return [...(value.field === undefined ? [] : [value.field]), ...fieldsIn(value.text ?? ''), ...ofCondition(value.when)]
}

function ofRule({ as, when, set }: Rule): string[] {
  const values = Object.entries(set).flatMap(([name, value]) => (targets[as].groups[name] ? Object.values(value) : [value]))
  return [...ofCondition(when), ...values.flatMap((value) => ofValue(value as Value))]
}

/** Every field of a row that a mapping reads, by its name in the file. */
export function fieldsOf({ leaveOut, facts }: MappingForm): string[] {
  const named = [...leaveOut.flatMap(ofCondition), ...facts.flatMap(ofRule)]
  return [...new Set(named.map(rootOf))]
}
