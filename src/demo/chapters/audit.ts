import { join } from 'node:path'
import { startOfDate, toInstant } from '../../core/clock.ts'
import { mirrorLedger } from '../mirror-ledger.ts'
import { FIND_ACCESSES } from '../queries.ts'
import { runProgram } from '../service.ts'
import type { Scene } from '../scene.ts'
import { expectThat, type Say } from '../stage.ts'
import type { EvidenceAnswer } from './evidence.ts'
import { proofOf, verifyFile } from './revocation.ts'

interface Access {
  readonly leafId: string
  readonly kind: string
  readonly agency: string
  readonly resources: readonly string[]
}

interface AccessPage {
  readonly accesses: {
    readonly edges: readonly { readonly node: Access }[]
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string }
  }
}

const KINDS: Record<string, Say> = {
  EVIDENCE_ISSUED: { en: 'evidence issued', zh: '出具佐证' },
  EVIDENCE_REPLAYED: { en: 'evidence given again', zh: '重复出具' },
  ACCESS_REFUSED: { en: 'refused', zh: '拒绝访问' },
}

/** 6: the auditor lists the day's accesses and verifies offline. */
export async function tellAudit(scene: Scene, evidence: EvidenceAnswer): Promise<void> {
  const { stage, cast } = scene
  stage.chapter(6, {
    en: 'The auditor: every access of the day, and verification without trusting the operator',
    zh: '审计：当日全部访问，离线验证，无须信任运营方',
  })
  const counts: Record<string, number> = {}
  for (const number of ['14', '41']) {
    const agency = cast.agency(number)
    const accesses = await accessesOf(scene, agency.creditCode)
    const kinds = Map.groupBy(
      accesses.filter(({ kind }) => kind in KINDS),
      ({ kind }) => kind,
    )
    for (const [kind, group] of kinds) {
      counts[`${number} ${kind}`] = group.length
      const resources = new Set(group.flatMap((access) => access.resources)).size
      stage.row(
        [
          agency.name,
          KINDS[kind]!,
          { en: `${group.length} × over ${resources} resources`, zh: `${group.length} 次，涉及 ${resources} 项资源` },
        ],
        [46, 22],
      )
    }
  }
  // Five refusals of the chapter before, plus what evidence could not use.
  expectThat((counts['14 ACCESS_REFUSED'] ?? 0) >= 5, 'a refusal is missing in the ledger')
  expectThat((counts['14 EVIDENCE_REPLAYED'] ?? 0) === 1, 'the replay is missing in the ledger')
  const steps = await verifyOffline(scene, evidence)
  stage.done('audit', { accesses: counts, ...steps })
}

async function accessesOf({ cast, province }: Scene, agency: string): Promise<Access[]> {
  const accesses: Access[] = []
  for (let after: string | undefined; ;) {
    const page: AccessPage = await cast.auditor.must(FIND_ACCESSES, {
      agency,
      from: toInstant(startOfDate(province.asOf)),
      after,
    })
    accesses.push(...page.accesses.edges.map(({ node }) => node))
    if (!page.accesses.pageInfo.hasNextPage) return accesses
    after = page.accesses.pageInfo.endCursor
  }
}

async function verifyOffline(scene: Scene, evidence: EvidenceAnswer) {
  const { stage, service, keepsakes, licences } = scene
  const { directory } = keepsakes
  const status = join(directory, 'status.jwt')
  // What anyone can fetch: the log, and the status list that the licence names.
  const earlier = await (await fetch(`${service.baseUrl}/ledger/checkpoint`)).text()
  keepsakes.put('earlier-checkpoint', earlier)
  const receiptProof = await proofOf(scene, evidence.leafId)
  const licenceProof = await proofOf(scene, licences.marriage.leafId)
  const entries = await mirrorLedger(service.baseUrl, join(directory, 'ledger'))

  const [, payload] = licences.marriage.document.split('.') as [string, string]
  const { status: at } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as { status: { list: string } }
  keepsakes.put('status.jwt', await (await fetch(`${service.baseUrl}${at.list}`)).text())

  const licence = await verifyFile(scene, 'licence.jws', licences.marriage.document, licenceProof, ['--status', status])
  expectThat(licence.code === 0, `the licence does not verify: ${licence.stdout}`)
  const receipt = await verifyFile(scene, 'receipt.jws', evidence.receipt, receiptProof)
  expectThat(receipt.code === 0, `the receipt does not verify: ${receipt.stdout}`)
  stage.line({
    en: '$ zhengshu verify licence.jws   → VALID: signature, chain, authority, period, status, inclusion',
    zh: '$ zhengshu verify licence.jws   → 有效：签名、证书链、颁发权限、有效期、状态、存证',
  })
  stage.line({
    en: '$ zhengshu verify receipt.jws   → VALID, and included in the ledger',
    zh: '$ zhengshu verify receipt.jws   → 有效，且已收录于存证日志',
  })

  const log = await runProgram([
    'ledger',
    'verify',
    join(directory, 'ledger'),
    '--log-key',
    join(directory, 'log.vkey'),
    '--earlier',
    join(directory, 'earlier-checkpoint'),
    '--json',
  ])
  expectThat(log.code === 0, `the ledger does not verify: ${log.stdout}`)
  stage.line({
    en: `$ zhengshu ledger verify ledger → ${entries.toLocaleString('en')} entries, root recomputed, extends the earlier checkpoint`,
    zh: `$ zhengshu ledger verify ledger → ${entries.toLocaleString('en')} 条，重算根哈希一致，且为先前检查点的延续`,
  })
  const failing = await verifyChanged(scene, licenceProof)
  stage.line({
    en: `One byte of the licence changed → NOT VALID: step “${failing}” fails`,
    zh: `改动证照一个字节 → 无效：“${failing}”步骤未通过`,
  })
  return { ledgerEntries: entries, licence: 'VALID', receipt: 'VALID', ledger: 'VALID', changedLicenceFailsAt: failing }
}

/** Changes one byte inside the signed content and names the step that notices. */
async function verifyChanged(scene: Scene, proof: string): Promise<string> {
  const [header, payload, signature] = scene.licences.marriage.document.split('.') as [string, string, string]
  const bytes = Buffer.from(payload, 'base64url')
  const place = bytes.lastIndexOf('202')
  bytes[place + 2] = bytes[place + 2] === 0x31 ? 0x32 : 0x31
  const changed = [header, bytes.toString('base64url'), signature].join('.')
  const { code, stdout } = await verifyFile(scene, 'licence-changed.jws', changed, proof)
  const verdict = JSON.parse(stdout) as { verdict: string; steps: readonly { step: string; result: string }[] }
  const failed = verdict.steps.find((step) => step.result === 'FAILED')
  expectThat(
    code === 1 && verdict.verdict === 'NOT_VALID' && failed !== undefined,
    `a changed licence is ${verdict.verdict}`,
  )
  return failed.step
}
