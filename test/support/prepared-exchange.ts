import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Actor, Role } from '../../src/access/index.ts'
import { buildApp, type App } from '../../src/app.ts'
import { loadConfig } from '../../src/config.ts'
import { addDays, systemClock, today } from '../../src/core/clock.ts'
import { citizenIdCheck, type CreditCode } from '../../src/core/identifiers.ts'
import { silentLog } from '../../src/core/log.ts'
import type { Licence } from '../../src/licences/index.ts'

const citizen = (first17: string): string => first17 + citizenIdCheck(first17)
const HUSBAND = citizen('39010119900101001')
const WIFE = citizen('39010119910202002')
const ITEM = 'housing-fund-loan'
const BASIS = '《住房公积金管理条例》第二十六条'

/** The whole service without HTTP, on `data` and `keys` of a directory. The caller stops it. */
export const openExchange = (directory: string): Promise<App> =>
  buildApp(loadConfig({ ZHENGSHU_DATA: join(directory, 'data'), ZHENGSHU_LEDGER_DELAY_MS: '100' }, {}), {
    log: silentLog,
  })

const actorOf = (app: App, role: Role, agency: string): Actor => ({
  clientId: `${role.toLowerCase()}-${agency}`,
  role,
  agency: app.catalog.agencyByNumber(agency)?.creditCode as CreditCode,
  ...(role === 'SYSTEM' ? {} : { personId: `person-${role}-${agency}` }),
})

/**
 * Documents as they lie on somebody's disk, beside the store that made them: a licence that is revoked later, evidence
 * that rests on it, its receipt, their proofs, both status lists, the exported ledger and an earlier checkpoint.
 */
export async function prepareExchange(directory: string): Promise<void> {
  const app = await openExchange(directory)
  const put = (name: string, text: string) => writeFileSync(join(directory, name), text)
  const civilAffairs = actorOf(app, 'SYSTEM', '08')
  const fund = actorOf(app, 'SYSTEM', '14')
  const licence = await issueMarriageCertificate(app, civilAffairs)
  await app.ledger.drain()
  put('earlier-checkpoint', (await app.ledger.checkpoint())!)
  await grantLicence(app, 'marriage-certificate')
  const evidence = await app.evidence.request(fund, {
    requestId: 'evidence-0001',
    purpose: { serviceItems: [ITEM], caseNumber: 'GJJ-2026-0001', basis: BASIS },
    parties: [
      { role: 'APPLICANT', idType: '111', id: HUSBAND },
      { role: 'SPOUSE', idType: '111', id: WIFE },
    ],
    situations: [],
  })
  const list = licence.content.status.list.split('/').at(-1)!
  put('status.jwt', (await app.licences.statusList(list))!)
  await app.licences.changeState(civilAffairs, {
    requestId: 'revoke-0001',
    identifier: licence.identifier,
    to: 'REVOKED',
    reason: '骗取登记',
    basis: '《婚姻登记条例》',
  })
  put('status-after.jwt', (await app.licences.statusList(list))!)
  await app.ledger.drain()
  const proofOf = async (actor: Actor, leafId: string) => {
    const found = await app.ledger.proofOf(actor, leafId)
    if (found.state === 'pending') throw new Error('drained, and still pending')
    return found.proof
  }
  put('licence.jws', licence.document)
  put('licence.tlog-proof', await proofOf(civilAffairs, licence.leafId))
  put('licence-changed.jws', changeDate(licence.document))
  put('evidence.jws', evidence.document)
  put('receipt.jws', evidence.receipt)
  put('evidence.tlog-proof', await proofOf(fund, evidence.leafId))
  put('root.pem', app.keyring.rootPem)
  put('log.vkey', app.ledger.verifierKey)
  mkdirSync(join(directory, 'ledger'))
  await app.ledger.exportTo(join(directory, 'ledger'))
  await app.stop()
}

const issueMarriageCertificate = (app: App, actor: Actor): Promise<Licence> =>
  app.licences.issue(actor, {
    requestId: 'issue-0001',
    licence: {
      licenceType: 'marriage-certificate',
      number: 'J390101-2015-000001',
      issuedOn: '2015-05-20',
      holders: [
        { name: '林一', code: HUSBAND, codeType: '111' },
        { name: '陈二', code: WIFE, codeType: '111' },
      ],
      data: {
        holderName: '林一',
        registrationDate: '2015-05-20',
        registrationAuthority: '岭江市民政局',
        spouses: [
          { name: '林一', sex: '1', birthDate: '1990-01-01', idNumber: HUSBAND },
          { name: '陈二', sex: '2', birthDate: '1991-02-02', idNumber: WIFE },
        ],
      },
    },
  })

async function grantLicence(app: App, licenceType: string): Promise<void> {
  const { metadata } = app.catalog.resourceFor({ kind: 'LICENCE_TYPE', licenceType })!
  const { id } = await app.sharing.requestAccess(actorOf(app, 'SYSTEM', '14'), {
    requestId: 'access-0001',
    resource: metadata.code,
    basis: BASIS,
    scene: '贷款审批',
    serviceItems: [ITEM],
    fields: ['number', 'issuedOn'],
    method: 'INTERFACE',
    validFrom: today(systemClock),
    validTo: addDays(today(systemClock), 300),
    quota: 100,
  })
  await app.sharing.approveRequest(actorOf(app, 'HEAD', '14'), { requestId: 'approve-0001', id })
  const provider = app.catalog.agency(metadata.provider)!
  await app.sharing.answerRequest(actorOf(app, 'HEAD', provider.number), {
    requestId: 'answer-0001',
    id,
    answer: 'AGREE',
  })
}

/** Another date in the payload, all else as signed: its form is right, its signature is not. */
function changeDate(document: string): string {
  const [header, payload, signature] = document.split('.')
  const text = Buffer.from(payload!, 'base64url').toString().replace('2015-05-20', '2015-05-21')
  return [header, Buffer.from(text).toString('base64url'), signature].join('.')
}
