import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createCatalog, type Agency } from '../../../src/catalog/index.ts'
import { silentLog } from '../../../src/core/log.ts'
import { catalogDirectory, changeFile, testCatalogCollections } from '../../support/catalog.ts'
import { fixedClock, fixedIds } from '../../support/fixed.ts'
import { realCatalog, realCode } from '../../support/real-catalog.ts'
import { recordingLedger } from '../../support/recording-ledger.ts'
import { openTestStore } from '../../support/store.ts'

const open = async (directory: string, refuseSynthetic: boolean) => {
  const store = await openTestStore(testCatalogCollections)
  const clock = fixedClock()
  const ids = fixedIds(clock)
  return createCatalog({ directory, store, ledger: recordingLedger(), clock, ids, log: silentLog, refuseSynthetic })
}
const invented = (file: string, field: string) => ({ code: 'CATALOG_INVALID', params: { file, field } })

describe('a catalog in production', () => {
  it('of invented agencies does not start, and says where to put real ones', async () => {
    const refusal: unknown = await open(catalogDirectory, true).catch((error: unknown) => error)
    expect(refusal).toMatchObject(invented('agencies.json', '[0].creditCode'))
    expect(String(refusal)).toContain('ZHENGSHU_CATALOG')
    // The same files are what development starts with.
    expect((await open(catalogDirectory, false)).agencies).not.toEqual([])
  })

  it('of a region that is not invented starts', async () => {
    expect((await open(realCatalog(), true)).agencyByNumber('41')?.creditCode).toBe(realCode('41'))
  })

  it('refuses one agency that is marked as invented, and invented divisions', async () => {
    const marked = realCatalog()
    changeFile<Agency[]>(marked, 'agencies.json', (agencies) =>
      agencies.map((agency, i) => (i === 3 ? { ...agency, synthetic: true } : agency)),
    )
    await expect(open(marked, true)).rejects.toMatchObject(invented('agencies.json', '[3].synthetic'))

    const divided = realCatalog()
    const file = join('divisions', 'lingjiang.json')
    cpSync(join(catalogDirectory, file), join(divided, file))
    await expect(open(divided, true)).rejects.toMatchObject(invented(file, 'synthetic'))
    changeFile<{ synthetic: boolean }>(divided, file, (divisions) => ({ ...divisions, synthetic: false }))
    await expect(open(divided, true)).rejects.toMatchObject(invented(file, 'divisions 390000'))
    expect((await open(divided, false)).division('390000')).toBeDefined()
  })
})
