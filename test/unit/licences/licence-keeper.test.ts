import { describe, expect, it } from 'vitest'
import { createLicences } from '../../../src/licences/index.ts'
import { createLicenceKeeper } from '../../../src/licences/licence-keeper.ts'
import { jwsHeaders } from '../../../src/licences/kept-headers.ts'
import { licenceIdentifiers, licences } from '../../../src/licences/licence-records.ts'
import { remove, replace } from '../../../src/store/index.ts'
import { licenceTestBed, marriage, REGISTRY, WIFE } from '../../support/licences.ts'

async function issued() {
  const bed = await licenceTestBed()
  const licence = await bed.licences.issue(REGISTRY, { requestId: 'request-0001', licence: marriage() })
  const { licenceId } = (await bed.store.get(licenceIdentifiers, licence.identifier))!.document
  const row = (await bed.store.get(licences, licenceId))!
  return { ...bed, licence, row }
}
const QUERY = [{ licenceType: 'marriage-certificate', holderCode: WIFE }]

describe('a kept licence', () => {
  it('stands in its row without the header, and comes back byte for byte, also in another process', async () => {
    const { row, licence, deps } = await issued()
    const [header, payload, signature] = licence.document.split('.')
    expect(row.document).toMatchObject({ signed: `${payload}.${signature}` })
    expect(JSON.stringify(row.document)).not.toContain(header)
    const [found] = await createLicences(deps).findByHolders(QUERY)
    expect(found).toEqual([licence])
  })

  it('shares its header with every other licence of the seal', async () => {
    const { store, licences: register } = await issued()
    await register.issueMany(REGISTRY, { requestId: 'batch-000001', licences: [marriage(), marriage()] })
    expect((await store.count(jwsHeaders, { index: 'id' })).count).toBe(1)
  })

  it('is not made up when its header is gone', async () => {
    const { store, row, deps } = await issued()
    const id = 'header' in row.document ? row.document.header : ''
    await store.commit([remove(jwsHeaders, id, 1)])
    await expect(createLicences(deps).findByHolders(QUERY)).rejects.toThrow('header')
  })
})

describe('a licence that was kept whole, as schema 1 has it', () => {
  it('is read as it is, and loses its header with its next change', async () => {
    const { store, row, licence, deps } = await issued()
    const { id, state, changes, leafId } = row.document
    await store.commit([replace(licences, { id, state, changes, leafId, document: licence.document }, row.version)])
    if ('header' in row.document) await store.commit([remove(jwsHeaders, row.document.header, 1)])
    const register = createLicences(deps)
    expect(await register.findByHolders(QUERY)).toEqual([[licence]])
    await register.changeState(REGISTRY, {
      requestId: 'request-0002',
      identifier: licence.identifier,
      to: 'SUSPENDED',
      reason: '核查',
      basis: '《婚姻登记条例》',
    })
    expect((await store.get(licences, id))!.document).toHaveProperty('signed')
    const [[changed]] = (await createLicences(deps).findByHolders(QUERY)) as [[typeof licence]]
    expect(changed).toMatchObject({ document: licence.document, state: 'SUSPENDED' })
  })
})

describe('a header', () => {
  it('is kept once when two processes keep it at the same moment', async () => {
    const { store } = await licenceTestBed()
    const [one, other] = [createLicenceKeeper(store), createLicenceKeeper(store)]
    await Promise.all([one.keepHeader('eyJhIjoxfQ'), other.keepHeader('eyJhIjoxfQ'), one.keepHeader('eyJhIjoxfQ')])
    expect((await store.count(jwsHeaders, { index: 'id' })).count).toBe(1)
  })
})
