import { count, day, share } from '#console/messages/formats.ts'
import { plural, words } from '#console/messages/words.ts'

type Standing = 'ok' | 'few' | 'too_few' | 'immature' | 'suppressed' | 'none'

/** Words of figures: what they mean, and how sure they are. */
export const measureWords = words('measures', {
  question: 'What does each figure mean?',
  answer: (n: number) => plural(n, { one: 'One figure has a definition.', other: `Each of ${count(n)} figures has one definition.` }),
  meta: 'A figure means the same on every page. Whoever changes a setting makes a new version, which counts from the next day on; days before keep theirs.',
  name: 'Figure',
  formula: 'Formula',
  exclusions: 'Left out',
  countedOn: 'Counted on',
  source: 'From',
  owner: 'Owner',
  version: 'Version',
  versions: 'Versions',
  versionOf: (version: number, from: string | null) =>
    from === null ? `${count(version)}, from the beginning` : `${count(version)}, from ${from}`,
  settings: 'Settings',
  settingOf: (value: number, unit: string) => `${count(value)} ${unit}`,
  noSettings: 'None: nothing about it is a matter of choice.',
  change: 'Change',
  changeOf: (name: string) => `Change what “${name}” means`,
  changeText: 'The new version counts from tomorrow (UTC) on. A chart that crosses the change shows both.',
  value: (unit: string, min: number, max: number) => `In ${unit}, ${count(min)} to ${count(max)}`,
  reason: 'Why',
  reasonHint: 'Stays with the version, for everybody to read.',
  reasonMissing: 'Say why in a few words.',
  wrongNumber: 'Write a number.',
  save: 'Make new version',
  cancel: 'Cancel',
  setOwner: 'Name another owner',
  ownerTitle: (name: string) => `Who answers for what “${name}” means?`,
  ownerHint: 'A function or a group that lasts, such as Finance.',
  ownerMissing: 'Say who answers for it.',
  ownerSave: 'Set the owner',
  ownerSet: (owner: string, name: string) => `${owner} answers for “${name}” now.`,
  changed: (name: string) => `“${name}” has a new version.`,
  open: 'What it means',
  definitionOf: ({ name, version, formula, address }: { name: string; version: number; formula: string; address: string }) =>
    `${name}, version ${String(version)}: ${formula} ${address}`,
  standings: (standing: Standing, n: number) =>
    ({
      ok: '',
      few: `few cases (${count(n)})`,
      too_few: `too few to tell (${count(n)})`,
      immature: 'too early to know',
      suppressed: 'not enough people to show',
      none: 'nothing counted',
    })[standing],
  range: (low: string, high: string) => `${low} to ${high}`,
  shareOf: (part: number) => share(part, 1),
  onDay: (on: string) => day(new Date(`${on}T12:00:00Z`)),
  sampleOf: (x: number, n: number) => `${count(x)} of ${count(n)}`,
  sample: (n: number) => plural(n, { one: 'one case', other: `${count(n)} cases` }),
  seconds: (seconds: number) => {
    if (seconds < 90) return `${count(seconds)} s`
    if (seconds < 5400) return `${count(seconds / 60)} min`
    return seconds < 172_800 ? `${count(seconds / 3600)} h` : `${count(seconds / 86_400)} days`
  },
})
