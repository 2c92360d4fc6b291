import { addDays, addMonths } from '../../core/clock.ts'
import { AGENCY } from '../cast.ts'
import { freshRequestId } from '../demo-client.ts'
import { FIND_RESOURCES, PUBLISH_RESOURCE, REGISTER_RESOURCE, SUBMIT_RESOURCE } from '../queries.ts'
import { obtainGrant, type Scene } from '../scene.ts'
import { expectThat } from '../stage.ts'

const CODE = '307001/900001'
export const RENT_ITEM = 'housing-fund-withdraw-rent'
export const RENT_BASIS = '住房公积金管理条例 第二十四条'

/** 1: a resource enters the catalog, and a department gets access. */
export async function tellCatalog(scene: Scene): Promise<void> {
  const { stage, cast } = scene
  stage.chapter(1, {
    en: 'The catalog: an entry is registered and published, access is granted',
    zh: '目录：登记、发布信息资源，并取得授权',
  })
  await publishEntry(scene)
  const found = await findBothWays(scene)
  stage.line({ en: `Both find it by the word 出租房: ${found}`, zh: `双方均可按“出租房”检索到：${found}` })
  const grant = await grantMarriageCertificate(scene)
  stage.line({
    en: `Housing fund asks for marriage certificates: its head, then Civil Affairs, agree (due ${grant.answerDueOn})`,
    zh: `住房公积金向民政厅申请结婚证电子证照，双方负责人先后同意（答复期限 ${grant.answerDueOn}）`,
  })
  const others = await grantTheRest(scene)
  stage.line({
    en: `${others} more grants follow the same way: fields, service items, legal basis, period, daily quota`,
    zh: `其余 ${others} 项授权同样办理：字段、事项、法律依据、期限、每日配额`,
  })
  stage.done('catalog', {
    resource: CODE,
    grant: grant.grantId,
    furtherGrants: others,
    registrar: cast.registrar.credentials.clientId,
  })
}

async function publishEntry({ stage, cast }: Scene): Promise<void> {
  const metadata = {
    code: CODE,
    name: { zh: '出租房屋登记信息', en: 'Rental housing registration' },
    provider: cast.agency(AGENCY.police).creditCode,
    summary: '公安机关登记的出租房屋及承租人信息',
    format: 'DATABASE',
    items: [
      { name: 'address', title: { zh: '房屋地址', en: 'Address' }, dataType: 'C', length: 200, class: 'D' },
      { name: 'registeredOn', title: { zh: '登记日期', en: 'Registered on' }, dataType: 'D', class: 'I' },
    ],
    sharingType: 'CONDITIONAL',
    condition: '仅用于住房公积金租房提取核验，须提供办件编号',
    sharingMethod: 'INTERFACE',
    isOpenToSociety: false,
    updateCycle: 'DAILY',
    relatedCodes: [],
    dataClass: '个人信息',
    dataGrade: 3,
    binding: { kind: 'NONE' },
  }
  const input = () => ({ requestId: freshRequestId('resource'), code: CODE })
  await cast.registrar.must(REGISTER_RESOURCE, { input: { requestId: freshRequestId('resource'), metadata } })
  await cast.registrar.must(SUBMIT_RESOURCE, { input: input() })
  const attempt = await cast.registrar.ask(PUBLISH_RESOURCE, { input: input() })
  expectThat(attempt.errors?.[0]?.extensions.code === 'FORBIDDEN', 'a registrar could publish')
  await cast.reviewer.must(PUBLISH_RESOURCE, { input: input() })
  stage.line({
    en: 'Police registrar drafts “Rental housing registration”; may not publish it himself: FORBIDDEN',
    zh: '公安厅登记员编制“出租房屋登记信息”，自行发布被拒绝（FORBIDDEN）',
  })
  stage.line({ en: 'The reviewer of the sharing authority publishes it', zh: '共享主管部门审核员审核并发布' })
}

async function findBothWays({ cast }: Scene): Promise<string> {
  let name = ''
  for (const client of [cast.registrar, cast.reviewer]) {
    const { resources } = await client.must<{
      resources: { edges: { node: { code: string; name: { zh: string } } }[] }
    }>(FIND_RESOURCES, { text: '出租房' })
    const hit = resources.edges.find(({ node }) => node.code === CODE)
    expectThat(hit !== undefined, 'the published entry is not found by a Chinese word')
    name = hit.node.name.zh
  }
  return `${CODE} ${name}`
}

const period = ({ province }: Scene) => ({ validFrom: province.asOf, validTo: addMonths(province.asOf, 12) })

function grantMarriageCertificate(scene: Scene) {
  return obtainGrant(scene.cast, scene.cast.fundSystem, AGENCY.housingFund, {
    resource: scene.resources.licenceType('marriage-certificate'),
    provider: AGENCY.civilAffairs,
    fields: ['document'],
    serviceItems: [RENT_ITEM],
    basis: RENT_BASIS,
    scene: '租房提取住房公积金免交结婚证',
    quota: 500,
    ...period(scene),
  })
}

export const NEWBORN_ITEMS = [
  'birth-household-registration',
  'newborn-medical-insurance-enrolment',
  'social-security-card-first-issue',
  'childcare-subsidy',
]

async function grantTheRest(scene: Scene): Promise<number> {
  const { cast, resources, province } = scene
  const fund = (resource: string, provider: string, fields: readonly string[], more: object = {}) =>
    obtainGrant(cast, cast.fundSystem, AGENCY.housingFund, {
      resource,
      provider,
      fields,
      serviceItems: [RENT_ITEM],
      basis: RENT_BASIS,
      scene: '租房提取住房公积金',
      quota: 500,
      ...period(scene),
      ...more,
    })
  const window = (resource: string, provider: string, fields: readonly string[]) =>
    obtainGrant(cast, cast.windowSystem, AGENCY.services, {
      resource,
      provider,
      fields,
      serviceItems: NEWBORN_ITEMS,
      basis: '国发〔2024〕3号 新生儿出生一件事',
      scene: '新生儿出生一件事',
      quota: 1000,
      ...period(scene),
    })
  const given = [
    await fund(resources.licenceType('resident-id-card'), AGENCY.police, [
      'name',
      'sex',
      'birthDate',
      'idNumber',
      'issuingOffice',
    ]),
    await fund(resources.predicate('real-estate', 'ownsNoDwelling'), AGENCY.realEstate, ['answer']),
    // A grant of last year, for the story of an expired one.
    await fund(resources.register('household'), AGENCY.police, ['address'], {
      validFrom: addMonths(province.asOf, -12),
      validTo: addDays(province.asOf, -1),
    }),
    await window(resources.licenceType('resident-id-card'), AGENCY.police, ['name', 'sex', 'birthDate', 'idNumber']),
    await window(resources.licenceType('birth-medical-certificate'), AGENCY.health, ['document']),
    await window(resources.licenceType('marriage-certificate'), AGENCY.civilAffairs, ['document']),
    await window(resources.licenceType('social-security-card'), AGENCY.socialSecurity, ['name', 'idNumber']),
    await window(resources.register('household'), AGENCY.police, [
      'householdNo',
      'headName',
      'relationToHead',
      'address',
      'memberId',
      'memberName',
      'movedInOn',
      'division',
    ]),
  ]
  return given.length
}
