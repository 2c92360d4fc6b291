import { describe, expect, it, onTestFinished } from 'vitest'
import { licenceIdentifierParts } from '../../../src/core/identifiers.ts'
import type { Licences } from '../../../src/licences/index.ts'
import { createSignThread, poolWork, type SignatureWork } from '../../../src/signing/index.ts'
import { HUSBAND, licenceTestBed, marriage, REGISTRY } from '../../support/licences.ts'

/** More than are ever signed side by side. */
const LARGE = 150
const batch = (requestId: string, size: number, year: number) => ({
  requestId,
  licences: Array.from({ length: size }, (_, i) =>
    marriage({ number: `J390101-${year}-${String(i).padStart(6, '0')}` }),
  ),
})

describe('large requests', () => {
  it('are issued on a signing thread as on the thread pool', async () => {
    const signatureWork = createSignThread()
    onTestFinished(() => signatureWork.close())
    const bed = await licenceTestBed({ signatureWork })
    const results = await Promise.all([
      bed.licences.issueMany(REGISTRY, batch('request-0001', LARGE, 2001)),
      bed.licences.issueMany(REGISTRY, batch('request-0002', LARGE, 2002)),
    ])
    expect(results.flat().every(({ ok }) => ok)).toBe(true)
    const [held] = await bed.licences.findByHolders([{ licenceType: 'marriage-certificate', holderCode: HUSBAND }])
    expect(held!.length).toBeGreaterThan(0)
    for (const { document } of held!.slice(0, 3)) {
      const verdict = await bed.licences.verify(REGISTRY, { document })
      expect(verdict.steps.find(({ step }) => step === 'signature')).toMatchObject({ result: 'PASSED' })
    }
  })

  it('are signed one after the other, and a small one does not wait for them', async () => {
    // Whatever is of the year 2001 waits at our own verifier.
    let release = () => {}
    const released = new Promise<void>((resolve) => (release = resolve))
    const reached = { 2001: 0, 2002: 0, 2003: 0 }
    const signatureWork: SignatureWork = {
      ...poolWork,
      async verify(algorithm, key, data, signature) {
        const content = Buffer.from(Buffer.from(data).toString('latin1').split('.')[1]!, 'base64url').toString()
        const year = Number(/J390101-(\d{4})/.exec(content)![1]) as keyof typeof reached
        reached[year]++
        if (year === 2001) await released
        return poolWork.verify(algorithm, key, data, signature)
      },
    }
    const bed = await licenceTestBed({ signatureWork })
    const first = bed.licences.issueMany(REGISTRY, batch('request-0001', LARGE, 2001))
    const second = bed.licences.issueMany(REGISTRY, batch('request-0002', LARGE, 2002))
    const small = await bed.licences.issueMany(REGISTRY, batch('request-0003', 3, 2003))
    expect(small.every(({ ok }) => ok)).toBe(true)
    while (reached[2001] === 0 && reached[2002] === 0) await new Promise(setImmediate)
    expect(reached).toMatchObject({ 2002: 0, 2003: 3 })
    release()
    expect([...(await first), ...(await second)].every(({ ok }) => ok)).toBe(true)
    expect(reached).toEqual({ 2001: LARGE, 2002: LARGE, 2003: 3 })
  })

  it('are checked one after the other, so that the first is recorded before the last is checked', async () => {
    const steps: string[] = []
    const bed = await licenceTestBed({ afterStep: (step) => void steps.push(step) })
    const batches = [2001, 2002, 2003].map((year) => batch(`request-${year}`, LARGE, year))
    await Promise.all(batches.map((each) => bed.licences.issueMany(REGISTRY, each)))
    expect(steps.filter((step) => step === 'checked')).toHaveLength(3)
    expect(steps.indexOf('intended')).toBeLessThan(steps.lastIndexOf('checked'))
  })

  it('do not hold up the next one when they fail', async () => {
    let isBroken = true
    const signatureWork: SignatureWork = {
      ...poolWork,
      verify: (...asked) => (isBroken ? Promise.reject(new Error('no thread')) : poolWork.verify(...asked)),
    }
    const bed = await licenceTestBed({ signatureWork })
    const input = batch('request-0001', LARGE, 2001)
    await expect(bed.licences.issueMany(REGISTRY, input)).rejects.toThrow('no thread')
    isBroken = false
    // The intent was recorded: asked again, it is finished.
    expect((await bed.licences.issueMany(REGISTRY, input)).every(({ ok }) => ok)).toBe(true)
    expect(await bed.events('LICENCE_ISSUED')).toHaveLength(LARGE)
    expect(await bed.events('LICENCE_INTENDED')).toHaveLength(1)
  })
})

describe('new serials', () => {
  const serialsOf = (results: Awaited<ReturnType<Licences['issueMany']>>) =>
    results.flatMap((result) => (result.ok ? [licenceIdentifierParts(result.identifier).serial] : []))

  it('of one request begin alike and end by chance; those of a later one stand behind them', async () => {
    const bed = await licenceTestBed()
    const first = serialsOf(await bed.licences.issueMany(REGISTRY, batch('request-0001', 40, 2001)))
    bed.clock.advance(1)
    const second = serialsOf(await bed.licences.issueMany(REGISTRY, batch('request-0002', 40, 2002)))
    for (const serials of [first, second]) {
      expect(new Set(serials.map((serial) => serial.slice(0, 9))).size).toBe(1)
      expect(new Set(serials.map((serial) => serial.slice(9))).size).toBe(40)
      for (const serial of serials) expect(serial).toMatch(/^[0-9A-HJKMNP-TV-Z]{20}$/)
    }
    expect(first.toSorted().at(-1)! < second.toSorted()[0]!).toBe(true)
  })
})
