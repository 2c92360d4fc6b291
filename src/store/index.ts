export * from './store.ts'
export * from './request-log.ts'
