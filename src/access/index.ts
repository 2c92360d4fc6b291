export * from './actor.ts'
export * from './operations.ts'
