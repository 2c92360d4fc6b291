export * from './actor.ts'
export * from './operations.ts'
export * from './release-fields.ts'
