/** A group of teammates with one lead and one time zone. Everything that is measured or tuned belongs to a team. */
export type Team = {
  id: string
  name: string
  departmentId: string | null
  /** A name of the IANA list, such as `Europe/Berlin`. */
  timeZone: string
  lead: { id: string; name: string } | null
  version: number
}

export type Department = { id: string; name: string; version: number }

export function teamToWire(team: Team) {
  const { id, name, timeZone, lead } = team
  return { id, name, department: team.departmentId, timeZone, lead, etag: String(team.version) }
}

export function departmentToWire(department: Department) {
  return { id: department.id, name: department.name, etag: String(department.version) }
}

/** What the audit log keeps of a team. The lead is left out: a person's name and pseudonym never stand side by side. */
export function teamForAudit(team: Team) {
  return { name: team.name, department: team.departmentId, timeZone: team.timeZone, hasLead: team.lead !== null }
}
