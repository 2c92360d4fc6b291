export * from './store.ts'
export * from './request-log.ts'
export { openStore, type StoreOptions, type StoreSecrets } from './open-store.ts'
export { restoreBackup } from './sqlite/restore-backup.ts'
