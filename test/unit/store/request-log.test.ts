import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { toInstant } from '../../../src/core/clock.ts'
import {
  findRequest,
  insert,
  requestLogCollections,
  saveRequest,
  type Document,
  type RequestScope,
  type Store,
} from '../../../src/store/index.ts'
import { fixedSecrets, openTestStore } from '../../support/store.ts'
import { temporaryDirectory } from '../../support/temporary.ts'

const AT = toInstant(0)
const BODY = { subject: '390101199001010011', fields: ['name'] }
// What whoever copies the store would try for every number: canonical JSON, hashed.
const GUESS = createHash('sha256').update('{"fields":["name"],"subject":"390101199001010011"}').digest('base64url')
const scope = (body: unknown = BODY): RequestScope => ({
  clientId: 'system-1',
  requestId: 'request-0001',
  operation: 'records',
  body,
})
const ROW = 'system-1 request-0001'

const open = (
  directory = temporaryDirectory(),
  secrets: Partial<typeof fixedSecrets> & { retiredIndex?: Uint8Array[] } = {},
) => openTestStore(requestLogCollections, { directory, secrets: { ...fixedSecrets, ...secrets } })
const stored = async (store: Store) => (await store.get(requestLogCollections[0]!, ROW))?.document

describe('a request that was answered', () => {
  it('is found again with its result, and another body under its id is a conflict', async () => {
    const store = await open()
    expect(await findRequest(store, scope())).toBeUndefined()
    await store.commit([saveRequest(store, scope(), { leafId: 'leaf-1' }, AT)])
    expect(await findRequest(store, scope())).toEqual({ leafId: 'leaf-1' })
    expect(await findRequest(store, scope({ ...BODY, absent: undefined }))).toEqual({ leafId: 'leaf-1' })
    const other = scope({ ...BODY, subject: '390101199001010037' })
    await expect(findRequest(store, other)).rejects.toMatchObject({ code: 'REQUEST_ID_CONFLICT' })
  })

  it('leaves nothing in the store by which its body could be guessed', async () => {
    const digests = new Set<string>()
    for (const index of [fixedSecrets.index, new Uint8Array(32).fill(9)]) {
      const store = await open(undefined, { index })
      await store.commit([saveRequest(store, scope(), null, AT)])
      const row = JSON.stringify(await stored(store))
      expect(row).not.toContain(GUESS)
      digests.add(row)
    }
    expect(digests.size, 'the digest depends on a key').toBe(2)
  })

  it('is recognised by a digest of the form before keys', async () => {
    const store = await open()
    const row = { id: ROW, operation: 'records', bodyDigest: GUESS, result: 'r', at: AT }
    await store.commit([insert(requestLogCollections[0]!, row as Document)])
    expect(await findRequest(store, scope())).toBe('r')
    await expect(findRequest(store, scope({}))).rejects.toMatchObject({ code: 'REQUEST_ID_CONFLICT' })
  })

  it('is recognised after the index secret was retired', async () => {
    const directory = temporaryDirectory()
    const before = await open(directory)
    await before.commit([saveRequest(before, scope(), 'r', AT)])
    await before.close()
    const index = new Uint8Array(32).fill(9)
    const after = await open(directory, { index, retiredIndex: [fixedSecrets.index] })
    expect(await findRequest(after, scope())).toBe('r')
    await after.close()
    const without = await open(directory, { index })
    await expect(findRequest(without, scope())).rejects.toMatchObject({ code: 'REQUEST_ID_CONFLICT' })
  })
})
