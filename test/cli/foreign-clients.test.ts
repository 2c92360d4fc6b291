import { spawnSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compactVerify, decodeProtectedHeader, importX509 } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prepareExchange } from '../support/prepared-exchange.ts'

/** Programs that nobody of this project wrote read our documents. Go and its ledger libraries: test/contract. */
const directory = mkdtempSync(join(tmpdir(), 'zhengshu-'))
const DOCUMENTS = ['licence.jws', 'evidence.jws', 'receipt.jws']
const read = (name: string) => readFileSync(join(directory, name), 'utf8')

beforeAll(() => prepareExchange(directory))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const openssl = (args: readonly string[], input?: string | Buffer) => {
  const { status, stdout, stderr } = spawnSync('openssl', args, { cwd: directory, ...(input && { input }) })
  return { status, said: `${stdout.toString()}${stderr.toString()}` }
}
const hasOpenssl = spawnSync('openssl', ['version']).status === 0
if (!hasOpenssl) process.stderr.write('skipped: 7 tests with openssl, which is not on the PATH\n')

const pemOf = (x5c: string) => `-----BEGIN CERTIFICATE-----\n${x5c}\n-----END CERTIFICATE-----\n`

/** Takes a document apart into the files that openssl reads. */
function takeApart(name: string) {
  const [header, payload, signature] = read(name).split('.') as [string, string, string]
  const { x5c } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { x5c: string[] }
  const put = (file: string, content: string | Buffer) => writeFileSync(join(directory, file), content)
  put('signer.pem', pemOf(x5c[0]!))
  put('issuing.pem', x5c.slice(1).map(pemOf).join(''))
  put('key.pem', new X509Certificate(Buffer.from(x5c[0]!, 'base64')).publicKey.export({ type: 'spki', format: 'pem' }))
  put('signature.der', derOf(Buffer.from(signature, 'base64url')))
  put('signed', `${header}.${payload}`)
}

/** r ‖ s of a JWS (RFC 7518 §3.4) as the SEQUENCE of two INTEGERs that openssl wants. */
function derOf(signature: Buffer): Buffer {
  const integer = (bytes: Buffer) => {
    const first = bytes.findIndex((byte) => byte !== 0)
    const short = bytes.subarray(first)
    const body = short[0]! >= 0x80 ? Buffer.concat([Buffer.from([0]), short]) : short
    return Buffer.concat([Buffer.from([0x02, body.length]), body])
  }
  const body = Buffer.concat([integer(signature.subarray(0, 32)), integer(signature.subarray(32))])
  return Buffer.concat([Buffer.from([0x30, body.length]), body])
}

describe.runIf(hasOpenssl)('openssl', () => {
  const SIGNATURE = ['dgst', '-sha256', '-verify', 'key.pem', '-signature', 'signature.der', 'signed']
  const CHAIN = ['verify', '-x509_strict', '-CAfile', 'root.pem', '-untrusted', 'issuing.pem', 'signer.pem']

  it.each(DOCUMENTS)('verifies signature and chain of %s', (name) => {
    takeApart(name)
    expect(openssl(SIGNATURE)).toEqual({ status: 0, said: 'Verified OK\n' })
    expect(openssl(CHAIN)).toEqual({ status: 0, said: 'signer.pem: OK\n' })
  })

  it('refuses a licence whose date was changed', () => {
    takeApart('licence-changed.jws')
    expect(openssl(SIGNATURE)).toMatchObject({
      status: 1,
      said: expect.stringMatching(/Verification failure/i) as string,
    })
  })

  it('refuses the chain to a root of another name', () => {
    takeApart('licence.jws')
    const made = openssl(
      'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=Other -keyout other.key -out other.pem'.split(' '), // prettier-ignore
    )
    expect(made.status).toBe(0)
    expect(openssl(CHAIN.map((each) => (each === 'root.pem' ? 'other.pem' : each))).status).not.toBe(0)
  })

  it('verifies by the script of the documentation, and notices the change', () => {
    const script = join(import.meta.dirname, '../../docs/examples/verify-with-openssl.sh')
    const verify = (name: string) =>
      spawnSync('sh', [script, name, 'root.pem'], { cwd: directory, encoding: 'utf8' }).status
    expect([verify('licence.jws'), verify('licence-changed.jws')]).toEqual([0, 1])
  })

  it('prints a licence certificate with its agency', () => {
    takeApart('licence.jws')
    const { said } = openssl(['x509', '-in', 'signer.pem', '-noout', '-subject', '-nameopt', 'utf8,sep_multiline'])
    expect(said).toContain('11390000XN0001082H')
  })
})

describe('jose', () => {
  const verify = async (name: string) => {
    const { x5c } = decodeProtectedHeader(read(name))
    return compactVerify(read(name), await importX509(pemOf(x5c![0]!), 'ES256'))
  }

  it.each(DOCUMENTS)('verifies %s by the certificate that it brings, below the root', async (name) => {
    const { payload, protectedHeader } = await verify(name)
    expect(JSON.parse(new TextDecoder().decode(payload))).toBeTypeOf('object')
    const [signer, issuing] = protectedHeader.x5c!.map((each) => new X509Certificate(Buffer.from(each, 'base64')))
    const root = new X509Certificate(read('root.pem'))
    expect([signer!.verify(issuing!.publicKey), issuing!.verify(root.publicKey)]).toEqual([true, true])
  })

  it('refuses a licence whose date was changed', async () => {
    await expect(verify('licence-changed.jws')).rejects.toThrow('signature verification failed')
  })
})
