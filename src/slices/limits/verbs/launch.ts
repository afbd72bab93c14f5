import { AppError } from '#kernel/errors.ts'
import { named, type RequireMayLaunch } from '#slices/registry/index.ts'
import { placeTold, told } from '../breach.ts'
import { breachAgainst } from '../store/breaches.ts'
import { findLimit } from '../store/limits.ts'

/**
 * What limits have against a launch: a breach of that AI agent anywhere or of anything in that team, and, for whoever is promoted
 * to live, that nobody fixed a limit before. What ran before Pilotage came may be deployed live without; then none is shown.
 */
export const requireMayLaunch: RequireMayLaunch = async (tx, launch) => {
  const breach = await breachAgainst(tx, launch)
  if (breach)
    throw new AppError(
      'conflict',
      await named(tx, `Nothing is launched while a limit is broken. Of ${placeTold(breach)}: ${told(breach)}`),
      {
        next: 'Mend the cause and say under Limits what was done; the launch is possible as soon as the breach is over.',
        breach: breach.id,
      },
    )
  if (launch.how !== 'promote' || (await findLimit(tx, launch))) return
  throw new AppError('conflict', await named(tx, `Nobody has fixed what is acceptable of ${placeTold(launch)}.`), {
    next: 'Set the acceptable exception rate and the greatest queue depth under Limits first.',
  })
}
