import * as z from 'zod/mini'

/** What a tool does: READ looks, WRITE changes something, GENERIC touches no data, THINK is a note. */
export const Kind = z.enum(['READ', 'WRITE', 'GENERIC', 'THINK'])
export type Kind = z.infer<typeof Kind>

const Tools = z.array(z.object({ domain: z.string(), name: z.string(), kind: Kind }))

/** The kind of each tool, by domain and name. */
export type ToolKinds = ReadonlyMap<string, Kind>

/** Reads a tool catalogue. Throws when it is not one. */
export function parseTools(json: string): ToolKinds {
  return new Map(Tools.parse(JSON.parse(json)).map((tool) => [`${tool.domain} ${tool.name}`, tool.kind]))
}

/** A tool that the catalogue does not list counts as a write: the careful answer. */
export function kindOf(kinds: ToolKinds, domain: string, name: string): Kind {
  return kinds.get(`${domain} ${name}`) ?? 'WRITE'
}
