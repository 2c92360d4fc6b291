import { AGENCY } from '../cast.ts'
import { freshRequestId } from '../demo-client.ts'
import { CHANGE_LICENCE_STATE, LEDGER_PROOF } from '../queries.ts'
import { runProgram } from '../service.ts'
import type { Scene } from '../scene.ts'
import { expectThat } from '../stage.ts'
import { askEvidence, rentRequest, type EvidenceAnswer } from './evidence.ts'

const REASON = '照片有误，收回换发'

/** 5: a licence is revoked; new evidence says so, old evidence stays true of its date. */
export async function tellRevocation(scene: Scene, earlier: EvidenceAnswer): Promise<void> {
  const { stage, cast, licences } = scene
  stage.chapter(5, { en: 'A licence is revoked', zh: '吊销一份证照' })
  await cast.systemOf(AGENCY.police).must(CHANGE_LICENCE_STATE, {
    input: {
      requestId: freshRequestId('revoke'),
      identifier: licences.husbandCard.identifier,
      to: 'REVOKED',
      reason: REASON,
      basis: '居民身份证法 第十一条',
    },
  })
  stage.line({
    en: `Police withdraw the husband's identity card (wrong photograph, to be replaced)`,
    zh: `公安机关收回丈夫的居民身份证（${REASON}）`,
  })

  const now = await askEvidence(cast.fundSystem, rentRequest(scene, 'GJJ-2026-0001'))
  const card = now.materials.find((material) => material.code === 'id-spouse')
  expectThat(
    card?.state === 'SUBMIT' && card.notAccepted?.state === 'REVOKED',
    `the revoked card is ${card?.state} ${card?.notAccepted?.state}`,
  )
  expectThat(now.materialsHeld === earlier.materialsHeld - 1, 'the revoked card still counts')
  const { on, reason, authority } = card.notAccepted
  expectThat(reason === REASON && on === scene.province.asOf, 'reason or date of the revocation is missing')
  stage.line({
    en: `Asked again: spouse's card to be submitted; revoked ${on} by ${authority}`,
    zh: `再次请求：配偶身份证须提交；${authority}于 ${on} 吊销，原因：${reason}`,
  })

  const proof = await proofOf(scene, earlier.leafId)
  const verdict = await verifyFile(scene, 'evidence.jws', earlier.document, proof)
  expectThat(verdict.code === 0, `the earlier evidence does not verify: ${verdict.stdout}`)
  stage.line({
    en: `The evidence given before still verifies as true on ${earlier.asOf}`,
    zh: `此前出具的佐证仍可验证：在 ${earlier.asOf} 属实`,
  })
  stage.done('revocation', {
    notAccepted: card.notAccepted,
    earlierEvidence: 'VALID',
    materialsHeld: now.materialsHeld,
  })
}

/** The proof of an entry; the log takes an entry within a second or so. */
export async function proofOf({ cast }: Scene, leafId: string): Promise<string> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const { ledgerProof } = await cast.auditor.must<{ ledgerProof: { state: string; proof: string | null } }>(
      LEDGER_PROOF,
      { leafId },
    )
    if (ledgerProof.proof !== null) return ledgerProof.proof
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error('the entry is not in the log after 10 s')
}

/** Runs the offline verifier on a kept document with everything published that it needs. */
export async function verifyFile(
  { keepsakes }: Scene,
  file: string,
  document: string,
  proof: string,
  more: readonly string[] = [],
) {
  const path = keepsakes.put(file, document)
  const proofFile = keepsakes.put(file.replace(/\.jws$/, '.tlog-proof'), proof)
  return runProgram([
    'verify',
    path,
    '--json',
    '--anchor',
    `${keepsakes.directory}/trust/root.pem`,
    '--log-key',
    `${keepsakes.directory}/log.vkey`,
    '--proof',
    proofFile,
    ...more,
  ])
}
