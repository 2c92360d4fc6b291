import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSchema } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock, today } from '../../src/core/clock.ts'
import { citizenIdCheck } from '../../src/core/identifiers.ts'
import { readSdl } from '../../src/graphql/schema.ts'
import { send } from '../support/http.ts'
import { selectionOf } from '../support/select-all.ts'
import { startServerFor, type ApiClient, type RunningServer } from '../support/server.ts'

const CIVIL_AFFAIRS = '11390000XN0001082H'
const HOUSING = '11390000XN0001146F'
const DATA_BUREAU = '11390000XN0001410T'
const ITEM = 'housing-fund-loan'
const BASIS = '《住房公积金管理条例》第二十六条'

const citizen = (first17: string): string => first17 + citizenIdCheck(first17)
const HUSBAND = citizen('39010119900101001')
const WIFE = citizen('39010119910202002')
const STRANGER = citizen('39010119800303003')

const schema = buildSchema(readSdl())
const directory = mkdtempSync(join(tmpdir(), 'zhengshu-'))
let running: RunningServer
let civilAffairs: ApiClient
let fund: ApiClient
let fundHead: ApiClient
let civilHead: ApiClient
let auditor: ApiClient
let secondAuditor: ApiClient
let reviewer: ApiClient

beforeAll(async () => {
  running = await startServerFor(directory)
  civilAffairs = await running.client('SYSTEM', CIVIL_AFFAIRS)
  fund = await running.client('SYSTEM', HOUSING)
  fundHead = await running.client('HEAD', HOUSING)
  civilHead = await running.client('HEAD', CIVIL_AFFAIRS)
  auditor = await running.client('AUDITOR', DATA_BUREAU)
  secondAuditor = await running.client('AUDITOR', DATA_BUREAU)
  reviewer = await running.client('REVIEWER', DATA_BUREAU)
})
afterAll(async () => {
  await running.server.close()
  rmSync(directory, { recursive: true, force: true })
})

/** A mutation with every field of its payload. */
function mutation(name: string): string {
  const pascal = `${name[0]!.toUpperCase()}${name.slice(1)}`
  return `mutation M($input: ${pascal}Input!) { ${name}(input: $input) ${selectionOf(schema, `${pascal}Payload`)} }`
}
const input = (rest: object) => ({ input: { requestId: randomUUID(), ...rest } })
const purpose = (caseNumber: string) => ({ serviceItems: [ITEM], caseNumber, basis: BASIS })

const MARRIAGES = [
  'certificateNo,businessType,husbandName,husbandId,wifeName,wifeId,registrationDate,registrationAuthority,authorityDivision,recordState',
  `J390101-2015-000001,MARRIAGE,林一,${HUSBAND},陈二,${WIFE},2015-05-20,岭江市民政局,390101,VALID`,
  `J390101-2015-000002,MARRIAGE,林三,${HUSBAND.slice(0, 17)}${HUSBAND[17] === '0' ? '1' : '0'},陈四,${WIFE},2015-05-20,岭江市民政局,390101,VALID`,
].join('\n')

let recordGrant = ''
let answerGrant = ''

async function grantTo(resource: string, fields: readonly string[]): Promise<string> {
  const day = today(systemClock)
  const asked = await fund.must<{ requestAccess: { accessRequest: { id: string; state: string } } }>(
    mutation('requestAccess'),
    input({
      resource,
      basis: BASIS,
      scene: '贷款审批',
      serviceItems: [ITEM],
      fields,
      method: 'INTERFACE',
      validFrom: day,
      validTo: `${Number(day.slice(0, 4)) + 1}-01-01`,
      quota: 100,
    }),
  )
  const { id } = asked.requestAccess.accessRequest
  await fundHead.must(mutation('approveAccessRequest'), input({ id }))
  const answered = await civilHead.must<{ answerAccessRequest: { grant: { id: string } } }>(
    mutation('answerAccessRequest'),
    input({ id, answer: 'AGREE' }),
  )
  return answered.answerAccessRequest.grant.id
}

describe('from import to evidence, over HTTP', () => {
  it('a register takes a file, names the row it refuses without its value, and takes it a second time without change', async () => {
    const reply = await civilAffairs.upload('marriage', 'text/csv', MARRIAGES, '?batchId=marriage-0001')
    expect(reply.status).toBe(200)
    expect(JSON.parse(reply.text)).toMatchObject({ state: 'FINISHED', rowsRead: 2, inserted: 1, refused: 1 })
    expect(reply.text).not.toContain(HUSBAND.slice(0, 17))
    const again = await civilAffairs.upload('marriage', 'text/csv', MARRIAGES)
    expect(JSON.parse(again.text)).toMatchObject({ state: 'FINISHED', inserted: 0, changed: 0, unchanged: 1 })
    const list = `{ importBatches(first: 5) { edges { cursor node ${selectionOf(schema, 'ImportBatch')} } pageInfo { hasNextPage } } }`
    const { importBatches } = await civilAffairs.must<{
      importBatches: { edges: { node: { id: string; refusals: unknown[] } }[] }
    }>(list)
    expect(importBatches.edges).toHaveLength(2)
    const one = await civilAffairs.must<{ importBatch: object }>(
      `query B($id: ID!) { importBatch(id: $id) ${selectionOf(schema, 'ImportBatch')} }`,
      { id: importBatches.edges[0]!.node.id },
    )
    expect(one.importBatch).toEqual(importBatches.edges[0]!.node)
  })

  it('an access request becomes a grant through both heads, and an incomplete one is told everything missing', async () => {
    const { requestAccess } = await fund.must<{
      requestAccess: { accessRequest: { state: string; missing: string[] } }
    }>(mutation('requestAccess'), input({ resource: '101004/000001' }))
    expect(requestAccess.accessRequest).toMatchObject({
      state: 'INCOMPLETE',
      missing: ['basis', 'scene', 'serviceItems', 'fields', 'method', 'validFrom', 'validTo', 'quota'],
    })
    recordGrant = await grantTo('101004/000001', ['certificateNo', 'husbandId', 'wifeId', 'registrationDate'])
    answerGrant = await grantTo('101004/000003', ['answer'])
    const { ownUse } = await fund.must<{ ownUse: { grant: { id: string }; leftToday: number }[] }>(
      `{ ownUse ${selectionOf(schema, 'OwnUse')} }`,
    )
    expect(ownUse.map(({ grant, leftToday }) => [grant.id, leftToday]).sort()).toEqual(
      [
        [recordGrant, 100],
        [answerGrant, 100],
      ].sort(),
    )
    for (const [field, type] of [
      ['grants', 'Grant'],
      ['accessRequests', 'AccessRequest'],
    ] as const) {
      const page = await fund.must<Record<string, { edges: unknown[] }>>(
        `{ ${field}(first: 1) { edges { cursor node ${selectionOf(schema, type)} } pageInfo { hasNextPage endCursor } } }`,
      )
      expect(page[field]).toMatchObject({ pageInfo: { hasNextPage: true } })
    }
  })

  it('records are read masked, with a receipt whose proof can be had', async () => {
    const { readRecords } = await fund.must<{
      readRecords: { records: { data: Record<string, string> }[]; leafId: string; receipt: string }
    }>(
      mutation('readRecords'),
      input({
        purpose: purpose('A-1'),
        register: 'marriage',
        subject: HUSBAND,
        fields: ['certificateNo', 'husbandId'],
      }),
    )
    expect(readRecords.records).toHaveLength(1)
    expect(readRecords.records[0]!.data).toEqual({
      certificateNo: expect.any(String) as string,
      husbandId: `${HUSBAND.slice(0, 3)}***********${HUSBAND.slice(-4)}`,
    })
    expect(readRecords.receipt.split('.')).toHaveLength(3)
    await running.app.ledger.drain()
    const { ledgerProof } = await fund.must<{ ledgerProof: { state: string; proof: string } }>(
      `query P($id: ID!) { ledgerProof(leafId: $id) ${selectionOf(schema, 'LedgerProof')} }`,
      { id: readRecords.leafId },
    )
    expect(ledgerProof).toMatchObject({
      state: 'INCLUDED',
      proof: expect.stringContaining('c2sp.org/tlog-proof@v1') as string,
    })
  })

  it('a yes/no question is answered, and one that is not granted is refused by name', async () => {
    const question = {
      purpose: purpose('A-3'),
      register: 'marriage',
      predicate: 'isSpouseOf',
      subject: HUSBAND,
      others: [WIFE],
    }
    const { askPredicate } = await fund.must<{ askPredicate: { answer: { answer: string } } }>(
      mutation('askPredicate'),
      input(question),
    )
    expect(askPredicate.answer.answer).toBe('TRUE')
    const { errors } = await fund.ask(
      mutation('askPredicate'),
      input({ ...question, predicate: 'isMarried', others: [] }),
    )
    expect(errors[0]?.extensions).toMatchObject({ code: 'ACCESS_REFUSED', rule: 'no-grant' })
  })

  it('refuses a field beyond the grant, another purpose and another person under the same case, each by its rule', async () => {
    const read = (change: object) =>
      fund.ask(
        mutation('readRecords'),
        input({
          purpose: purpose('A-1'),
          register: 'marriage',
          subject: HUSBAND,
          fields: ['certificateNo'],
          ...change,
        }),
      )
    const rule = async (change: object) => (await read(change)).errors[0]?.extensions
    expect(await rule({ fields: ['wifeName'] })).toMatchObject({ code: 'ACCESS_REFUSED', rule: 'field-not-granted' })
    expect(await rule({ purpose: { ...purpose('A-2'), serviceItems: ['retirement'] } })).toMatchObject({
      code: 'ACCESS_REFUSED',
      rule: 'purpose-not-granted',
    })
    expect(await rule({ subject: STRANGER })).toMatchObject({ code: 'CASE_SUBJECT_MISMATCH' })
  })

  const ask = {
    purpose: purpose('B-1'),
    parties: [
      { role: 'APPLICANT', idType: 'CITIZEN_ID', id: HUSBAND },
      { role: 'SPOUSE', idType: 'CITIZEN_ID', id: WIFE },
    ],
  }

  it('evidence names every material, and the same requestId gives the same bytes', async () => {
    const variables = input({ ...ask, situations: ['married'] })
    const situations = await fund.must<{ serviceItem: { situations: { code: string }[] } }>(
      `{ serviceItem(code: "${ITEM}") { situations { code } } }`,
    )
    const chosen = situations.serviceItem.situations.map(({ code }) => code).filter((code) => code === 'married')
    const request = { input: { ...variables.input, situations: chosen } }
    type Answer = {
      requestEvidence: {
        evidence: {
          document: string
          receipt: string
          leafId: string
          isReplay: boolean
          materials: { code: string; state: string }[]
          materialsAsked: number
          materialsHeld: number
        }
      }
    }
    const first = (await fund.must<Answer>(mutation('requestEvidence'), request)).requestEvidence.evidence
    expect(first.materials.length).toBe(first.materialsAsked)
    expect(first.materials.find(({ code }) => code === 'marriage')).toMatchObject({ state: 'HELD' })
    expect(first.materials.filter(({ state }) => state !== 'SUBMIT')).toHaveLength(first.materialsHeld)
    const second = (await fund.must<Answer>(mutation('requestEvidence'), request)).requestEvidence.evidence
    expect(second).toMatchObject({ document: first.document, isReplay: true })
    expect(
      await fund.refusal(mutation('requestEvidence'), { input: { ...request.input, purpose: purpose('B-2') } }),
    ).toBe('REQUEST_ID_CONFLICT')
    type Verdict = { verifyLicence: { verdict: string; documentKind: string; steps: { code: string | null }[] } }
    const verify = async (document: string, proof?: string) => {
      const query = `query V($document: String!, $proof: String) { verifyLicence(document: $document, proof: $proof) ${selectionOf(schema, 'Verdict')} }`
      return (await auditor.must<Verdict>(query, { document, ...(proof === undefined ? {} : { proof }) })).verifyLicence
    }
    // Both are of another agency than the auditor's.
    expect(await verify(first.document)).toMatchObject({ verdict: 'VALID', documentKind: 'EVIDENCE' })
    expect(await verify(first.receipt)).toMatchObject({ verdict: 'VALID', documentKind: 'RECEIPT' })
    const { ledgerProof } = await fund.must<{ ledgerProof: { proof: string } }>(
      'query P($leafId: ID!) { ledgerProof(leafId: $leafId) { state proof } }',
      { leafId: first.leafId },
    )
    expect(await verify(first.document, ledgerProof.proof)).toMatchObject({ verdict: 'VALID' })
    const wrong = await verify(first.document, ledgerProof.proof.replace(/^index .*/m, 'index 0'))
    expect(wrong).toMatchObject({ verdict: 'NOT_VALID' })
    expect(wrong.steps.flatMap(({ code }) => code ?? [])).toEqual(['PROOF_INVALID'])
  })

  it('wrong parties, items and dates are named and nothing is bound', async () => {
    const wrong: readonly [object, string][] = [
      [{ purpose: { ...purpose('C-1'), serviceItems: ['no-such-item'] } }, 'INVALID_INPUT'],
      [{ situations: ['no-such-situation'] }, 'INVALID_INPUT'],
      [{ parties: [{ role: 'APPLICANT', idType: 'CITIZEN_ID', id: '390101199001010010' }] }, 'INVALID_IDENTIFIER'],
      [{ parties: [{ role: 'KING', idType: 'CITIZEN_ID', id: HUSBAND }] }, 'INVALID_INPUT'],
      [{ asOf: '2026-02-30' }, 'INVALID_DATE'],
      [{ asOf: '20260101' }, 'INVALID_DATE'],
    ]
    for (const [change, code] of wrong)
      expect(
        await fund.refusal(mutation('requestEvidence'), input({ ...ask, purpose: purpose('C-1'), ...change })),
      ).toBe(code)
    expect(await fund.refusal(mutation('requestEvidence'), { input: { ...ask, requestId: 'short' } })).toBe(
      'INVALID_INPUT',
    )
    expect(await civilHead.refusal(mutation('requestEvidence'), input(ask))).toBe('FORBIDDEN')
  })

  it('a grant is suspended, resumed and revoked, with its time of effect', async () => {
    const read = () =>
      fund.ask(
        mutation('readRecords'),
        input({ purpose: purpose('A-1'), register: 'marriage', subject: HUSBAND, fields: ['certificateNo'] }),
      )
    for (const [name, rule] of [
      ['suspendGrant', 'grant-suspended'],
      ['resumeGrant', undefined],
      ['revokeGrant', 'grant-revoked'],
    ] as const) {
      const changed = await reviewer.must<Record<string, { effectiveEverywhereAt: string }>>(
        mutation(name),
        input({ grantId: recordGrant, reason: '核查' }),
      )
      expect(changed[name]!.effectiveEverywhereAt).toMatch(/Z$/)
      expect((await read()).errors[0]?.extensions['rule']).toBe(rule)
    }
  })

  it('a licence is issued, verified, revoked, and its verdict then names the step', async () => {
    const { licenceType } = await civilAffairs.must<{ licenceType: { schema: { properties: object } } }>(
      '{ licenceType(code: "marriage-certificate") { schema } }',
    )
    expect(licenceType.schema.properties).toBeTruthy()
    const { errors } = await civilAffairs.ask(
      mutation('issueLicence'),
      input({
        licence: {
          licenceType: 'marriage-certificate',
          number: 'J390101-2015-000001',
          issuedOn: '2015-05-20',
          holders: [
            { name: '林一', code: HUSBAND, codeType: '111' },
            { name: '陈二', code: WIFE, codeType: '111' },
          ],
          data: { nonsense: HUSBAND },
        },
      }),
    )
    expect(errors[0]?.extensions.code).toBe('LICENCE_DATA_INVALID')
    expect(JSON.stringify(errors)).not.toContain(HUSBAND)
    expect(
      await fund.refusal(
        mutation('issueLicence'),
        input({
          licence: { licenceType: 'marriage-certificate', number: 'x', issuedOn: '2015-05-20', holders: [], data: {} },
        }),
      ),
    ).toBe('ACCESS_REFUSED')
    const tampered = await auditor.must<{ verifyLicence: { verdict: string } }>(
      'query V($document: String!) { verifyLicence(document: $document) { verdict steps { step result code text { zh en } } } }',
      { document: 'a.b.c' },
    )
    expect(tampered.verifyLicence.verdict).toBe('NOT_VALID')
  })

  it('auditors read accesses, and by subject only with a second auditor', async () => {
    const list = (rest: string) =>
      `query A($subject: SubjectNumber, $search: ID) { accesses(first: 50, subject: $subject, subjectSearchId: $search ${rest}) { edges { cursor node ${selectionOf(schema, 'AccessEntry')} } pageInfo { hasNextPage } } }`
    type Entries = { accesses: { edges: { node: { kind: string; data: object } }[] } }
    const { accesses } = await auditor.must<Entries>(list(', resource: "101004/000001"'))
    expect(accesses.edges.map(({ node }) => node.kind)).toContain('RECORD_READ')
    expect(accesses.edges.map(({ node }) => node.kind)).toContain('ACCESS_REFUSED')
    expect(JSON.stringify(accesses)).not.toMatch(new RegExp(`${HUSBAND}|林一`))

    expect((await auditor.ask(list(''), { subject: HUSBAND })).errors).toHaveLength(1)
    const { requestSubjectAccesses } = await auditor.must<{ requestSubjectAccesses: { id: string } }>(
      mutation('requestSubjectAccesses'),
      input({ subject: HUSBAND, reason: '当事人申请' }),
    )
    const search = requestSubjectAccesses.id
    expect(await auditor.refusal(mutation('approveSubjectAccesses'), input({ id: search }))).toBe('FOUR_EYES')
    const { subjectSearch } = await secondAuditor.must<{ subjectSearch: object }>(
      `query S($id: ID!) { subjectSearch(id: $id) ${selectionOf(schema, 'SubjectSearch')} }`,
      { id: search },
    )
    expect(subjectSearch).toMatchObject({ reason: '当事人申请', state: 'REQUESTED', requestedBy: auditor.clientId })
    expect(JSON.stringify(subjectSearch)).not.toContain(HUSBAND)
    const waiting = `{ subjectSearches(state: REQUESTED, isOwn: false) ${selectionOf(schema, 'SubjectSearchConnection')} }`
    const listed = await secondAuditor.must<{ subjectSearches: { edges: { node: object }[] } }>(waiting)
    expect(listed.subjectSearches.edges.map(({ node }) => node)).toEqual([subjectSearch])
    expect(await fund.refusal(waiting)).toBe('FORBIDDEN')
    await secondAuditor.must(mutation('approveSubjectAccesses'), input({ id: search }))
    const found = await auditor.must<Entries>(list(''), { subject: HUSBAND, search })
    expect(found.accesses.edges.map(({ node }) => node.kind)).toContain('EVIDENCE_ISSUED')

    const own = await fund.must<{ ownAccesses: { edges: unknown[] } }>(
      `{ ownAccesses(first: 5) { edges { node ${selectionOf(schema, 'AccessEntry')} } pageInfo { hasNextPage } } }`,
    )
    expect(own.ownAccesses.edges.length).toBeGreaterThan(0)
    expect(await fund.refusal(list(''))).toBe('FORBIDDEN')
    // Who was refused for the role, or for want of a second person, is on record too.
    const { accesses: last } = await auditor.must<Entries>(list(''))
    const refused = last.edges.map(({ node: { kind, data } }) => ({ kind, data }))
    const kind = 'ACCESS_REFUSED'
    expect(refused[0]).toEqual({ kind, data: { rule: 'role-not-allowed', operation: 'findAccesses' } })
    expect(refused).toContainEqual({
      kind,
      data: { rule: 'second-person-needed', operation: 'approveSubjectAccesses' },
    })
  })

  it('the ledger, keys and probes are public, and hold no person', async () => {
    await running.app.ledger.drain()
    for (const path of [
      '/ledger/checkpoint',
      '/ledger/log.vkey',
      '/trust/root.pem',
      '/trust/issuing.pem',
      '/.well-known/jwks.json',
      '/.well-known/oauth-authorization-server',
      '/readyz',
      '/metrics',
    ]) {
      const reply = await send(running.url + path)
      expect(reply.status, path).toBe(200)
      expect(reply.text).not.toContain(HUSBAND)
    }
    const size = Number((await send(`${running.url}/ledger/checkpoint`)).text.split('\n')[1])
    expect(size).toBeGreaterThan(10)
    const tile = size >= 256 ? 'tile/0/000' : `tile/0/000.p/${size}`
    expect((await send(`${running.url}/ledger/${tile}`)).headers.get('content-type')).toBe('application/octet-stream')
  })

  it('nothing of a person was logged', () => {
    expect(running.log.join('\n')).not.toMatch(new RegExp(`${HUSBAND}|${WIFE}|${STRANGER}|林一|陈二`))
    expect(running.log.filter((line) => line.includes('unexpected error'))).toEqual([])
  })
})
