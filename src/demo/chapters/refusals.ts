import { AGENCY } from '../cast.ts'
import { freshRequestId, type DemoClient, type GraphqlAnswer } from '../demo-client.ts'
import { ASK_PREDICATE, FETCH_LICENCE, READ_RECORDS, REQUEST_EVIDENCE, SET_SOURCE_STATE } from '../queries.ts'
import type { Scene } from '../scene.ts'
import { expectThat, type Say } from '../stage.ts'
import { RENT_BASIS, RENT_ITEM } from './catalog.ts'
import { askEvidence, rentRequest } from './evidence.ts'

interface Attempt {
  readonly what: Say
  readonly client: DemoClient
  readonly query: string
  readonly input: object
  /** The code, or the rule of ACCESS_REFUSED. */
  readonly refusedBy: string
}

/** 4: what is not granted is refused by a named rule, and a source that does not answer is not "no record". */
export async function tellRefusals(scene: Scene): Promise<void> {
  const { stage } = scene
  stage.chapter(4, {
    en: 'What is not granted is refused by a named rule, and each refusal is in the ledger',
    zh: '未获授权一律拒绝，指明规则，每次拒绝均入存证日志',
  })
  const rules: string[] = []
  for (const attempt of attempts(scene)) {
    const answer = await attempt.client.ask(attempt.query, { input: attempt.input })
    const rule = refusalOf(answer)
    expectThat(rule === attempt.refusedBy, `${attempt.what.en}: ${rule ?? 'was allowed'}, not ${attempt.refusedBy}`)
    stage.row([attempt.what, messageOf(answer)], [39])
    rules.push(rule)
  }
  await tellUnavailableSource(scene)
  stage.done('refusals', { rules, unavailable: 'SOURCE_UNAVAILABLE' })
}

function attempts({ cast, province, licences }: Scene): readonly Attempt[] {
  const { wife } = province.family
  const purpose = { serviceItems: [RENT_ITEM], caseNumber: 'GJJ-2026-0001', basis: RENT_BASIS }
  const records = (register: string, fields: readonly string[]) => ({
    requestId: freshRequestId('read'),
    purpose,
    register,
    subject: wife.id,
    role: 'APPLICANT',
    fields,
  })
  return [
    {
      what: { en: 'Without a grant: marriage records', zh: '无授权：查询婚姻登记记录' },
      client: cast.fundSystem,
      query: READ_RECORDS,
      input: records('marriage', ['registrationDate']),
      refusedBy: 'no-grant',
    },
    {
      what: { en: 'Beyond the grant: address on the card', zh: '超出字段：身份证住址' },
      client: cast.fundSystem,
      query: FETCH_LICENCE,
      input: {
        requestId: freshRequestId('fetch'),
        purpose,
        identifier: licences.wifeCard.identifier,
        fields: ['name', 'address'],
      },
      refusedBy: 'field-not-granted',
    },
    {
      what: { en: 'Another purpose: a loan, not rent', zh: '超出目的：改为申请贷款' },
      client: cast.fundSystem,
      query: ASK_PREDICATE,
      input: {
        requestId: freshRequestId('ask'),
        purpose: { ...purpose, serviceItems: ['housing-fund-loan'] },
        register: 'real-estate',
        predicate: 'ownsNoDwelling',
        subject: wife.id,
      },
      refusedBy: 'purpose-not-granted',
    },
    {
      what: { en: 'An expired grant: household address', zh: '授权到期：户籍地址' },
      client: cast.fundSystem,
      query: READ_RECORDS,
      input: records('household', ['address']),
      refusedBy: 'grant-expired',
    },
    {
      what: { en: 'Another person under the same case', zh: '同一办件换成他人' },
      client: cast.fundSystem,
      query: REQUEST_EVIDENCE,
      input: {
        requestId: freshRequestId('evidence'),
        purpose,
        parties: [{ role: 'APPLICANT', idType: 'CITIZEN_ID', id: province.stranger.id }],
        situations: ['fixed-rent', 'single'],
      },
      refusedBy: 'CASE_SUBJECT_MISMATCH',
    },
  ]
}

const refusalOf = ({ errors }: GraphqlAnswer<unknown>): string | undefined => {
  const extensions = errors?.[0]?.extensions
  return extensions?.code === 'ACCESS_REFUSED' ? String(extensions.rule) : extensions?.code
}

/** The rule and its reason; the code and message of what has no rule. */
const messageOf = ({ errors }: GraphqlAnswer<unknown>): Say => {
  const { message, extensions } = errors![0]!
  const { code, rule, reason, reasonZh, messageZh } = extensions
  if (code !== 'ACCESS_REFUSED') return { en: message, zh: messageZh ?? message }
  return { en: `${String(rule)}: ${String(reason)}`, zh: `${String(rule)}：${String(reasonZh ?? reason)}` }
}

async function tellUnavailableSource(scene: Scene): Promise<void> {
  const { stage, cast } = scene
  const setState = (state: string) =>
    cast.systemOf(AGENCY.realEstate).must(SET_SOURCE_STATE, {
      input: { requestId: freshRequestId('source'), register: 'real-estate', state, reason: '系统维护' },
    })
  await setState('MAINTENANCE')
  const evidence = await askEvidence(cast.fundSystem, rentRequest(scene, 'GJJ-2026-0001'))
  await setState('AVAILABLE')
  const noHouse = evidence.materials.find((material) => material.code === 'no-house')
  expectThat(
    noHouse?.reason?.code === 'SOURCE_UNAVAILABLE' || (noHouse?.sourcesUnavailable.length ?? 0) > 0,
    `a silent source gave ${noHouse?.state} ${noHouse?.reason?.code}`,
  )
  stage.row(
    [
      { en: 'The real-estate source does not answer', zh: '不动产登记数据源未应答' },
      {
        en: 'SOURCE_UNAVAILABLE, which is not “no record”',
        zh: 'SOURCE_UNAVAILABLE：数据源不可用，不等于查无记录',
      },
    ],
    [39],
  )
}
