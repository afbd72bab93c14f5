/** What an AI agent sent as an input: its name, and the kind of value that it was. Never the value itself. */
export type SeenInput = { name: string; type: 'number' | 'flag' | 'text' | 'texts' | 'time' }

const nameShape = /^[a-z][a-z0-9_]{0,63}$/
const timeShape = /^\d{4}-\d\d-\d\dT\d\d:\d\d/

/** The inputs of a recorded decision by name and kind, for a first draft. What a standard cannot declare is left out. */
export function seenInputs(inputs: Record<string, unknown>): SeenInput[] {
  return Object.entries(inputs).flatMap(([name, value]) => {
    const type = nameShape.test(name) ? typeOf(value) : undefined
    return type ? [{ name, type }] : []
  })
}

function typeOf(value: unknown): SeenInput['type'] | undefined {
  if (typeof value === 'number') return 'number'
  if (typeof value === 'boolean') return 'flag'
  if (Array.isArray(value)) return value.every((item) => typeof item === 'string') ? 'texts' : undefined
  if (typeof value !== 'string') return undefined
  return timeShape.test(value) ? 'time' : 'text'
}

const samples: Record<SeenInput['type'], string> = {
  number: '1',
  flag: 'false',
  text: 'some words',
  texts: '[]',
  time: '2026-01-31T12:00:00Z',
}

/** Words of a first draft. They come from the caller, who knows the reader's language. */
export type SkeletonWords = { about: string; meaning: string; ruleHint: string; otherwise: string; example: string; money: string }

/** A first draft that has no fault: every case goes to a teammate until somebody writes a rule. */
export function skeletonOf(type: string, inputs: SeenInput[], say: SkeletonWords): string {
  const declared = inputs.length > 0 ? inputs : [{ name: 'amount', type: 'number' as const }]
  const lines = [
    `standard: ${type}`,
    `title: ${titleOf(type)}`,
    `about: ${say.about}`,
    'inputs:',
    ...declared.map(({ name, type: kind }) => `  ${name}: { type: ${kind}, about: ${say.meaning} }`),
    `# ${say.money}`,
    'rules: []',
    `# ${say.ruleHint}`,
    '#  - id: small',
    `#    when: ${conditionOf(declared[0] as SeenInput)}`,
    '#    tier: autonomous',
    '#    because: This is routine.',
    'otherwise:',
    '  tier: review',
    `  because: ${say.otherwise}`,
    'examples:',
    `  - name: ${say.example}`,
    `    inputs: { ${declared.map(({ name, type: kind }) => `${name}: ${samples[kind]}`).join(', ')} }`,
    '    expect: { tier: review }',
    '',
  ]
  return lines.join('\n')
}

function titleOf(type: string): string {
  const words = type.split('.').at(-1)?.replace(/[-_]+/g, ' ') ?? type
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function conditionOf({ name, type }: SeenInput): string {
  const conditions = {
    number: `${name} <= 50`,
    flag: name,
    text: `${name} == "..."`,
    texts: `size(${name}) == 0`,
    time: `${name} > timestamp("2026-01-01T00:00:00Z")`,
  }
  return conditions[type]
}
