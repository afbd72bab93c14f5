// What an auditor needs to check an export on a machine of their own: no server, no database.
export { openContent } from './ledger/entry.ts'
export { type Finding, type Trust, type Verdict, verifyExport } from './ledger/verify.ts'
