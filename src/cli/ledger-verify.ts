export { type Finding, type Trust, type Verdict, verifyExport } from '#slices/audit/offline.ts'
