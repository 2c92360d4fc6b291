export {
  decodeDocument,
  encodeDocument,
  encodeMember,
  encodeWithMember,
  packTexts,
  textOfBytes,
  unpackTexts,
  type DocumentBytes,
  type DocumentText,
  type MemberText,
  type PackedTexts,
} from './documents.ts'
export * from './store.ts'
export * from './request-log.ts'
export { openStore, type StoreOptions } from './open-store.ts'
export { discardBackup } from './sqlite/backup-database.ts'
export { restoreBackup } from './sqlite/restore-backup.ts'
