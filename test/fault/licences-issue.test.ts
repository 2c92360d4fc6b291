import { describe, expect, it } from 'vitest'
import { createLicences, ISSUE_STEPS, type IssueStep } from '../../src/licences/index.ts'
import { licenceTestBed, marriage, REGISTRY, WIFE } from '../support/licences.ts'

class Killed extends Error {}

/** A bed whose process "ends" after a step, and the same store as the next process finds it. */
async function killedAfter(step: IssueStep, serial?: string) {
  let isArmed = true
  const bed = await licenceTestBed({
    afterStep: (reached) => {
      if (isArmed && reached === step) throw new Killed(step)
    },
  })
  const input = { requestId: 'request-0001', licence: marriage(serial === undefined ? {} : { serial }) }
  await expect(bed.licences.issue(REGISTRY, input)).rejects.toThrow(Killed)
  isArmed = false
  const restarted = createLicences(bed.deps)
  const held = async () =>
    (await restarted.findByHolders([{ licenceType: 'marriage-certificate', holderCode: WIFE }]))[0]!
  return { ...bed, input, restarted, held }
}

describe('a process that ends while it issues a licence', () => {
  it.each(ISSUE_STEPS.map((step, i) => [i + 1, step] as const))(
    'after step %i (%s) leaves, after the next start, either no trace or exactly one licence',
    async (_number, step) => {
      const bed = await killedAfter(step)
      const before = await bed.held()
      expect(before).toHaveLength(step === 'issued' ? 1 : 0)
      const recovered = await bed.restarted.recoverUnfinished()
      const isOpen = step === 'intended' || step === 'signed' || step === 'verified'
      expect(recovered).toEqual({ issued: isOpen ? 1 : 0, voided: 0 })
      expect(await bed.held()).toHaveLength(step === 'checked' ? 0 : 1)
      // A second start finds nothing left to do.
      expect(await bed.restarted.recoverUnfinished()).toEqual({ issued: 0, voided: 0 })
      // The caller, who never got an answer, asks again and gets that very licence.
      const licence = await bed.restarted.issue(REGISTRY, bed.input)
      expect((await bed.held()).map((each) => each.document)).toEqual([licence.document])
      expect(await bed.events('LICENCE_INTENDED')).toHaveLength(1)
      expect(await bed.events('LICENCE_ISSUED')).toHaveLength(1)
    },
  )

  it.each(['intended', 'signed', 'verified'] as const)(
    'after %s is finished by the repeated request too, without a restart in between',
    async (step) => {
      const bed = await killedAfter(step, 'A1')
      const licence = await bed.restarted.issue(REGISTRY, bed.input)
      expect(licence.identifier).toContain('.A1.001.')
      expect(await bed.events('LICENCE_INTENDED')).toHaveLength(1)
      expect(await bed.restarted.recoverUnfinished()).toEqual({ issued: 0, voided: 0 })
    },
  )

  it('keeps another body under the requestId out while the first is unfinished', async () => {
    const bed = await killedAfter('intended')
    await expect(
      bed.restarted.issue(REGISTRY, { requestId: 'request-0001', licence: marriage() }),
    ).rejects.toMatchObject({ code: 'REQUEST_ID_CONFLICT' })
  })

  it('voids the intent when the seal was replaced meanwhile, and never uses that identifier again', async () => {
    const bed = await killedAfter('intended', 'A1')
    const other = await licenceTestBed({ withOwnKeys: true })
    const restarted = createLicences({ ...bed.deps, keyring: other.keyring })
    expect(await restarted.recoverUnfinished()).toEqual({ issued: 0, voided: 1 })
    expect(await bed.events('LICENCE_VOIDED')).toHaveLength(1)
    expect(await bed.held()).toEqual([])
    await expect(restarted.issue(REGISTRY, bed.input)).rejects.toMatchObject({ code: 'LICENCE_VOIDED' })
    await expect(
      restarted.issue(REGISTRY, { requestId: 'request-0002', licence: marriage({ serial: 'A1' }) }),
    ).rejects.toMatchObject({ code: 'ALREADY_EXISTS' })
  })

  it('is finished once when two processes recover at the same moment', async () => {
    const bed = await killedAfter('intended')
    const second = createLicences(bed.deps)
    const counts = await Promise.all([bed.restarted.recoverUnfinished(), second.recoverUnfinished()])
    expect(counts.reduce((sum, { issued }) => sum + issued, 0)).toBe(1)
    expect(await bed.held()).toHaveLength(1)
  })
})
