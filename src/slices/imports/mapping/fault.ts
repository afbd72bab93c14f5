/** What is wrong in a mapping, where it stands, and what to do. Lines and columns count from 1. */
export type MappingFault = { line: number; column: number; path: string; message: string }

export type Path = readonly PropertyKey[]

/** The same before its place is looked for; with `isKey` the place is the name itself and not its value. */
export type PlainFault = { path: Path; message: string; isKey?: true }
