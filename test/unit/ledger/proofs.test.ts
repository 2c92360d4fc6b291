import { generateKeyPairSync } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { AuditEvent } from '../../../src/ledger/index.ts'
import { verifyReceipt, verifyTlogProof, type LedgerVerdict } from '../../../src/ledger/verify/index.ts'
import { parseJws, signerFromKey, signJws } from '../../../src/signing/index.ts'
import { actorAs, AGENCY, openTestLedger, ORIGIN, OTHER_AGENCY } from '../../support/ledger.ts'
import { exchangeSigner } from '../../support/exchange-signer.ts'

const system = actorAs('SYSTEM')
const failing = ({ steps }: LedgerVerdict) => steps.filter(({ result }) => result !== 'PASSED').map(({ step, code }) => `${step} ${code}`) // prettier-ignore

let exchange: Awaited<ReturnType<typeof exchangeSigner>>
beforeAll(async () => void (exchange = await exchangeSigner()))

/** An access with its receipt and, after the next checkpoint, its proof. */
async function openWithProof() {
  const bench = await openTestLedger({ receiptSigner: () => exchange.signer })
  await bench.append(...Array.from({ length: 10 }, () => bench.event()))
  const { writes, leaves } = bench.ledger.prepare([
    bench.event({ resources: ['population'], data: { grant: 'grant_7' } }),
  ])
  const receipt = await bench.ledger.signReceipt(leaves[0]!)
  await bench.store.commit(writes)
  const pending = await bench.ledger.proofOf(system, leaves[0]!.leafId)
  await bench.ledger.drain()
  const found = await bench.ledger.proofOf(system, leaves[0]!.leafId)
  return { ...bench, leaf: leaves[0]!, receipt, pending, proof: found.state === 'included' ? found.proof : '' }
}

describe('a tlog-proof', () => {
  it('exists once a checkpoint covers the entry, and opens to what was recorded', async () => {
    const { ledger, pending, proof, leaf } = await openWithProof()
    expect(pending).toEqual({ state: 'pending' })
    const verdict = verifyTlogProof(proof, ledger.verifierKey)
    expect(verdict.verdict).toBe('VALID')
    expect(verdict.leaf).toMatchObject({
      leafId: leaf.leafId,
      leafHash: leaf.leafHash,
      kind: 'RECORD_READ',
      payload: {
        actor: { clientId: 'cli_system', agency: AGENCY },
        resources: ['population'],
        data: { grant: 'grant_7' },
      },
    })
    expect(verdict).toMatchObject({ index: expect.any(Number) as number, checkpoint: { size: 11, origin: ORIGIN } })
  })

  it('fails at the step whose part was changed', async () => {
    const { ledger, proof, leaf } = await openWithProof()
    const extra = /^extra (.*)$/m.exec(proof)![1]!
    const opening = Buffer.from(extra, 'base64').toString('utf8')
    const withOpening = (text: string) => proof.replace(extra, Buffer.from(text).toString('base64'))
    const lines = proof.split('\n')
    const vkey = ledger.verifierKey
    expect(failing(verifyTlogProof(withOpening(opening.replace('grant_7', 'grant_8')), vkey))).toEqual(['inclusion NOT_INCLUDED']) // prettier-ignore
    const withMore = opening.replace(/}$/, ',"zzz":1}')
    expect(failing(verifyTlogProof(withOpening(withMore), vkey))).toContain('opening OPENING_MALFORMED')
    expect(failing(verifyTlogProof(withOpening(` ${opening}`), vkey))).toContain('opening OPENING_MALFORMED')
    expect(failing(verifyTlogProof(proof.replace(/^index .*/m, 'index 0'), vkey))).toEqual(['inclusion NOT_INCLUDED'])
    expect(failing(verifyTlogProof(lines.toSpliced(3, 1).join('\n'), vkey))).toEqual(['inclusion NOT_INCLUDED'])
    expect(failing(verifyTlogProof(proof.replace('\n11\n', '\n12\n'), vkey))).toContain('checkpoint CHECKPOINT_INVALID')
    expect(failing(verifyTlogProof('nonsense', vkey))).toEqual(['form PROOF_MALFORMED'])
    expect(failing(verifyTlogProof(proof, vkey, { leafHash: Buffer.alloc(32).toString('base64') }))).toEqual(['inclusion PROOF_OF_ANOTHER']) // prettier-ignore
    expect(failing(verifyTlogProof(proof, vkey, { leafHash: leaf.leafHash }))).toEqual([])
    const other = await openTestLedger({ origin: 'other.example/log' })
    expect(verifyTlogProof(proof, other.ledger.verifierKey).verdict).toBe('NOT_VALID')
    expect(verifyTlogProof(proof, 'no key').verdict).toBe('CANNOT_TELL')
  })

  it('is given to the agency that accessed and to an auditor; to others it does not exist', async () => {
    const { ledger, leaf } = await openWithProof()
    const stranger = actorAs('SYSTEM', 'cli_stranger', { agency: OTHER_AGENCY })
    await expect(ledger.proofOf(stranger, leaf.leafId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(ledger.proofOf(stranger, 'leaf_none')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(ledger.proofOf(actorAs('REVIEWER'), leaf.leafId)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const auditor = actorAs('AUDITOR', 'cli_auditor', { agency: OTHER_AGENCY })
    expect((await ledger.proofOf(auditor, leaf.leafId)).state).toBe('included')
    await ledger.drain()
    expect(await ledger.follow(11, 5)).toMatchObject([{ kind: 'ACCESSES_READ', data: { proofOf: leaf.leafId } }])
  })
})

describe('the proof of what the service did by itself', () => {
  it('is given to an administrator of any agency when it concerns nobody, and leaves an entry', async () => {
    const { ledger, append, event } = await openTestLedger()
    const ofNobody = { ...event(), actor: undefined } as unknown as AuditEvent
    const [bare = '', about = ''] = await append(ofNobody, { ...ofNobody, subjects: ['39010219900307001X'] })
    await ledger.drain()
    const administrator = actorAs('ADMINISTRATOR')
    expect((await ledger.proofOf(administrator, bare)).state).toBe('included')
    await expect(ledger.proofOf(administrator, about)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(ledger.proofOf(system, bare)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await ledger.drain()
    expect(await ledger.follow(2, 5)).toMatchObject([{ kind: 'ACCESSES_READ', data: { proofOf: bare } }])
  })
})

describe('a receipt', () => {
  it('promises inclusion within the delay, and its proof shows that the promise was kept', async () => {
    const { ledger, receipt, proof, leaf } = await openWithProof()
    const options = { anchors: [exchange.rootPem], logKey: ledger.verifierKey }
    const verdict = verifyReceipt(receipt, { ...options, proof })
    expect(verdict.verdict).toBe('VALID')
    expect(verdict.receipt).toEqual({
      leafId: leaf.leafId,
      leafHash: leaf.leafHash,
      kind: 'RECORD_READ',
      at: leaf.at,
      origin: ORIGIN,
      logKey: ledger.verifierKey.split('+')[1],
      promisedBy: '2026-11-24T02:00:01.000Z',
    })
    expect(parseJws(receipt)).toMatchObject({ ok: true, value: { type: 'zhengshu-receipt+jwt', algorithm: 'ES256' } })
    expect(failing(verifyReceipt(receipt, options))).toEqual(['inclusion PROOF_MISSING'])
  })

  it('fails at the step whose part was changed, and cannot be told where something is not given', async () => {
    const { ledger, receipt, proof, store, event } = await openWithProof()
    const options = { anchors: [exchange.rootPem], logKey: ledger.verifierKey, proof }
    const [header, payload, signature] = receipt.split('.') as [string, string, string]
    const changed = Buffer.from(Buffer.from(payload, 'base64url').toString().replace('RECORD_READ', 'RECORD_REAL')).toString('base64url') // prettier-ignore
    expect(failing(verifyReceipt(`${header}.${changed}.${signature}`, options))).toEqual(['signature SIGNATURE_WRONG'])
    expect(failing(verifyReceipt('x.y', options))).toEqual(['form JWS_MALFORMED'])
    const excerpt = await signJws(exchange.signer, { typ: 'zhengshu-excerpt+jwt' }, Buffer.from(payload, 'base64url'))
    expect(failing(verifyReceipt(excerpt, options))).toEqual(['form RECEIPT_MALFORMED'])
    expect(failing(verifyReceipt(receipt, { ...options, anchors: [] }))).toEqual(['chain ANCHOR_MISSING'])
    const stranger = await exchangeSigner()
    expect(failing(verifyReceipt(receipt, { ...options, anchors: [stranger.rootPem] }))).toEqual(['chain CHAIN_NOT_ANCHORED']) // prettier-ignore
    const other = await openTestLedger({ origin: 'other.example/log' })
    expect(failing(verifyReceipt(receipt, { ...options, logKey: other.ledger.verifierKey }))).toContain('log LOG_OF_ANOTHER') // prettier-ignore

    const { writes, leaves } = ledger.prepare([event()])
    await store.commit(writes)
    await ledger.drain()
    const another = await ledger.proofOf(system, leaves[0]!.leafId)
    expect(failing(verifyReceipt(receipt, { ...options, proof: another.state === 'included' ? another.proof : '' }))).toEqual(['inclusion PROOF_OF_ANOTHER']) // prettier-ignore
  })

  it('without a certificate convinces nobody', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const { ledger, event } = await openTestLedger({ receiptSigner: () => signerFromKey(privateKey) })
    const receipt = await ledger.signReceipt(ledger.prepare([event()]).leaves[0]!)
    const options = { anchors: [exchange.rootPem], logKey: ledger.verifierKey }
    expect(failing(verifyReceipt(receipt, options))).toContain('signature CERTIFICATE_ABSENT')
  })
})
