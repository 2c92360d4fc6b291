export {
  decodeDocument,
  encodeDocument,
  textOfBytes,
  textsToBytes,
  type DocumentBytes,
  type DocumentText,
} from './documents.ts'
export * from './store.ts'
export * from './request-log.ts'
export { openStore, type StoreOptions } from './open-store.ts'
export { discardBackup } from './sqlite/backup-database.ts'
export { restoreBackup } from './sqlite/restore-backup.ts'
