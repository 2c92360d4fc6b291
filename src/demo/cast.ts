import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JsonWebKey } from 'node:crypto'
import type { Agency } from '../catalog/index.ts'
import {
  createDemoClient,
  freshRequestId,
  makeKeyPair,
  type ClientCredentials,
  type DemoClient,
  type Recorder,
} from './demo-client.ts'
import { REGISTER_CLIENT } from './queries.ts'
import type { Service } from './service.ts'

/** Numbers of the agencies that take part (catalog/agencies.json). */
export const AGENCY = {
  creditOffice: '02',
  police: '07',
  civilAffairs: '08',
  socialSecurity: '11',
  realEstate: '12',
  housingFund: '14',
  health: '20',
  marketRegulation: '25',
  services: '41',
} as const

/** Everyone who acts. Persons sign in with a secret, systems with a key. */
export interface Cast {
  readonly administrator: DemoClient
  /** System of the department that asks for evidence of a single item. */
  readonly fundSystem: DemoClient
  /** System of the one-stop window, which asks for a bundle. */
  readonly windowSystem: DemoClient
  readonly registrar: DemoClient
  readonly reviewer: DemoClient
  readonly auditor: DemoClient
  /** Head of an agency's sharing unit, by agency number. */
  headOf(agency: string): DemoClient
  /** The system with which an agency delivers records and issues licences, by agency number. */
  systemOf(agency: string): DemoClient
  agency(number: string): Agency
  readonly all: readonly ClientCredentials[]
}

type Role = 'SYSTEM' | 'HEAD' | 'REGISTRAR' | 'REVIEWER' | 'AUDITOR'

export async function castClients(service: Service, agencies: readonly Agency[], record: Recorder): Promise<Cast> {
  const agency = (number: string) => agencies.find((each) => each.number === number)!
  const jwk = JSON.parse(readFileSync(join(service.keyDirectory, 'administrator.jwk'), 'utf8')) as JsonWebKey & {
    clientId: string
  }
  const administrator = createDemoClient(
    service.baseUrl,
    { clientId: jwk.clientId, role: 'ADMINISTRATOR', tokenEndpointAuthMethod: 'private_key_jwt', privateKeyJwk: jwk },
    record,
  )
  const all: ClientCredentials[] = [administrator.credentials]

  const hire = async (role: Role, number: string, name: string): Promise<DemoClient> => {
    const keys = role === 'SYSTEM' ? makeKeyPair() : undefined
    const { registerClient } = await administrator.must<{
      registerClient: { client: { clientId: string }; clientSecret: string | null }
    }>(REGISTER_CLIENT, {
      input: {
        requestId: freshRequestId('client'),
        name,
        role,
        agency: agency(number).creditCode,
        ...(keys
          ? { authMethod: 'PRIVATE_KEY_JWT', publicJwk: keys.publicJwk }
          : { authMethod: 'CLIENT_SECRET_BASIC', personId: `person-${role.toLowerCase()}-${number}` }),
      },
    })
    const credentials: ClientCredentials = {
      clientId: registerClient.client.clientId,
      role,
      ...(keys
        ? { tokenEndpointAuthMethod: 'private_key_jwt', privateKeyJwk: keys.privateKeyJwk }
        : { tokenEndpointAuthMethod: 'client_secret_basic', clientSecret: registerClient.clientSecret! }),
    }
    all.push(credentials)
    return createDemoClient(service.baseUrl, credentials, record)
  }

  const hireFor = async (role: 'HEAD' | 'SYSTEM', numbers: readonly string[], name: string) =>
    new Map(
      await Promise.all(
        numbers.map(async (number) => [number, await hire(role, number, `${agency(number).name.zh}${name}`)] as const),
      ),
    )
  const providers = [AGENCY.police, AGENCY.civilAffairs, AGENCY.socialSecurity, AGENCY.realEstate, AGENCY.health]
  const heads = await hireFor('HEAD', [...providers, AGENCY.housingFund, AGENCY.services], '数据共享负责人')
  const sources = [...providers, AGENCY.housingFund, AGENCY.marketRegulation, AGENCY.creditOffice]
  const systems = await hireFor('SYSTEM', sources, '数据归集系统')
  return {
    administrator,
    fundSystem: await hire('SYSTEM', AGENCY.housingFund, '住房公积金业务系统'),
    windowSystem: await hire('SYSTEM', AGENCY.services, '一件事综合受理系统'),
    registrar: await hire('REGISTRAR', AGENCY.police, '目录登记员'),
    reviewer: await hire('REVIEWER', AGENCY.services, '目录审核员'),
    auditor: await hire('AUDITOR', AGENCY.services, '审计员'),
    headOf: (number) => heads.get(number)!,
    systemOf: (number) => systems.get(number)!,
    agency,
    all,
  }
}
