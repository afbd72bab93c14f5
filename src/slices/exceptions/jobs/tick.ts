import { wakeDue } from '../store/resolutions.ts'
import { followDecisions, type ProjectParts } from './project.ts'
import { expireStep, releaseStep } from './release.ts'
import { rerankStep } from './rerank.ts'

/**
 * All that the queue does by itself: opens items for what was decided, lets resolutions take effect, tells AI agents that nobody
 * came, brings back what was put off, and follows a new triage standard. Safe on several nodes and at any point of a crash.
 */
export async function exceptionsTick(parts: ProjectParts, now: Date): Promise<void> {
  const { db } = parts
  await followDecisions(parts, now)
  await wakeDue(db, now)
  while ((await releaseStep(db, now)) > 0);
  while ((await expireStep(db, now)) > 0);
  await rerankStep(db, now)
}
