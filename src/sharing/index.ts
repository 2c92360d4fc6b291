export * from './sharing.ts'
