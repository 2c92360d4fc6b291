export * from './registers.ts'
