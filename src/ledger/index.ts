export * from './audit-events.ts'
export * from './ledger.ts'
