import type { Definition } from '../definition.ts'

/** A definition with what most of them share. */
export const of = (
  definition: Partial<Definition> & Pick<Definition, 'id' | 'name' | 'numerator' | 'denominator' | 'isGoodHigh'>,
): Definition => ({
  form: 'share',
  unit: 'share',
  formula: `${definition.numerator} / ${definition.denominator}`,
  exclusions: 'None.',
  countedOn: 'the UTC day on which the conversation began',
  settings: {},
  source: 'Conversations and their events',
  records: 'conversations',
  isAboutPeople: false,
  ...definition,
})
