export * from './actor.ts'
export * from './check-purpose.ts'
export * from './operations.ts'
export * from './release-fields.ts'
