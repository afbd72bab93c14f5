export { makeAudit } from './append.ts'
export { canonicalText } from './ledger/entry.ts'
export {
  appendLeaves,
  exportLedger,
  type LeafSource,
  ledgerStatus,
  loadOrCreateFileSigner,
  type Signer,
  tableSource,
} from './ledger/index.ts'
export { mountAudit } from './routes.ts'
export { type Act, actsAfter, newestAct } from './store.ts'
