import { freshRequestId, type DemoClient } from '../demo-client.ts'
import { REQUEST_EVIDENCE } from '../queries.ts'
import type { Scene } from '../scene.ts'
import { expectThat, type Say, type Stage } from '../stage.ts'
import { NEWBORN_ITEMS, RENT_BASIS, RENT_ITEM } from './catalog.ts'

interface MaterialRow {
  readonly code: string
  readonly name: Say
  readonly party: string
  readonly serviceItems: readonly string[]
  readonly state: 'HELD' | 'COMMITMENT' | 'DEFERRABLE' | 'SUBMIT'
  readonly sourcesUnavailable: readonly string[]
  readonly reason: {
    readonly code: string
    readonly text: Say
    readonly rule: string | null
    readonly ruleText: Say | null
  } | null
  readonly notAccepted: {
    readonly identifier: string
    readonly state: string
    readonly on: string | null
    readonly reason: string | null
    readonly authority: string | null
  } | null
  readonly proof: {
    readonly licence?: {
      readonly identifier: string
      readonly licenceType: string
      readonly form: 'DOCUMENT' | 'EXCERPT'
      readonly jws: string
    }
    readonly predicate?: string
    readonly recordId?: string
  } | null
}

export interface EvidenceAnswer {
  readonly evidenceId: string
  readonly asOf: string
  readonly materialsAsked: number
  readonly materialsHeld: number
  readonly document: string
  readonly receipt: string
  readonly leafId: string
  readonly isReplay: boolean
  readonly materials: readonly MaterialRow[]
}

/** What one run of the story asks for again and again. */
export const rentRequest = ({ province }: Scene, caseNumber: string, requestId = freshRequestId('evidence')) => ({
  requestId,
  purpose: { serviceItems: [RENT_ITEM], caseNumber, basis: RENT_BASIS },
  parties: [
    { role: 'APPLICANT', idType: 'CITIZEN_ID', id: province.family.wife.id },
    { role: 'SPOUSE', idType: 'CITIZEN_ID', id: province.family.husband.id },
  ],
  situations: ['actual-rent'],
})

export async function askEvidence(client: DemoClient, input: object): Promise<EvidenceAnswer> {
  const { requestEvidence } = await client.must<{ requestEvidence: { evidence: EvidenceAnswer } }>(REQUEST_EVIDENCE, {
    input,
  })
  return requestEvidence.evidence
}

/**
 * Held for the rent item, known from how the province was made: two identity cards, the marriage certificate, no
 * dwelling, and three months paid. The form, the lease, the receipt of rent and the account are the applicant's.
 */
const RENT_HELD = ['id', 'id-spouse', 'marriage', 'no-house', 'fund-paid-3']
const RENT_SUBMITTED = ['form', 'lease', 'rent-receipt', 'bank']

/** 2: one item. */
export async function tellEvidence(scene: Scene): Promise<EvidenceAnswer> {
  const { stage, cast, province, keepsakes } = scene
  stage.chapter(2, {
    en: 'One service item: rent withdrawal from the housing fund',
    zh: '单个事项：租房提取住房公积金',
  })
  const { wife, husband } = province.family
  stage.line({
    en: `Applicant ${wife.name}, spouse ${husband.name}; situation: by the rent really paid`,
    zh: `申请人${wife.name}，配偶${husband.name}；情形：按实际租金提取`,
  })
  expectThat(
    province.familyFacts.fundMonths >= 3 &&
      !province.dwellings.some(({ holders }) => holders.includes(wife) || holders.includes(husband)),
    'the province was made otherwise',
  )
  const request = rentRequest(scene, 'GJJ-2026-0001')
  keepsakes.nameNext('evidence')
  const evidence = await askEvidence(cast.fundSystem, request)
  showMaterials(stage, evidence)
  expectCodes(evidence, RENT_HELD, RENT_SUBMITTED)
  const marriage = evidence.materials.find((material) => material.code === 'marriage')
  expectThat(
    marriage?.proof?.licence?.jws === scene.licences.marriage.document,
    'the marriage certificate handed out is not the signed original',
  )
  const again = await askEvidence(cast.fundSystem, request)
  expectThat(again.isReplay && again.document === evidence.document, 'the same requestId did not give the same bytes')
  stage.line({
    en: `${evidence.materialsHeld} of ${evidence.materialsAsked} need not be submitted; signed evidence and receipt; asked again: same bytes`,
    zh: `${evidence.materialsAsked} 份材料中 ${evidence.materialsHeld} 份免提交；返回签名佐证与回执；重复请求返回相同字节`,
  })
  stage.done('evidence', counts(evidence))
  return evidence
}

/** Held for the bundle; one card and one certificate serve several items. */
const NEWBORN_HELD = [
  'id',
  'id-spouse',
  'birth-certificate',
  'household',
  'household-spouse',
  'marriage',
  'household-child',
  'benefit-account',
]
const NEWBORN_SUBMITTED = ['form']
const NEWBORN_DEFERRED = ['photo-child']

/** 3: a bundle. */
export async function tellBundle(scene: Scene): Promise<EvidenceAnswer> {
  const { stage, cast, province } = scene
  stage.chapter(3, {
    en: '“One thing”: a child is born; four items of four agencies, asked once',
    zh: '一件事：新生儿出生，四个部门四个事项，一次办理',
  })
  const { wife, husband, child } = province.family
  const evidence = await askEvidence(cast.windowSystem, {
    requestId: freshRequestId('bundle'),
    bundle: 'newborn',
    purpose: { serviceItems: NEWBORN_ITEMS, caseNumber: 'YJS-2026-0001', basis: '国发〔2024〕3号 新生儿出生一件事' },
    parties: [
      { role: 'APPLICANT', idType: 'CITIZEN_ID', id: wife.id },
      { role: 'SPOUSE', idType: 'CITIZEN_ID', id: husband.id },
      { role: 'CHILD', idType: 'CITIZEN_ID', id: child.id },
    ],
    situations: ['card-for-child'],
  })
  showMaterials(stage, evidence)
  expectCodes(evidence, NEWBORN_HELD, NEWBORN_SUBMITTED, NEWBORN_DEFERRED)
  const apart = evidence.materials.reduce((total, material) => total + material.serviceItems.length, 0)
  stage.line({
    en: `Asked apart ${apart} materials, together ${evidence.materialsAsked}; of these ${evidence.materialsHeld} need not be submitted`,
    zh: `分别办理需 ${apart} 份材料，合并后 ${evidence.materialsAsked} 份，其中 ${evidence.materialsHeld} 份免提交`,
  })
  stage.done('bundle', { ...counts(evidence), materialsApart: apart })
  return evidence
}

const counts = ({ materialsAsked, materialsHeld }: EvidenceAnswer) => ({ materialsAsked, materialsHeld })

const STATES: Record<MaterialRow['state'], Say> = {
  HELD: { en: 'held', zh: '免提交' },
  COMMITMENT: { en: 'commitment', zh: '告知承诺' },
  DEFERRABLE: { en: 'later', zh: '容缺后补' },
  SUBMIT: { en: 'submit', zh: '须提交' },
}

function showMaterials(stage: Stage, { materials }: Pick<EvidenceAnswer, 'materials'>): void {
  for (const material of materials) stage.row([material.name, STATES[material.state], whyOf(material)], [46, 10])
}

function whyOf({ proof, reason, notAccepted }: MaterialRow): Say {
  if (proof?.licence?.form === 'DOCUMENT')
    return { en: 'e-licence, the whole signed document', zh: '电子证照，完整签名原件' }
  if (proof?.licence) return { en: 'e-licence, signed excerpt', zh: '电子证照，签名摘录' }
  if (proof?.predicate) return { en: 'register answers yes', zh: '基础库核验：是' }
  if (proof?.recordId) return { en: 'record of a register', zh: '基础库记录' }
  if (notAccepted)
    return {
      en: `${notAccepted.state.toLowerCase()} ${notAccepted.on ?? ''}, ${notAccepted.authority ?? ''}`,
      zh: `${notAccepted.on ?? ''} 已失效，${notAccepted.authority ?? ''}`,
    }
  return reason?.ruleText ?? reason?.text ?? { en: '', zh: '' }
}

function expectCodes(
  evidence: EvidenceAnswer,
  held: readonly string[],
  submitted: readonly string[],
  deferred: readonly string[] = [],
): void {
  const codes = (state: MaterialRow['state']) =>
    [...new Set(evidence.materials.filter((material) => material.state === state).map((material) => material.code))]
      .sort()
      .join(' ')
  const wanted = (list: readonly string[]) => [...list].sort().join(' ')
  expectThat(codes('HELD') === wanted(held), `held: ${codes('HELD')}; the province says ${wanted(held)}`)
  expectThat(
    codes('SUBMIT') === wanted(submitted),
    `to be submitted: ${codes('SUBMIT')}; the province says ${wanted(submitted)}`,
  )
  expectThat(
    codes('DEFERRABLE') === wanted(deferred),
    `deferrable: ${codes('DEFERRABLE')}; the province says ${wanted(deferred)}`,
  )
  // What may follow later is still to be submitted.
  const notSubmitted = evidence.materials.filter(({ state }) => state === 'HELD' || state === 'COMMITMENT').length
  expectThat(evidence.materialsHeld === notSubmitted, 'materialsHeld does not count what need not be submitted')
}
