export * from './signer.ts'
