import type { Db } from '#kernel/db.ts'
import { wakeDue } from '../store/resolutions.ts'
import { projectStep } from './project.ts'
import { expireStep, releaseStep } from './release.ts'
import { rerankStep } from './rerank.ts'

/**
 * All that the queue does by itself: opens items for what was decided, lets resolutions take effect, tells AI agents that nobody
 * came, brings back what was put off, and follows a new triage standard. Safe on several nodes and at any point of a crash.
 */
export async function exceptionsTick({ db }: { db: Db }, now: Date): Promise<void> {
  while (await projectStep(db, now));
  await wakeDue(db, now)
  while ((await releaseStep(db, now)) > 0);
  while ((await expireStep(db, now)) > 0);
  await rerankStep(db, now)
}
