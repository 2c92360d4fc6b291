import { describe, expect, it } from 'vitest'
import { AUDIT_EVENTS, type AuditEvent } from '../../../src/ledger/index.ts'
import { AGENCY, openTestLedger } from '../../support/ledger.ts'

const CITIZEN = '39010219900307001X'

const telling = (event: AuditEvent): AuditEvent => ({
  ...event,
  resources: ['population'],
  subjects: [CITIZEN],
  requestId: 'request-0001',
  caseNumber: 'HF-2026-000123',
  data: { grant: 'grant_7', fields: ['name'] },
})

describe('a public leaf', () => {
  it('holds kind, hour and a salted digest, and nothing else', async () => {
    const { ledger, append, event } = await openTestLedger()
    await append(telling(event()), telling(event()))
    await ledger.drain()
    const bundle = await ledger.publicFile('tile/entries/000.p/2')
    const entries = [...Buffer.from(bundle!.bytes).toString('utf8').matchAll(/\{[^}]*\}/g)].map(([text]) => JSON.parse(text) as object) // prettier-ignore
    expect(entries).toHaveLength(2)
    for (const entry of entries) {
      expect(Object.keys(entry)).toEqual(['digest', 'hour', 'kind', 'v'])
      expect(entry).toMatchObject({ hour: '2026-11-24T02Z', kind: 'RECORD_READ', v: 1 })
    }
    // The same event twice is two digests: without the salt nobody can guess what a leaf stands for.
    expect(new Set(entries.map((entry) => (entry as { digest: string }).digest)).size).toBe(2)
  })

  it('shows no number, case, agency, resource or client anywhere in the tree', async () => {
    const { ledger, append, event } = await openTestLedger()
    await append(telling(event()))
    await ledger.drain()
    const paths = ['checkpoint', 'log.vkey', 'tile/0/000.p/1', 'tile/entries/000.p/1']
    const tree = (await Promise.all(paths.map((path) => ledger.publicFile(path)))).map((file) =>
      Buffer.from(file!.bytes),
    )
    const text = Buffer.concat(tree).toString('latin1')
    for (const secret of [CITIZEN, 'HF-2026-000123', AGENCY, 'population', 'cli_system', 'request-0001'])
      expect(text).not.toContain(secret)
    // The control: the payload, which is outside the tree, does name them (all but the case number).
    const [entry] = await ledger.follow(0, 1)
    expect(JSON.stringify(entry)).toContain('population')
  })

  it('never carries a case number, only its keyed digest', async () => {
    const { ledger, event } = await openTestLedger()
    const { writes } = ledger.prepare([telling(event())])
    const text = JSON.stringify(writes)
    expect(text).not.toContain('HF-2026-000123')
    expect(text).toContain(ledger.caseDigest('HF-2026-000123'))
    const other = await openTestLedger({ secrets: { case: new Uint8Array(32).fill(9) } })
    expect(other.ledger.caseDigest('HF-2026-000123')).not.toBe(ledger.caseDigest('HF-2026-000123'))
  })

  it('is of a kind on the closed list', async () => {
    const { ledger, event } = await openTestLedger()
    for (const kind of Object.keys(AUDIT_EVENTS)) expect(() => ledger.prepare([event({ kind: kind as AuditEvent['kind'] })])).not.toThrow() // prettier-ignore
    expect(() => ledger.prepare([event({ kind: 'toString' as AuditEvent['kind'] })])).toThrow(TypeError)
  })

  it('is not in the log when the commit it belongs to was refused', async () => {
    const { ledger, store, event } = await openTestLedger()
    const { writes } = ledger.prepare([event()])
    await store.commit(writes)
    await expect(store.commit(writes)).rejects.toThrow('commit refused')
    await ledger.drain()
    expect(await ledger.follow(0, 10)).toHaveLength(1)
  })

  it('may come with more than a thousand others in one commit', async () => {
    const { ledger, append, event } = await openTestLedger()
    await append(...Array.from({ length: 1_500 }, () => event()))
    await ledger.drain()
    expect(ledger.health()).toMatchObject({ size: 1_500, pending: 0 })
  })
})
