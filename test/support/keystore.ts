import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import forge from 'node-forge'

/** A PKCS#12 keystore with an RSA key, as a certification authority would hand it out. */
export function makeKeystore(password: string, modulusLength = 2048): { keystore: Buffer; publicKey: KeyObject } {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength })
  const key = forge.pki.privateKeyFromPem(privateKey.export({ type: 'pkcs1', format: 'pem' }).toString())
  const certificate = forge.pki.createCertificate()
  certificate.publicKey = forge.pki.rsa.setPublicKey(key.n, key.e)
  certificate.serialNumber = '01'
  certificate.validity.notBefore = new Date('2020-01-01')
  certificate.validity.notAfter = new Date('2030-01-01')
  const subject = [{ name: 'commonName', value: 'Seal of another authority' }]
  certificate.setSubject(subject)
  certificate.setIssuer(subject)
  certificate.sign(key, forge.md.sha256.create())
  const asn1 = forge.pkcs12.toPkcs12Asn1(key, [certificate], password, { algorithm: 'aes256' })
  return {
    keystore: Buffer.from(forge.asn1.toDer(asn1).getBytes(), 'binary'),
    publicKey: createPublicKey(privateKey),
  }
}
