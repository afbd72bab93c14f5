/**
 * Facts of many rows as columns: each value stands once, and each fact names its place. Most values of a file are said again and again, so that
 * a value is written, read and judged once instead of a hundred times.
 */
export type Column = {
  /** The values, each once. */
  values: unknown[]
  /** For each fact the place of its value, -1 where it says nothing; left out where all say the first. */
  at?: number[]
}

/** Facts of one kind. */
export type FactTable = {
  /** For each fact the place of the row that it belongs to; rows in their order. */
  of: number[]
  /** By field; a field of a group is written `group.field`. */
  columns: Record<string, Column>
}

/** Rows of a file with their facts: the line of each row, and the facts by their kind. */
export type Rows<Kind extends string = string> = { lines: number[]; facts: { [K in Kind]?: FactTable } }

export type RowsBuilder<Kind extends string> = {
  add(line: number, facts: { readonly [K in Kind]?: readonly object[] }): void
  rows(): Rows<Kind>
}

type Growing = { name: string; values: unknown[]; places: Map<unknown, number>; at: number[] }

/** Collects rows into columns. */
export function makeRows<Kind extends string>(): RowsBuilder<Kind> {
  const lines: number[] = []
  const tables = new Map<string, ReturnType<typeof makeTable>>()
  return {
    add(line, facts) {
      for (const kind in facts) {
        const table = tables.get(kind) ?? makeTable()
        tables.set(kind, table)
        for (const fact of facts[kind as Kind] ?? []) table.add(lines.length, fact)
      }
      lines.push(line)
    },
    rows: () => ({ lines, facts: Object.fromEntries([...tables].map(([kind, table]) => [kind, table.told()])) as Rows<Kind>['facts'] }),
  }
}

function makeTable() {
  const of: number[] = []
  const columns: Growing[] = []
  const places = new Map<string, number>()
  const nested = makeNested()

  /** Most facts name their fields in one order, so the column is mostly the one that is expected. */
  function columnOf(name: string, expected: number): number {
    if (columns[expected]?.name === name) return expected
    const known = places.get(name)
    if (known !== undefined) return known
    places.set(name, columns.length)
    return columns.push({ name, values: [], places: new Map(), at: [] }) - 1
  }

  function put(name: string, value: unknown, expected: number): number {
    const place = columnOf(name, expected)
    const column = columns[place] as Growing
    while (column.at.length < of.length) column.at.push(-1)
    column.at.push(placeOf(column, value))
    return place + 1
  }

  /** Sets fields; answers which column is expected next. */
  function putAll(fields: object, begin: number, nameOf: (name: string) => string): number {
    let expected = begin
    for (const [name, value] of Object.entries(fields)) {
      if (value === undefined) continue
      if (isGroup(value)) expected = putAll(value, expected, (part) => nested(name, part))
      else expected = put(nameOf(name), value, expected)
    }
    return expected
  }

  return {
    add(row: number, fact: object): void {
      putAll(fact, 0, (name) => name)
      of.push(row)
    },
    told: (): FactTable => ({ of, columns: Object.fromEntries(columns.map((column) => [column.name, toldColumn(column, of.length)])) }),
  }
}

const isGroup = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The name of a field of a group, put together once. */
function makeNested(): (group: string, part: string) => string {
  const groups = new Map<string, Map<string, string>>()
  return (group, part) => {
    const names = groups.get(group) ?? new Map<string, string>()
    groups.set(group, names)
    const name = names.get(part) ?? `${group}.${part}`
    names.set(part, name)
    return name
  }
}

function placeOf({ values, places }: Growing, value: unknown): number {
  const known = places.get(value)
  if (known !== undefined) return known
  places.set(value, values.length)
  return values.push(value) - 1
}

function toldColumn({ values, at }: Growing, count: number): Column {
  while (at.length < count) at.push(-1)
  return values.length === 1 && !at.includes(-1) ? { values } : { values, at }
}
