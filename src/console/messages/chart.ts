import { words } from './words.ts'

/** Words of every chart. */
export const chartWords = words('chart', {
  view: 'How to show it',
  chart: 'Chart',
  table: 'Table',
  walk: (title: string) => `${title}. Arrow keys walk over the values.`,
  range: (value: string, low: string, high: string) => `${value} (${low} to ${high})`,
  lowOf: (label: string) => `${label}, low end`,
  highOf: (label: string) => `${label}, high end`,
  unknown: 'not known',
  beyond: (value: string) => `${value}, above the picture`,
  at: (place: string, values: string) => `${place}: ${values}`,
  named: (label: string, value: string) => `${label} ${value}`,
  aboveZero: (from: string) => `The upright axis begins at ${from}, not at zero.`,
  hint: 'Move over the picture, or use the arrow keys, to read values.',
})
