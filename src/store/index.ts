export {
  decodeDocument,
  encodeDocument,
  encodeMember,
  encodeWithMember,
  memberOfText,
  textOfBytes,
  type DocumentBytes,
  type DocumentParts,
  type MemberText,
} from './documents.ts'
export {
  createTextPacker,
  packInserts,
  unpackTexts,
  type PackedInserts,
  type PackedTexts,
  type TextPacker,
} from './packed-texts.ts'
export * from './store.ts'
export * from './request-log.ts'
export { openStore, type StoreOptions } from './open-store.ts'
export { discardBackup } from './sqlite/backup-database.ts'
export { restoreBackup } from './sqlite/restore-backup.ts'
