/** The slices, floor by floor, lowest first. The fence, the map and `npm run new-slice` read this list. */
export const floors = [
  ['statistics', 'queueing'],
  ['identity', 'audit', 'usual'],
  ['registry', 'policy', 'notifications', 'measures'],
  ['decisions', 'conversations', 'usage'],
  ['exceptions', 'runs'],
  ['escalation'],
  ['limits', 'drills', 'capacity', 'imports', 'monitoring', 'quality', 'adoption', 'flow'],
  ['weeks'],
]
