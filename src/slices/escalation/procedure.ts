import type * as z from 'zod/mini'
import type { ProcedureClock, StepInput, severities, stepRoles } from './contract/shapes.ts'

export type Severity = (typeof severities)[number]
export type StepRole = (typeof stepRoles)[number]
export type Clock = z.infer<typeof ProcedureClock>

/** One step: who is told, through which channels, and how long that one has before the next is told. */
export type Step = z.infer<typeof StepInput>

/** What happens when something of a severity waits too long. */
export type Procedure = { teamId: string; severity: Severity; isSet: boolean; clock: Clock; steps: readonly Step[]; etag: number }

const lastResort: Step = { role: 'administrators', holderId: null, channelIds: [], respondMinutes: 60 }

/** What the house does by itself for a team that set nothing: the lead by e-mail, then the administrators. */
export function usualProcedure(teamId: string, severity: Severity): Procedure {
  const steps: Step[] = [{ role: 'lead', holderId: null, channelIds: [], respondMinutes: 30 }, lastResort]
  return { teamId, severity, isSet: false, clock: severity === 'critical' ? 'always' : 'business_hours', steps, etag: 0 }
}

/** The steps as they run: nothing ends with a step that nobody answered, so the administrators come last in any case. */
export function stepsToRun({ steps }: Pick<Procedure, 'steps'>): readonly Step[] {
  return steps.at(-1)?.role === 'administrators' ? steps : [...steps, lastResort]
}

/** What is wrong with the steps, with their places. */
export function stepFaults(steps: readonly Step[]): { path: string; message: string }[] {
  return steps.flatMap(({ role, holderId }, index) => {
    const needsHolder = role === 'first_responder' || role === 'backup'
    if (needsHolder && holderId === null) return [{ path: `steps.${index}.holderId`, message: 'name the person who holds this place' }]
    if (!needsHolder && holderId !== null)
      return [{ path: `steps.${index}.holderId`, message: 'leave it out: this step is for whoever holds the role' }]
    return []
  })
}

export const roleWords: Record<StepRole | 'other', string> = {
  first_responder: 'the first responder',
  backup: 'the backup',
  lead: 'the team lead',
  administrators: 'the administrators',
  other: 'somebody of the team',
}

/** What the audit log keeps: roles and channels, no person. */
export function procedureForAudit({ clock, steps }: Procedure) {
  return { clock, steps: steps.map(({ role, channelIds, respondMinutes }) => ({ role, channelIds, respondMinutes })) }
}
