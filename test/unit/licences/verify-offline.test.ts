import { generateKeyPairSync } from 'node:crypto'
import { compactVerify, CompactSign, importX509 } from 'jose'
import { describe, expect, it } from 'vitest'
import type { LocalDate } from '../../../src/core/clock.ts'
import type { Licence, Verdict } from '../../../src/licences/index.ts'
import { verifyDocument, type VerifyDocumentOptions } from '../../../src/licences/verify/index.ts'
import { certificatesFromPem, certificateToPem } from '../../../src/signing/index.ts'
import { licenceTestBed, marriage, PURPOSE, REGISTRY, MARKET } from '../../support/licences.ts'

const DAY_MS = 86_400_000

async function issued(change: Parameters<typeof marriage>[0] = {}) {
  const bed = await licenceTestBed()
  const licence = await bed.licences.issue(REGISTRY, { requestId: 'request-0001', licence: marriage(change) })
  const listId = licence.content.status.list.slice('/status/'.length)
  const statusList = async () => (await bed.licences.statusList(listId))!
  const verify = (document: string, options: Partial<VerifyDocumentOptions> = {}) =>
    verifyDocument(document, { anchors: [bed.keyring.rootPem], now: bed.clock.now(), ...options })
  return { ...bed, licence, statusList, verify }
}

const outcome = (verdict: Verdict, step: string) => {
  const found = verdict.steps.find((each) => each.step === step)!
  return found.code ?? found.result
}
const date = (text: string) => text as LocalDate

/** Rewrites one part of a compact JWS. */
const rewrite = (jws: string, part: 0 | 1 | 2, change: (text: string) => string): string => {
  const parts = jws.split('.')
  const bytes = Buffer.from(parts[part]!, 'base64url')
  parts[part] = Buffer.from(change(bytes.toString('latin1')), 'latin1').toString('base64url')
  return parts.join('.')
}

describe('verifying a licence offline', () => {
  it('passes every step up to the period, and cannot tell what it was not given', async () => {
    const bed = await issued()
    const verdict = bed.verify(bed.licence.document)
    expect(verdict.steps.map(({ step, result, code }) => `${step} ${code ?? result}`)).toEqual([
      'form PASSED',
      'signature PASSED',
      'chain PASSED',
      'authority PASSED',
      'period PASSED',
      'status STATUS_LIST_MISSING',
      'inclusion PROOF_MISSING',
    ])
    expect(verdict).toMatchObject({
      verdict: 'CANNOT_TELL',
      documentKind: 'licence',
      identifier: bed.licence.identifier,
    })
  })

  it('passes the status step with the status list', async () => {
    const bed = await issued()
    expect(outcome(bed.verify(bed.licence.document, { statusLists: [await bed.statusList()] }), 'status')).toBe(
      'PASSED',
    )
  })

  it('is a JWS that a JOSE library verifies with the certificate it brings', async () => {
    const { licence } = await issued()
    const header = JSON.parse(Buffer.from(licence.document.split('.')[0]!, 'base64url').toString()) as { x5c: string[] }
    const key = await importX509(certificateToPem(Buffer.from(header.x5c[0]!, 'base64')), 'ES256')
    const { payload } = await compactVerify(licence.document, key, { algorithms: ['ES256'] })
    expect(JSON.parse(Buffer.from(payload).toString())).toEqual(licence.content)
  })
})

describe('a document that was tampered with', () => {
  it.each<[string, (jws: string) => string, string, string]>([
    ['no JWS at all', () => 'hello', 'form', 'JWS_MALFORMED'],
    ['its signature stripped', (jws) => jws.split('.').slice(0, 2).join('.') + '.', 'form', 'JWS_MALFORMED'],
    ['alg none', (jws) => rewrite(jws, 0, (text) => text.replace('ES256', 'none')), 'form', 'ALGORITHM_REFUSED'],
    [
      'an HMAC algorithm',
      (jws) => rewrite(jws, 0, (text) => text.replace('ES256', 'HS256')),
      'form',
      'ALGORITHM_REFUSED',
    ],
    [
      'another algorithm than its key',
      (jws) => rewrite(jws, 0, (text) => text.replace('ES256', 'RS256')),
      'signature',
      'ALGORITHM_MISMATCH',
    ],
    [
      'a key of its own',
      (jws) => rewrite(jws, 0, (text) => text.replace('{', '{"jwk":{},')),
      'form',
      'JWS_HEADER_FORBIDDEN',
    ],
    [
      'an unknown kind',
      (jws) => rewrite(jws, 0, (text) => text.replace('zhengshu-licence+jwt', 'zhengshu-permits+jwt')),
      'form',
      'KIND_UNKNOWN',
    ],
    [
      'a kind named like a member of every object',
      (jws) => rewrite(jws, 0, (text) => text.replace('zhengshu-licence+jwt', 'constructor')),
      'form',
      'KIND_UNKNOWN',
    ],
    [
      'a space in its content',
      (jws) => rewrite(jws, 1, (text) => text.replace(':', ': ')),
      'form',
      'PAYLOAD_NOT_CANONICAL',
    ],
    [
      'a member twice',
      (jws) => rewrite(jws, 1, (text) => text.replace('"data":', '"data":{},"data":')),
      'form',
      'PAYLOAD_NOT_CANONICAL',
    ],
    [
      'a member that the schema does not know',
      (jws) => rewrite(jws, 1, (text) => text.replace('{"data"', '{"a":1,"data"')),
      'form',
      'CONTENT_INVALID',
    ],
    [
      'a date that does not exist',
      (jws) => rewrite(jws, 1, (text) => text.replace('"issuedOn":"2020-05-20"', '"issuedOn":"2020-02-30"')),
      'form',
      'CONTENT_INVALID',
    ],
    [
      'a wrong check character',
      (jws) => rewrite(jws, 1, (text) => text.replace(/\.(\w)"/, (_, char) => `.${char === 'A' ? 'B' : 'A'}"`)),
      'form',
      'IDENTIFIER_WRONG',
    ],
    [
      'another day of issue',
      (jws) => rewrite(jws, 1, (text) => text.replace('"issuedOn":"2020', '"issuedOn":"2021')),
      'signature',
      'SIGNATURE_WRONG',
    ],
    [
      'one bit of its signature flipped',
      (jws) => rewrite(jws, 2, (text) => String.fromCharCode(text.charCodeAt(0) ^ 1) + text.slice(1)),
      'signature',
      'SIGNATURE_WRONG',
    ],
  ])('with %s fails the step that sees it', async (_what, change, step, code) => {
    const bed = await issued()
    const verdict = bed.verify(change(bed.licence.document))
    expect(outcome(verdict, step)).toBe(code)
    expect(verdict.verdict).toBe('NOT_VALID')
    const after = verdict.steps.slice(verdict.steps.findIndex((each) => each.step === step) + 1)
    expect(after.every((each) => each.result === 'NOT_REACHED')).toBe(true)
    // The document as it was passes the same step.
    expect(outcome(bed.verify(bed.licence.document), step)).toBe('PASSED')
  })

  it('never passes, whichever byte is changed', async () => {
    const bed = await issued()
    const bytes = Buffer.from(bed.licence.document, 'latin1')
    for (let i = 0; i < bytes.length; i += 17) {
      const changed = Buffer.from(bytes)
      changed[i] = changed[i] === 0x41 ? 0x42 : 0x41
      expect(bed.verify(changed.toString('latin1')).verdict, `byte ${i}`).toBe('NOT_VALID')
    }
  })
})

describe('the chain of a licence', () => {
  it('cannot be judged without an anchor', async () => {
    const bed = await issued()
    const verdict = bed.verify(bed.licence.document, { anchors: [] })
    expect(outcome(verdict, 'chain')).toBe('ANCHOR_MISSING')
    expect(verdict.verdict).toBe('CANNOT_TELL')
  })

  it('fails under the root of another authority', async () => {
    const bed = await issued()
    const other = await licenceTestBed({ withOwnKeys: true })
    expect(outcome(bed.verify(bed.licence.document, { anchors: [other.keyring.rootPem] }), 'chain')).toBe(
      'CHAIN_NOT_ANCHORED',
    )
  })

  it('is judged at the time of signing: it still holds when the seal has expired', async () => {
    const bed = await issued()
    const later = bed.clock.now() + 20 * 365 * DAY_MS
    expect(outcome(bed.verify(bed.licence.document, { now: later }), 'chain')).toBe('PASSED')
  })

  it('fails for a signing time before the seal, and for one in the future', async () => {
    const bed = await issued()
    expect(outcome(bed.verify(await resigned(bed, { signedAt: '2001-01-01T00:00:00.000Z' })), 'chain')).toBe(
      'CHAIN_NOT_VALID_THEN',
    )
    expect(outcome(bed.verify(await resigned(bed, { signedAt: '2027-01-01T00:00:00.000Z' })), 'chain')).toBe(
      'SIGNED_IN_FUTURE',
    )
  })

  it('fails for a certificate of the exchange under a licence', async () => {
    const bed = await issued()
    const { signJws } = await import('../../../src/signing/index.ts')
    const forged = await signJws(
      bed.keyring.signerFor('exchange'),
      { typ: 'zhengshu-licence+jwt' },
      Buffer.from(bed.licence.document.split('.')[1]!, 'base64url'),
    )
    expect(outcome(bed.verify(forged), 'chain')).toBe('PURPOSE_WRONG')
  })

  it('fails for a stranger who brings our certificate but signs with another key', async () => {
    const bed = await issued()
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const header = JSON.parse(Buffer.from(bed.licence.document.split('.')[0]!, 'base64url').toString()) as object
    const forged = await new CompactSign(Buffer.from(bed.licence.document.split('.')[1]!, 'base64url'))
      .setProtectedHeader(header as never)
      .sign(privateKey)
    expect(outcome(bed.verify(forged), 'signature')).toBe('SIGNATURE_WRONG')
  })
})

/** The same licence with other content, properly sealed. */
async function resigned(
  bed: Awaited<ReturnType<typeof issued>>,
  change: object,
  agency = { creditCode: REGISTRY.agency as string, name: '岭江省民政厅' },
) {
  const { canonicalJson } = await import('../../../src/core/canonical-json.ts')
  const { signJws } = await import('../../../src/signing/index.ts')
  const signer = await bed.keyring.sealFor(agency)
  return signJws(
    signer,
    { typ: 'zhengshu-licence+jwt' },
    Buffer.from(canonicalJson({ ...bed.licence.content, ...change })),
  )
}

describe('the time of signing', () => {
  it.each([
    '2026-02-30T00:00:00.000Z',
    '2026-11-24T24:00:00.000Z',
    '2026-11-24T23:60:00.000Z',
    '2026-13-01T00:00:00.000Z',
  ])('is none when it reads %s, whatever a parser makes of that', async (signedAt) => {
    const bed = await issued()
    expect(outcome(bed.verify(await resigned(bed, { signedAt })), 'form')).toBe('CONTENT_INVALID')
    expect(outcome(bed.verify(await resigned(bed, {})), 'form')).toBe('PASSED')
  })
})

describe('the authority of a seal', () => {
  it('fails when the seal belongs to another agency than the issuer named', async () => {
    const bed = await issued()
    const forged = await resigned(bed, {}, { creditCode: MARKET.creditCode, name: MARKET.name.zh })
    expect(outcome(bed.verify(forged), 'chain')).toBe('PASSED')
    expect(outcome(bed.verify(forged), 'authority')).toBe('SEAL_OF_ANOTHER')
  })

  it('fails when the table of issuers does not permit that agency', async () => {
    const bed = await issued()
    const verdict = bed.verify(bed.licence.document, { issuersOf: () => [MARKET.creditCode] })
    expect(outcome(verdict, 'authority')).toBe('ISSUER_NOT_PERMITTED')
    expect(outcome(bed.verify(bed.licence.document, { issuersOf: () => [REGISTRY.agency] }), 'authority')).toBe(
      'PASSED',
    )
  })
})

describe('the period of a licence', () => {
  it.each([
    ['2022-05-31', 'NOT_YET_VALID'],
    ['2022-06-01', 'PASSED'],
    ['2025-05-31', 'PASSED'],
    ['2025-06-01', 'EXPIRED'],
  ])('on %s is %s: both ends belong to it', async (on, expected) => {
    const bed = await issued({ issuedOn: '2022-05-20', validFrom: '2022-06-01', validTo: '2025-05-31' })
    expect(outcome(bed.verify(bed.licence.document, { validOn: date(on) }), 'period')).toBe(expected)
  })
})

describe('the status of a licence', () => {
  const change = (
    bed: { licences: Awaited<ReturnType<typeof issued>>['licences']; licence: Licence },
    n: number,
    to: 'SUSPENDED' | 'VALID' | 'REVOKED',
  ) =>
    bed.licences.changeState(REGISTRY, {
      requestId: `request-1${n}00`,
      identifier: bed.licence.identifier,
      to,
      reason: '核查',
      basis: 'x',
    })

  it('is known for every past day from a list of today', async () => {
    const bed = await issued()
    const issuedOn = bed.clock.now()
    for (const [i, state] of (['SUSPENDED', 'VALID', 'REVOKED'] as const).entries()) {
      await bed.ledger.drain()
      bed.clock.advance(10 * DAY_MS)
      await change(bed, i, state)
    }
    bed.clock.advance(DAY_MS)
    const statusLists = [await bed.statusList()]
    const on = (days: number) =>
      outcome(
        bed.verify(bed.licence.document, {
          statusLists,
          validOn: new Date(issuedOn + days * DAY_MS).toISOString().slice(0, 10) as LocalDate,
        }),
        'status',
      )
    expect([0, 9, 10, 15, 19, 20, 29, 30, 31].map(on)).toEqual([
      'PASSED', 'PASSED', 'STATUS_SUSPENDED', 'STATUS_SUSPENDED', 'STATUS_SUSPENDED', 'PASSED', 'PASSED', 'STATUS_REVOKED', 'STATUS_REVOKED',
    ]) // prettier-ignore
  })

  it('changes in the list at the same instant', async () => {
    const bed = await issued()
    const before = await bed.statusList()
    expect(await bed.statusList()).toBe(before)
    await change(bed, 1, 'REVOKED')
    const after = await bed.statusList()
    expect(outcome(bed.verify(bed.licence.document, { statusLists: [after] }), 'status')).toBe('STATUS_REVOKED')
    // Negative control: the list of before says otherwise, which is why a list states how long it may be used.
    expect(outcome(bed.verify(bed.licence.document, { statusLists: [before] }), 'status')).toBe('PASSED')
  })

  it('cannot be told from a stale list, from a list of another path, or from a forged one', async () => {
    const bed = await issued()
    const list = await bed.statusList()
    const verdict = (options: Partial<VerifyDocumentOptions>) => {
      const given = bed.verify(bed.licence.document, options)
      expect(given.verdict).toBe('CANNOT_TELL')
      return outcome(given, 'status')
    }
    const later = bed.clock.now() + 13 * 3_600_000
    expect(verdict({ statusLists: [list], now: later })).toBe('STATUS_LIST_STALE')
    expect(verdict({ statusLists: [list], validOn: date('2026-11-26') })).toBe('STATUS_LIST_STALE')
    expect(verdict({ statusLists: [rewrite(list, 1, (text) => text.replace('/status/1', '/status/2'))] })).toBe(
      'STATUS_LIST_INVALID',
    )
    const { signJws } = await import('../../../src/signing/index.ts')
    const payload = Buffer.from(list.split('.')[1]!, 'base64url')
    const byExchange = await signJws(bed.keyring.signerFor('exchange'), { typ: 'statuslist+jwt' }, payload)
    expect(verdict({ statusLists: [byExchange] })).toBe('STATUS_LIST_INVALID')
    const byStatusKey = await signJws(bed.keyring.signerFor('status'), { typ: 'statuslist+jwt' }, payload)
    expect(outcome(bed.verify(bed.licence.document, { statusLists: [byStatusKey] }), 'status')).toBe('PASSED')
    const other = await signJws(
      bed.keyring.signerFor('status'),
      { typ: 'statuslist+jwt' },
      Buffer.from(payload.toString().replace('/status/1', '/status/2')),
    )
    expect(verdict({ statusLists: [other] })).toBe('STATUS_LIST_MISSING')
  })

  it('is renewed before the list lapses', async () => {
    const bed = await issued()
    const first = await bed.statusList()
    bed.clock.advance(5 * 3_600_000)
    expect(await bed.statusList()).toBe(first)
    bed.clock.advance(2 * 3_600_000)
    expect(await bed.statusList()).not.toBe(first)
    expect(await bed.licences.statusList('99')).toBeUndefined()
  })

  it('is signed anew when the clock was set back: a list from the future tells nothing', async () => {
    const bed = await issued()
    const status = async () =>
      outcome(bed.verify(bed.licence.document, { statusLists: [await bed.statusList()] }), 'status')
    bed.clock.advance(3_600_000)
    expect(await status()).toBe('PASSED')
    bed.clock.advance(-3_600_000)
    expect(await status()).toBe('PASSED')
  })

  it('stands in a token that a Token Status List reader understands', async () => {
    const bed = await issued()
    const token = await bed.statusList()
    const [header, payload] = token
      .split('.')
      .slice(0, 2)
      .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>) as [
      Record<string, unknown>,
      Record<string, unknown>,
    ]
    expect(header).toMatchObject({ typ: 'statuslist+jwt', alg: 'ES256' })
    expect(payload).toMatchObject({ sub: 'http://localhost:4000/status/1', ttl: 43_200, status_list: { bits: 2 } })
    expect(payload['exp']).toBe((payload['iat'] as number) + 43_200)
  })
})

describe('an excerpt', () => {
  it('is signed by the exchange, names the original, masks citizen numbers, and expires', async () => {
    const bed = await issued()
    const disclosed = await bed.licences.disclose(
      bed.licence,
      ['number', 'holders', 'womanIdNumber', 'registeredOn', 'unclassified'],
      [],
      false,
      PURPOSE,
    )
    expect(disclosed.form).toBe('EXCERPT')
    const content = JSON.parse(Buffer.from(disclosed.jws.split('.')[1]!, 'base64url').toString()) as {
      fields: Record<string, unknown>
      expiresOn: LocalDate
    }
    expect(content.fields).toEqual({
      number: bed.licence.content.number,
      holders: [
        {
          name: '林晓',
          code: '390***********0029'.replace(/.{4}$/, bed.licence.content.holders[0]!.code.slice(-4)),
          codeType: '111',
        },
        { name: '陈航', code: `390***********${bed.licence.content.holders[1]!.code.slice(-4)}`, codeType: '111' },
      ],
      womanIdNumber: `390***********${bed.licence.content.holders[0]!.code.slice(-4)}`,
      registeredOn: '2020-05-20',
    })
    expect(disclosed.jws).not.toContain(PURPOSE.caseNumber)
    const statusLists = [await bed.statusList()]
    expect(bed.verify(disclosed.jws, { statusLists }).steps.map(({ code, result }) => code ?? result)).toEqual([
      'PASSED',
      'PASSED',
      'PASSED',
      'PASSED',
      'PASSED',
      'PASSED',
      'PROOF_MISSING',
    ])
    const raw = await bed.licences.disclose(bed.licence, ['womanIdNumber'], ['womanIdNumber'], false, PURPOSE)
    expect(Buffer.from(raw.jws.split('.')[1]!, 'base64url').toString()).toContain(bed.licence.content.holders[0]!.code)
    const now = bed.clock.now() + 31 * DAY_MS
    expect(outcome(bed.verify(disclosed.jws, { statusLists, now }), 'period')).toBe('EXPIRED')
  })

  it('is not needed where the whole document is granted', async () => {
    const bed = await issued()
    const disclosed = await bed.licences.disclose(bed.licence, ['document'], [], true, PURPOSE)
    expect(disclosed).toMatchObject({ form: 'DOCUMENT', jws: bed.licence.document })
  })
})

it('takes several anchors in one PEM', async () => {
  const bed = await issued()
  const other = await licenceTestBed({ withOwnKeys: true })
  expect(certificatesFromPem(other.keyring.rootPem + bed.keyring.rootPem)).toHaveLength(2)
  expect(
    outcome(bed.verify(bed.licence.document, { anchors: [other.keyring.rootPem + bed.keyring.rootPem] }), 'chain'),
  ).toBe('PASSED')
})
