import type { Actor } from '../../../src/access/index.ts'
import { describe, expect, it } from 'vitest'
import { today } from '../../../src/core/clock.ts'
import { digestOf } from '../../../src/core/hash.ts'
import { parseLicenceIdentifier } from '../../../src/core/identifiers.ts'
import { BUSINESS, HUSBAND, licenceTestBed, marriage, READER, REGISTRY, WIFE } from '../../support/licences.ts'

describe('issuing a licence', () => {
  it('signs its content, finds it by either holder, and leaves an intent and an issued entry', async () => {
    const bed = await licenceTestBed()
    const licence = await bed.licences.issue(REGISTRY, { requestId: 'request-0001', licence: marriage() })
    expect(parseLicenceIdentifier(licence.identifier)).toBe(licence.identifier)
    expect(licence.state).toBe('VALID')
    const found = await bed.licences.findByHolders([
      { licenceType: 'marriage-certificate', holderCode: WIFE },
      { licenceType: 'marriage-certificate', holderCode: HUSBAND },
      { licenceType: 'business-licence', holderCode: WIFE },
    ])
    expect(found.map((list) => list.map((each) => each.identifier))).toEqual([
      [licence.identifier],
      [licence.identifier],
      [],
    ])
    expect(found[0]![0]).toEqual(licence)
    expect(await bed.events('LICENCE_INTENDED')).toHaveLength(1)
    const [issued] = await bed.events('LICENCE_ISSUED')
    expect(issued!.data['identifier']).toBe(licence.identifier)
    expect(JSON.stringify(issued!.data)).not.toContain(WIFE)
    expect(today(bed.clock)).toBe('2026-11-24')
  })

  it('names what was signed, and the document, by the digests of exactly their bytes', async () => {
    const bed = await licenceTestBed()
    const { document } = await bed.licences.issue(REGISTRY, { requestId: 'request-0001', licence: marriage() })
    const [intended] = await bed.events('LICENCE_INTENDED')
    expect(intended!.data['digests']).toEqual([digestOf(document.slice(0, document.lastIndexOf('.')))])
    const [issued] = await bed.events('LICENCE_ISSUED')
    expect(issued!.data['documentDigest']).toBe(digestOf(document))
    expect(issued!.data['payloadDigest']).toBe(digestOf(Buffer.from(document.split('.')[1]!, 'base64url')))
  })

  it('answers the same licence again for the same requestId, and refuses another body under it', async () => {
    const bed = await licenceTestBed()
    const input = marriage()
    const first = await bed.licences.issue(REGISTRY, { requestId: 'request-0001', licence: input })
    const again = await bed.licences.issue(REGISTRY, { requestId: 'request-0001', licence: input })
    expect(again).toEqual(first)
    expect(await bed.events('LICENCE_ISSUED')).toHaveLength(1)
    await expect(
      bed.licences.issue(REGISTRY, { requestId: 'request-0001', licence: marriage() }),
    ).rejects.toMatchObject({ code: 'REQUEST_ID_CONFLICT' })
  })

  it('makes one licence of one requestId that arrives twice at the same moment', async () => {
    const bed = await licenceTestBed()
    const input = { requestId: 'request-0001', licence: marriage() }
    const [a, b] = await Promise.all([bed.licences.issue(REGISTRY, input), bed.licences.issue(REGISTRY, input)])
    expect(a.identifier).toBe(b.identifier)
    expect(await bed.events('LICENCE_ISSUED')).toHaveLength(1)
  })

  it('refuses an agency that may not issue the type, by name, and records it', async () => {
    const bed = await licenceTestBed()
    await expect(bed.licences.issue(READER, { requestId: 'request-0001', licence: marriage() })).rejects.toMatchObject({
      code: 'ACCESS_REFUSED',
      params: { rule: 'not-an-issuer' },
    })
    expect(await bed.events('ACCESS_REFUSED')).toHaveLength(1)
    expect(await bed.events('LICENCE_INTENDED')).toHaveLength(0)
  })

  it.each([
    ['an unknown type', { licenceType: 'no-such' }, 'INVALID_INPUT', 'licenceType'],
    [
      'a wrong citizen number',
      { holders: [{ name: '林晓', code: '390101199003070020', codeType: '111' }] },
      'INVALID_IDENTIFIER',
      'holders[0].code',
    ],
    [
      'a company as spouse',
      { holders: [{ name: '某公司', code: BUSINESS.typeCode.slice(0, 18), codeType: '001' }] },
      'INVALID_INPUT',
      'holders[0].codeType',
    ],
    ['nobody', { holders: [] }, 'INVALID_INPUT', 'holders'],
    [
      'the same holder twice',
      {
        holders: [
          { name: '林晓', code: WIFE, codeType: '111' },
          { name: '林晓', code: WIFE, codeType: '111' },
        ],
      },
      'INVALID_INPUT',
      'holders[1].code',
    ],
    [
      'a name with a bidirectional control',
      { holders: [{ name: '林\u202e晓', code: WIFE, codeType: '111' }] },
      'INVALID_INPUT',
      'holders[0].name',
    ],
    ['a number of another form', { number: 'J1' }, 'INVALID_INPUT', 'number'],
    ['a date that does not exist', { issuedOn: '2026-02-30' }, 'INVALID_DATE', 'issuedOn'],
    ['a day to come', { issuedOn: '2026-11-25' }, 'INVALID_INPUT', 'issuedOn'],
    ['an end before the beginning', { validTo: '2020-05-19' }, 'INVALID_INPUT', 'validTo'],
    ['a serial in small letters', { serial: 'abc' }, 'INVALID_INPUT', 'serial'],
    ['a predecessor that is no identifier', { previous: '1.2.3' }, 'INVALID_IDENTIFIER', 'previous'],
  ])('refuses %s and names the field', async (_what, change, code, field) => {
    const bed = await licenceTestBed()
    const issued = bed.licences.issue(REGISTRY, { requestId: 'request-0001', licence: marriage(change as never) })
    await expect(issued).rejects.toMatchObject({ code, params: { field } })
  })

  it('refuses face data that the type does not know', async () => {
    const bed = await licenceTestBed()
    await expect(
      bed.licences.issue(REGISTRY, { requestId: 'request-0001', licence: marriage({ data: {} }) }),
    ).rejects.toMatchObject({ code: 'LICENCE_DATA_INVALID' })
  })
})

describe('issuing many licences', () => {
  it('issues the good ones and refuses the others, each by itself, and answers the same again', async () => {
    const bed = await licenceTestBed()
    const licences = [marriage(), marriage({ number: 'J1' }), marriage({ serial: 'A1' }), marriage({ serial: 'A1' })]
    const results = await bed.licences.issueMany(REGISTRY, { requestId: 'batch-000001', licences })
    expect(results.map((result) => (result.ok ? 'ok' : result.code))).toEqual([
      'ok',
      'INVALID_INPUT',
      'ok',
      'ALREADY_EXISTS',
    ])
    expect(await bed.licences.issueMany(REGISTRY, { requestId: 'batch-000001', licences })).toEqual(results)
    expect(await bed.events('LICENCE_ISSUED')).toHaveLength(2)
    expect(await bed.events('LICENCE_INTENDED')).toHaveLength(1)
  })

  it('remembers that it refused all of them', async () => {
    const bed = await licenceTestBed()
    const licences = [marriage({ number: 'J1' })]
    const results = await bed.licences.issueMany(REGISTRY, { requestId: 'batch-000001', licences })
    expect(results).toMatchObject([{ ok: false, code: 'INVALID_INPUT' }])
    expect(await bed.licences.issueMany(REGISTRY, { requestId: 'batch-000001', licences })).toEqual(results)
  })

  it('answers both alike when it refused all of one requestId that arrived twice at the same moment', async () => {
    const bed = await licenceTestBed()
    const input = { requestId: 'batch-000001', licences: [marriage({ number: 'J1' })] }
    const [a, b] = await Promise.all([bed.licences.issueMany(REGISTRY, input), bed.licences.issueMany(REGISTRY, input)])
    expect(a).toMatchObject([{ ok: false, code: 'INVALID_INPUT' }])
    expect(b).toEqual(a)
  })

  it('tells whoever may not issue nothing about the size of a batch', async () => {
    const bed = await licenceTestBed()
    const auditor: Actor = { ...REGISTRY, role: 'AUDITOR' }
    await expect(bed.licences.issueMany(auditor, { requestId: 'batch-000001', licences: [] })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
  })

  it('refuses an empty batch and one of more than 500', async () => {
    const bed = await licenceTestBed()
    for (const licences of [[], Array.from({ length: 501 }, () => marriage())])
      await expect(bed.licences.issueMany(REGISTRY, { requestId: 'batch-000001', licences })).rejects.toMatchObject({
        code: 'INVALID_INPUT',
      })
  })

  it('never gives two licences the same entry of a status list', async () => {
    const bed = await licenceTestBed()
    for (const batch of ['batch-000001', 'batch-000002', 'batch-000003'])
      await bed.licences.issueMany(REGISTRY, {
        requestId: batch,
        licences: Array.from({ length: 400 }, () => marriage()),
      })
    const [list] = await bed.licences.findByHolders([{ licenceType: 'marriage-certificate', holderCode: WIFE }])
    const entries = list!.map(({ content: { status } }) => `${status.list} ${status.index}`)
    expect(entries).toHaveLength(1200)
    expect(new Set(entries).size).toBe(1200)
    const indexes = list!.slice(0, 50).map(({ content }) => content.status.index)
    expect(indexes).not.toEqual(indexes.toSorted((a, b) => a - b))
  })
})

describe('a licence that replaces another', () => {
  it('ends the old one in the same commit and keeps the serial with the next version', async () => {
    const bed = await licenceTestBed()
    const old = await bed.licences.issue(REGISTRY, { requestId: 'request-0001', licence: marriage({ serial: 'A1' }) })
    const next = await bed.licences.issue(REGISTRY, {
      requestId: 'request-0002',
      licence: marriage({ serial: 'A1', previous: old.identifier }),
    })
    expect(old.identifier).toMatch(/\.A1\.001\.[0-9A-Z]$/)
    expect(next.identifier).toMatch(/\.A1\.002\.[0-9A-Z]$/)
    const [list] = await bed.licences.findByHolders([{ licenceType: 'marriage-certificate', holderCode: WIFE }])
    expect(list!.map((licence) => licence.state)).toEqual(['SUPERSEDED', 'VALID'])
    expect(await bed.events('LICENCE_STATE_CHANGED')).toHaveLength(1)
  })

  it('is refused when the old one has ended already', async () => {
    const bed = await licenceTestBed()
    const old = await bed.licences.issue(REGISTRY, { requestId: 'request-0001', licence: marriage() })
    await bed.licences.changeState(REGISTRY, {
      requestId: 'request-0002',
      identifier: old.identifier,
      to: 'RESCINDED',
      reason: '登记错误',
      basis: '《婚姻登记条例》第九条',
    })
    await expect(
      bed.licences.issue(REGISTRY, { requestId: 'request-0003', licence: marriage({ previous: old.identifier }) }),
    ).rejects.toMatchObject({ code: 'INVALID_TRANSITION' })
  })
})
