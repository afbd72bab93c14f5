/**
 * Files and folders outside of store, verbs, routes and jobs that know a database or a clock, each with its reason. Everything
 * else in a slice is a noun: types and pure functions.
 */
export const machines = [
  { path: 'src/slices/identity/auth/', because: 'sign-in: sessions, keys and the library that keeps them, audited through its hooks' },
  { path: 'src/slices/audit/append.ts', because: 'the audit port: writes beside the change, in the transaction of the verb' },
  {
    path: 'src/slices/decisions/decide.ts',
    because: 'the hot path: one act with its scope and record, measured, without a transaction of its own',
  },
  { path: 'src/slices/decisions/writer.ts', because: 'group commit: many acts in one durable write' },
  { path: 'src/slices/decisions/bell.ts', because: 'wakes those who wait for a person: one connection that listens, nothing is written' },
  { path: 'src/slices/decisions/project.ts', because: 'the projector of the counts: nobody acts, a watermark moves', sql: true },
  {
    path: 'src/slices/decisions/partitions.ts',
    because: 'makes the partitions of the coming months: upkeep of the schema, nobody acts',
    sql: true,
  },
  {
    path: 'src/slices/exceptions/jobs/',
    because: 'what the queue does by itself: opens items for decisions (the decision is the audit entry) and lets audited acts take effect',
  },
  {
    path: 'src/slices/drills/jobs/',
    because: 'moves drills on by itself and asks the decider of this server: acts of the house, each with its audit entry',
  },
  {
    path: 'src/slices/measures/jobs/',
    because: 'proves counts against their facts: somebody began it, and what it put right is an audit entry at its end',
  },
  {
    path: 'src/slices/conversations/jobs/',
    because: 'adds up the counts of conversations anew from their events: reads, and gives what is missing to whoever rebuilds',
  },
  { path: 'src/slices/limits/jobs/', because: 'holds limits against figures: acts of the house itself, each with its audit entry' },
  {
    path: 'src/slices/runs/jobs/',
    because: 'follows ends of runs into counts: nobody acts, a watermark moves',
  },
  {
    path: 'src/slices/quality/jobs/',
    because: 'looks back over counts for changes of a level: nobody acts, what it keeps is made anew from the counts',
  },
  {
    path: 'src/slices/monitoring/jobs/',
    because: 'follows facts into counts and finds alarms: acts of the house, each with its audit entry',
  },
  { path: 'src/slices/weeks/jobs/', because: 'counts the hours at work of each AI agent: nobody acts, weeks that are over stay' },
  { path: 'src/slices/policy/book.ts', because: 'standards in force, kept in memory and loaded when first asked for' },
]

export const machinePaths = machines.map((machine) => machine.path)

export const isMachine = (path) => machinePaths.some((start) => path.startsWith(start))
export const isMachineWithSql = (path) => machines.some((machine) => machine.sql && path.startsWith(machine.path))
