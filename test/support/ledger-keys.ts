import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { signerFromKey, type Signer } from '../../src/signing/index.ts'

/** A ledger key in a directory, made there by whoever comes first: two processes of one test share it. */
export function ledgerKeysFrom(directory: string): { readonly signer: Signer; readonly ledgerPublicKey: Uint8Array } {
  mkdirSync(directory, { recursive: true })
  const file = join(directory, 'ledger.pem')
  try {
    const { privateKey } = generateKeyPairSync('ed25519')
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const privateKey = createPrivateKey(readFileSync(file))
  return {
    signer: signerFromKey(privateKey),
    ledgerPublicKey: createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32),
  }
}
