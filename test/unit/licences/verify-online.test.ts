import { describe, expect, it } from 'vitest'
import type { Actor, Role } from '../../../src/access/index.ts'
import { canonicalJson } from '../../../src/core/canonical-json.ts'
import { toInstant, today, type LocalDate } from '../../../src/core/clock.ts'
import { sha256 } from '../../../src/core/hash.ts'
import type { Verdict } from '../../../src/licences/index.ts'
import { signJws } from '../../../src/signing/index.ts'
import { verifyDocument } from '../../../src/licences/verify/index.ts'
import { licenceTestBed, marriage, MARKET, PURPOSE, READER, REGISTRY } from '../../support/licences.ts'

const DAY_MS = 86_400_000

async function issued() {
  const bed = await licenceTestBed({ grant: {} })
  const licence = await bed.licences.issue(REGISTRY, { requestId: 'request-0001', licence: marriage() })
  const proofOf = async (actor: Actor, leafId: string) => {
    await bed.ledger.drain()
    const answer = await bed.ledger.proofOf(actor, leafId)
    return answer.state === 'included' ? answer.proof : expect.fail('the entry is not in the log')
  }
  const statusLists = async () => [(await bed.licences.statusList('1'))!]
  const trust = { anchors: [bed.keyring.rootPem], logKey: bed.ledger.verifierKey, now: bed.clock.now() }
  return { ...bed, licence, proofOf, statusLists, trust }
}
const outcomes = (verdict: Verdict) => verdict.steps.map(({ code, result }) => code ?? result)
const outcome = (verdict: Verdict, step: string) => {
  const found = verdict.steps.find((each) => each.step === step)!
  return found.code ?? found.result
}
const MARKET_SYSTEM: Actor = { clientId: 'market', role: 'SYSTEM', agency: MARKET.creditCode }
const ALL_PASSED = Array.from({ length: 7 }, () => 'PASSED')

describe('a licence with everything that shows it', () => {
  it('is valid offline: status list, proof, log key and root are enough', async () => {
    const bed = await issued()
    const proof = await bed.proofOf(REGISTRY, bed.licence.leafId)
    const verdict = verifyDocument(bed.licence.document, { ...bed.trust, proof, statusLists: await bed.statusLists() })
    expect(outcomes(verdict)).toEqual(ALL_PASSED)
    expect(verdict.verdict).toBe('VALID')
  })

  it('fails by a proof of another entry, of another log, or with a byte changed', async () => {
    const bed = await issued()
    const statusLists = await bed.statusLists()
    const other = await bed.licences.issue(REGISTRY, { requestId: 'request-0002', licence: marriage() })
    const proof = await bed.proofOf(REGISTRY, bed.licence.leafId)
    const ofOther = await bed.proofOf(REGISTRY, other.leafId)
    const verify = (change: object) =>
      verifyDocument(bed.licence.document, { ...bed.trust, statusLists, proof, ...change })
    expect(outcome(verify({ proof: ofOther }), 'inclusion')).toBe('PROOF_OF_ANOTHER')
    expect(outcome(verify({ proof: proof.replace('index 1', 'index 0') }), 'inclusion')).toBe('PROOF_INVALID')
    const stranger = await licenceTestBed({ withOwnKeys: true })
    expect(outcome(verify({ logKey: stranger.ledger.verifierKey }), 'inclusion')).toBe('PROOF_INVALID')
    expect(outcome(verify({ logKey: 'rubbish' }), 'inclusion')).toBe('LOG_KEY_MISSING')
    expect(outcome(verify({}), 'inclusion')).toBe('PASSED')
  })

  it('stays the same licence when its signature is rewritten into the other valid one', async () => {
    const bed = await issued()
    const [header, payload, signature] = bed.licence.document.split('.') as [string, string, string]
    const bytes = Buffer.from(signature, 'base64url')
    const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
    const s = order - BigInt(`0x${bytes.subarray(32).toString('hex')}`)
    const rewritten = Buffer.concat([bytes.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, '0'), 'hex')])
    const document = `${header}.${payload}.${rewritten.toString('base64url')}`
    expect(document).not.toBe(bed.licence.document)
    await bed.licences.changeState(REGISTRY, {
      requestId: 'request-0003',
      identifier: bed.licence.identifier,
      to: 'REVOKED',
      reason: '核查',
      basis: 'x',
    })
    expect(outcomes(await bed.licences.verify(READER, { document }))).toEqual([
      'PASSED',
      'PASSED',
      'PASSED',
      'PASSED',
      'PASSED',
      'STATUS_REVOKED',
      'PASSED',
    ])
  })
})

describe('verifying against the register', () => {
  it('is open to every role, asks store and ledger, and leaves an entry', async () => {
    const bed = await issued()
    for (const role of [
      'SYSTEM',
      'HEAD',
      'REGISTRAR',
      'REVIEWER',
      'AUDITOR',
      'ADMINISTRATOR',
    ] as const satisfies readonly Role[]) {
      const actor: Actor = { clientId: `client-${role}`, role, agency: MARKET.creditCode }
      expect(outcomes(await bed.licences.verify(actor, { document: bed.licence.document }))).toEqual(ALL_PASSED)
    }
    const events = await bed.events('LICENCE_VERIFIED')
    expect(events.map(({ data }) => data['verdict'])).toEqual(Array.from({ length: 6 }, () => 'VALID'))
    // Nobody but the service looked at the entry, so nobody's reading is recorded.
    expect(await bed.events('ACCESSES_READ')).toEqual([])
  })

  it('knows the state of every day', async () => {
    const bed = await issued()
    await bed.ledger.drain()
    bed.clock.advance(10 * DAY_MS)
    await bed.licences.changeState(REGISTRY, {
      requestId: 'request-0002',
      identifier: bed.licence.identifier,
      to: 'SUSPENDED',
      reason: '核查',
      basis: 'x',
    })
    const on = async (validOn: string) =>
      outcome(await bed.licences.verify(READER, { document: bed.licence.document, validOn }), 'status')
    expect(await on('2026-12-03')).toBe('PASSED')
    const other = await issued()
    const verdict = await other.licences.verify(READER, { document: other.licence.document, validOn: '2026-11-25' })
    expect(outcome(verdict, 'status')).toBe('STATUS_TO_COME')
    expect(verdict.verdict).toBe('CANNOT_TELL')
    expect(await on('2026-12-04')).toBe('STATUS_SUSPENDED')
    expect(await on('2027-01-01')).toBe('STATUS_SUSPENDED')
    await expect(bed.licences.verify(READER, { document: 'x', validOn: '2026-02-30' })).rejects.toMatchObject({
      code: 'INVALID_DATE',
    })
  })

  it('cannot tell the state of a genuine licence that the register does not hold', async () => {
    const bed = await issued()
    const elsewhere = await licenceTestBed()
    const licence = marriage({ serial: 'ELSEWHERE' })
    const { document } = await elsewhere.licences.issue(REGISTRY, { requestId: 'request-0001', licence })
    const verdict = await bed.licences.verify(READER, { document })
    expect(verdict.verdict).toBe('CANNOT_TELL')
    expect(outcome(verdict, 'status')).toBe('STATUS_UNKNOWN')
  })

  it('does not take other words under a registered identifier for that licence', async () => {
    const bed = await issued()
    const elsewhere = await licenceTestBed()
    const { document, identifier } = await elsewhere.licences.issue(REGISTRY, {
      requestId: 'request-0001',
      licence: marriage(),
    })
    expect(identifier).toBe(bed.licence.identifier)
    expect(outcome(await bed.licences.verify(READER, { document }), 'status')).toBe('CONTENT_DIFFERS')
  })

  it('answers for rubbish too', async () => {
    const bed = await issued()
    expect(await bed.licences.verify(READER, { document: 'x' })).toMatchObject({
      verdict: 'NOT_VALID',
      documentKind: 'unknown',
    })
  })
})

describe('the ledger entry of a document', () => {
  const fetched = async (bed: Awaited<ReturnType<typeof issued>>) =>
    bed.licences.fetch(READER, {
      requestId: 'fetch-000001',
      purpose: PURPOSE,
      identifier: bed.licence.identifier,
      fields: ['number'],
    })
  const AUDITOR: Actor = { clientId: 'auditor', role: 'AUDITOR', agency: MARKET.creditCode }

  it('is found for a receipt of another agency, and nobody has read it', async () => {
    const bed = await issued()
    const { receipt, leafId } = await fetched(bed)
    await expect(bed.ledger.proofOf(REGISTRY, leafId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(outcomes(await bed.licences.verify(REGISTRY, { document: receipt }))).toEqual(ALL_PASSED)
    expect(await bed.events('ACCESSES_READ')).toEqual([])
  })

  it('is still shown for a receipt when its payload was erased, and for nothing else', async () => {
    const bed = await issued()
    const { receipt, leafId, licence } = await fetched(bed)
    await bed.ledger.drain()
    const administrator: Actor = { clientId: 'administrator', role: 'ADMINISTRATOR', agency: MARKET.creditCode }
    await bed.ledger.erase(administrator, { requestId: 'erase-00001', leafId, basis: '《个人信息保护法》第四十七条' })
    expect(outcomes(await bed.licences.verify(AUDITOR, { document: receipt }))).toEqual(ALL_PASSED)
    expect(outcome(await bed.licences.verify(AUDITOR, { document: licence.jws }), 'inclusion')).toBe('PROOF_MISSING')
  })

  it('is not looked for when the document that names it is forged', async () => {
    const bed = await issued()
    const { receipt } = await fetched(bed)
    const stranger = await licenceTestBed({ withOwnKeys: true })
    const payload = Buffer.from(receipt.split('.')[1]!, 'base64url')
    const forged = await signJws(stranger.keyring.signerFor('exchange'), { typ: 'zhengshu-receipt+jwt' }, payload)
    const asked: string[] = []
    const { proofForVerdict } = bed.ledger
    Object.assign(bed.ledger, { proofForVerdict: (leafId: string) => (asked.push(leafId), proofForVerdict(leafId)) })
    expect(outcome(await bed.licences.verify(AUDITOR, { document: forged }), 'chain')).toBe('CHAIN_NOT_ANCHORED')
    expect(asked).toEqual([])
    await bed.licences.verify(AUDITOR, { document: receipt })
    expect(asked).not.toEqual([])
  })

  it('is judged by the proof that the holder brings, as offline', async () => {
    const bed = await issued()
    const { receipt, licence, leafId } = await fetched(bed)
    const proof = await bed.proofOf(READER, leafId)
    const ofIssue = await bed.proofOf(REGISTRY, bed.licence.leafId)
    for (const document of [receipt, licence.jws])
      for (const given of [
        proof,
        ofIssue,
        'nonsense',
        proof.replace(/^index .*/m, 'index 0'),
        proof + ' '.repeat(1_000_000),
      ]) {
        const online = await bed.licences.verify(AUDITOR, { document, proof: given })
        expect(outcome(online, 'inclusion')).toBe(
          outcome(verifyDocument(document, { ...bed.trust, proof: given }), 'inclusion'),
        )
        expect(outcome(online, 'inclusion') === 'PASSED').toBe(given === proof)
      }
  })
})

describe('an excerpt and its receipt', () => {
  it('are both shown by the entry of the access', async () => {
    const bed = await issued()
    const fetched = await bed.licences.fetch(READER, {
      requestId: 'fetch-000001',
      purpose: PURPOSE,
      identifier: bed.licence.identifier,
      fields: ['number'],
    })
    const proof = await bed.proofOf(READER, fetched.leafId)
    const offline = { ...bed.trust, proof, statusLists: await bed.statusLists() }
    expect(outcomes(verifyDocument(fetched.licence.jws, offline))).toEqual(ALL_PASSED)
    expect(outcomes(verifyDocument(fetched.receipt, offline))).toEqual(ALL_PASSED)
    expect(outcomes(await bed.licences.verify(READER, { document: fetched.receipt }))).toEqual(ALL_PASSED)
    expect(outcomes(await bed.licences.verify(READER, { document: fetched.licence.jws }))).toEqual(ALL_PASSED)
    // The proof of the licence's issue shows neither of them.
    const ofIssue = { ...offline, proof: await bed.proofOf(REGISTRY, bed.licence.leafId) }
    expect(outcome(verifyDocument(fetched.licence.jws, ofIssue), 'inclusion')).toBe('PROOF_OF_ANOTHER')
    expect(outcome(verifyDocument(fetched.receipt, ofIssue), 'inclusion')).toBe('PROOF_OF_ANOTHER')
  })

  it('a receipt without its proof cannot tell that the promise was kept', async () => {
    const bed = await issued()
    const { receipt } = await bed.licences.fetch(READER, {
      requestId: 'fetch-000001',
      purpose: PURPOSE,
      identifier: bed.licence.identifier,
      fields: ['number'],
    })
    expect(outcomes(verifyDocument(receipt, bed.trust))).toEqual([...ALL_PASSED.slice(0, 6), 'PROOF_MISSING'])
  })
})

it('the date of the question is today unless another is asked', async () => {
  const bed = await issued()
  expect(verifyDocument(bed.licence.document, bed.trust).validOn).toBe('2026-11-24')
  const on = '2026-01-01' as LocalDate
  expect(verifyDocument(bed.licence.document, { ...bed.trust, validOn: on }).validOn).toBe(on)
})

describe('evidence', () => {
  const evidence = async (bed: Awaited<ReturnType<typeof issued>>, signer = bed.keyring.signerFor('exchange')) => {
    const { identifier, content } = bed.licence
    const document = {
      evidenceId: `evd_${'0'.repeat(26)}`,
      signedAt: toInstant(bed.clock.now()),
      asOf: today(bed.clock),
      requester: { agency: READER.agency },
      purpose: { serviceItems: PURPOSE.serviceItems, situations: [], caseDigest: 'x', basis: PURPOSE.basis },
      parties: [{ role: 'APPLICANT', idType: '111', number: '390***********0025', digest: 'A'.repeat(43) }],
      materials: [
        {
          code: 'marriage',
          name: { zh: '结婚证', en: 'marriage certificate' },
          party: 'APPLICANT',
          serviceItems: PURPOSE.serviceItems,
          state: 'HELD',
          sourcesUnavailable: [],
          proof: {
            kind: 'LICENCE', identifier, licenceType: content.licenceType, form: 'EXCERPT', state: 'VALID',
            status: content.status, issuedOn: content.issuedOn, digest: 'A'.repeat(43),
          },
        },
      ],
      materialsAsked: 1,
      materialsHeld: 1,
      statusLists: [],
    } // prettier-ignore
    return signJws(signer, { typ: 'zhengshu-evidence+jwt' }, Buffer.from(canonicalJson(document)))
  }

  it('stays true on its date after a licence it rests on was revoked, and the state now stands apart', async () => {
    const bed = await issued()
    const document = await evidence(bed)
    await bed.ledger.drain()
    bed.clock.advance(DAY_MS)
    const revoke = {
      requestId: 'request-0002',
      identifier: bed.licence.identifier,
      to: 'REVOKED',
      reason: '核查',
      basis: 'x',
    } as const
    await bed.licences.changeState(REGISTRY, revoke)
    const now = { now: bed.clock.now() }
    const offline = verifyDocument(document, { ...bed.trust, ...now, statusLists: await bed.statusLists() })
    expect(outcomes(offline)).toEqual([...ALL_PASSED.slice(0, 6), 'PROOF_MISSING'])
    expect(offline.validOn).toBe('2026-11-24')
    const stateNow = [{ identifier: bed.licence.identifier, state: 'REVOKED', since: '2026-11-25' }]
    expect(offline.stateNow).toEqual(stateNow)
    expect((await bed.licences.verify(READER, { document })).stateNow).toEqual(stateNow)
    expect(verifyDocument(document, { ...bed.trust, ...now }).stateNow).toBeUndefined()
  })

  it('is found in the log by its agency and instant, and by nothing but its own digest', async () => {
    const bed = await issued()
    const document = await evidence(bed)
    const record = async (documentDigest: string) => {
      const { clientId, agency } = READER
      const at = toInstant(bed.clock.now())
      const event = { kind: 'EVIDENCE_ISSUED', at, actor: { clientId, agency }, data: { documentDigest } } as const
      await bed.store.commit(bed.ledger.prepare([event]).writes)
    }
    await record('A'.repeat(43))
    expect(outcome(await bed.licences.verify(MARKET_SYSTEM, { document }), 'inclusion')).toBe('PROOF_MISSING')
    await record(sha256(document).toString('base64url'))
    expect(outcomes(await bed.licences.verify(MARKET_SYSTEM, { document }))).toEqual(ALL_PASSED)
  })

  it('that a stranger signed does not make the register tell states', async () => {
    const bed = await issued()
    const stranger = await licenceTestBed({ withOwnKeys: true })
    const forged = await evidence(bed, stranger.keyring.signerFor('exchange'))
    const verdict = await bed.licences.verify(READER, { document: forged })
    expect(outcome(verdict, 'chain')).toBe('CHAIN_NOT_ANCHORED')
    expect(verdict.stateNow).toBeUndefined()
  })
})
