import { certificateToPem, signerFromKey, type Signer } from '../../src/signing/index.ts'
import { authority, makeCertificate, sealUsage } from './certificates.ts'

/** A signer whose certificate is for evidence and receipts, and the root that it chains to. */
export async function exchangeSigner(): Promise<{ readonly signer: Signer; readonly rootPem: string }> {
  const root = await makeCertificate({ name: 'Test Root', extensions: authority() })
  const exchange = await makeCertificate({ name: 'Exchange', issuer: root, extensions: sealUsage('exchange') })
  return { signer: signerFromKey(exchange.key, [exchange.der]), rootPem: certificateToPem(root.der) }
}
