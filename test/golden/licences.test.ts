import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compactVerify, importX509 } from 'jose'
import { describe, expect, it } from 'vitest'
import { toMilliseconds, type Instant, type LocalDate } from '../../src/core/clock.ts'
import { verifyDocument } from '../../src/licences/verify/index.ts'

/**
 * Documents of format 1, made once and never again: whatever changes, they keep verifying. `status-after.jwt` is the
 * list of two days later, when the licence had been rescinded.
 */
const file = (name: string): string => readFileSync(join(import.meta.dirname, 'licence-1', name), 'utf8')

const NOW = toMilliseconds('2026-11-24T02:00:00.000Z' as Instant)
const DAY_MS = 86_400_000
const TRUST = { anchors: [file('root.pem')], logKey: file('log.vkey'), now: NOW }

describe('documents of format 1', () => {
  it.each([
    ['licence.jws', 'licence.tlog-proof', 'licence'],
    ['excerpt.jws', 'access.tlog-proof', 'excerpt'],
    ['receipt.jws', 'access.tlog-proof', 'receipt'],
  ])('%s is valid with its status list and %s', (name, proof, kind) => {
    const verdict = verifyDocument(file(name), { ...TRUST, proof: file(proof), statusLists: [file('status.jwt')] })
    expect(verdict.steps.filter(({ result }) => result !== 'PASSED')).toEqual([])
    expect(verdict).toMatchObject({ verdict: 'VALID', documentKind: kind })
  })

  it('the licence was valid until the day before it was rescinded', () => {
    const on = (validOn: string) =>
      verifyDocument(file('licence.jws'), {
        ...TRUST,
        now: NOW + 2 * DAY_MS,
        validOn: validOn as LocalDate,
        proof: file('licence.tlog-proof'),
        statusLists: [file('status-after.jwt')],
      })
    expect(on('2026-11-25').verdict).toBe('VALID')
    const after = on('2026-11-26')
    expect(after.verdict).toBe('NOT_VALID')
    expect(after.steps.find(({ step }) => step === 'status')?.code).toBe('STATUS_RESCINDED')
  })

  it('ten years later the chain still holds at the time of signing, and the old list is stale', () => {
    const verdict = verifyDocument(file('licence.jws'), {
      ...TRUST,
      now: NOW + 9 * 365 * DAY_MS,
      proof: file('licence.tlog-proof'),
      statusLists: [file('status.jwt')],
    })
    expect(verdict.steps.map(({ code, result }) => code ?? result)).toEqual([
      'PASSED',
      'PASSED',
      'PASSED',
      'PASSED',
      'PASSED',
      'STATUS_LIST_STALE',
      'PASSED',
    ])
  })

  it.each(['licence.jws', 'excerpt.jws', 'receipt.jws', 'status.jwt', 'status-after.jwt'])(
    '%s is a JWS that a JOSE library verifies with the certificate it brings',
    async (name) => {
      const header = JSON.parse(Buffer.from(file(name).split('.')[0]!, 'base64url').toString()) as { x5c: string[] }
      const pem = `-----BEGIN CERTIFICATE-----\n${header.x5c[0]}\n-----END CERTIFICATE-----`
      await expect(compactVerify(file(name), await importX509(pem, 'ES256'))).resolves.toBeDefined()
    },
  )
})
