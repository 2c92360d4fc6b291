export * from './licence.ts'
