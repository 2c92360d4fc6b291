import { join } from 'node:path'
import { startOfDate, toInstant } from '../../core/clock.ts'
import { AGENCY } from '../cast.ts'
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

/** 6: the auditor lists the day's accesses and verifies offline. */
export async function tellAudit(scene: Scene, evidence: EvidenceAnswer): Promise<void> {
  const { stage, cast } = scene
  stage.chapter(6, {
    en: 'The auditor: every access of the day, and verification without trusting the operator',
    zh: '审计：当日全部访问，离线验证，无须信任运营方',
  })
  const counts: Record<string, object> = {}
  for (const number of [AGENCY.housingFund, AGENCY.services]) {
    const agency = cast.agency(number)
    const uses = byResource((await accessesOf(scene, agency.creditCode)).filter(({ kind }) => kind in COUNTED))
    stage.line(shortName(agency.name))
    for (const [resource, { given, refused }] of uses)
      stage.row(
        [
          withIndent(scene.resources.nameOf(resource)),
          given === 0 ? { en: 'not used', zh: '未使用' } : { en: `used ${times(given)}`, zh: `使用 ${given} 次` },
          refused === 0 ? { en: '', zh: '' } : { en: `refused ${times(refused)}`, zh: `拒绝 ${refused} 次` },
        ],
        [54, 14],
      )
    counts[number] = Object.fromEntries(uses)
  }
  const fund = await accessesOf(scene, cast.agency(AGENCY.housingFund).creditCode)
  const count = (kind: string) => fund.filter((access) => access.kind === kind).length
  // Of the story so far: evidence three times and once again; five attempts refused, each with an entry of its own.
  expectThat(count('EVIDENCE_ISSUED') === 3 && count('EVIDENCE_REPLAYED') === 1, 'an answer is missing in the ledger')
  expectThat(count('ACCESS_REFUSED') >= 5, 'a refusal is missing in the ledger')
  const steps = await verifyOffline(scene, evidence)
  stage.done('audit', { accesses: counts, ...steps })
}

/** Kinds of entries that use data, and whether they were allowed. */
const COUNTED: Record<string, 'given' | 'refused'> = {
  EVIDENCE_ISSUED: 'given',
  EVIDENCE_REPLAYED: 'given',
  RECORD_READ: 'given',
  PREDICATE_ANSWERED: 'given',
  LICENCE_FETCHED: 'given',
  LICENCE_EXCERPTED: 'given',
  ACCESS_REFUSED: 'refused',
}

function byResource(accesses: readonly Access[]): Map<string, { given: number; refused: number }> {
  const uses = new Map<string, { given: number; refused: number }>()
  for (const { kind, resources } of accesses)
    for (const resource of resources) {
      const use = uses.get(resource) ?? { given: 0, refused: 0 }
      use[COUNTED[kind]!]++
      uses.set(resource, use)
    }
  return new Map([...uses].toSorted(([, a], [, b]) => b.given - a.given || b.refused - a.refused))
}

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`)

/** Without the province, which is the same for all. */
const shortName = (name: Say): Say => ({ en: name.en.replace(/, Lingjiang$/, ''), zh: name.zh.replace(/^岭江省/, '') })
const withIndent = (name: Say): Say => ({ en: `  ${name.en}`, zh: `  ${name.zh}` })

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
  expectThat(failing === 'signature', `a changed licence fails at ${failing}`)
  stage.line({
    en: 'One byte of the licence changed → NOT VALID: step “signature” fails',
    zh: '改动证照一个字节 → 无效：“签名”步骤未通过',
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
