import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { verifyLedgerExport, verifyReceipt, verifyTlogProof } from '../../src/ledger/verify/index.ts'

// Written by the first version of the ledger: what verified once must verify for ever.
const golden = join(import.meta.dirname, 'ledger-1')
const read = (file: string) => readFileSync(join(golden, file), 'utf8')
const VKEY = read('ledger/log.vkey')

describe('the golden ledger of format 1', () => {
  it('verifies from its entries to its checkpoint, and continues the earlier one', async () => {
    const options = { earlierCheckpoint: read('earlier.checkpoint') }
    const verdict = await verifyLedgerExport(join(golden, 'ledger'), VKEY, options)
    expect(verdict).toMatchObject({ verdict: 'VALID', size: 300, origin: 'zhengshu.example/golden-1' })
    expect(verdict.steps).toHaveLength(6)
  })

  it('has a receipt whose promise its proof keeps', () => {
    const options = { anchors: [read('root.pem')], logKey: VKEY, proof: read('receipt.tlog-proof') }
    expect(verifyReceipt(read('receipt.jws'), options).verdict).toBe('VALID')
  })

  it('has an entry that opens to its payload', () => {
    expect(verifyTlogProof(read('receipt.tlog-proof'), VKEY)).toMatchObject({
      verdict: 'VALID',
      leaf: {
        kind: 'RECORD_READ',
        payload: { requestId: 'golden-request-1', subjects: ['39010219900307001X'], data: { grant: 'grant_7', 字段: ['姓名'] } },
      },
    })
  })
})
