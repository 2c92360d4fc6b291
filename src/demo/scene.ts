import { freshRequestId, type DemoClient } from './demo-client.ts'
import type { Cast } from './cast.ts'
import type { Keepsakes } from './keepsakes.ts'
import type { IssuedFamilyLicences } from './family-licences.ts'
import type { Province } from './province/province.ts'
import { ANSWER_ACCESS, APPROVE_ACCESS, CATALOG, REQUEST_ACCESS } from './queries.ts'
import { expectThat, type Say, type Stage } from './stage.ts'
import type { Service } from './service.ts'

/** What every chapter of the story has at hand. */
export interface Scene {
  readonly stage: Stage
  readonly service: Service
  readonly cast: Cast
  readonly province: Province
  readonly licences: IssuedFamilyLicences
  readonly resources: ResourceIndex
  readonly keepsakes: Keepsakes
}

/** Codes of the catalog's resources by what stands behind them. */
interface ResourceIndex {
  licenceType(slug: string): string
  predicate(register: string, predicate: string): string
  register(slug: string): string
  /** Name of a resource by its code. */
  nameOf(code: string): Say
}

interface CatalogPage {
  readonly resources: {
    readonly edges: readonly {
      readonly node: {
        readonly code: string
        readonly name: Say
        readonly binding: {
          readonly kind: string
          readonly register: string | null
          readonly predicate: string | null
          readonly licenceType: string | null
        }
      }
    }[]
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string }
  }
}

/** Reads the catalog over the API, page by page. */
export async function readResourceIndex(client: DemoClient): Promise<ResourceIndex> {
  const codes = new Map<string, string>()
  const names = new Map<string, Say>()
  for (let after: string | undefined; ;) {
    const { resources } = await client.must<CatalogPage>(CATALOG, { after })
    for (const { node } of resources.edges) {
      const { kind, register, predicate, licenceType } = node.binding
      names.set(node.code, node.name)
      codes.set([kind, register ?? licenceType ?? node.code, predicate ?? ''].join(' '), node.code)
    }
    if (!resources.pageInfo.hasNextPage) break
    after = resources.pageInfo.endCursor
  }
  const find = (key: string): string => {
    const code = codes.get(key)
    expectThat(code !== undefined, `the catalog has no resource for ${key}`)
    return code
  }
  return {
    licenceType: (slug) => find(`LICENCE_TYPE ${slug} `),
    predicate: (register, predicate) => find(`PREDICATE ${register} ${predicate}`),
    register: (slug) => find(`REGISTER ${slug} `),
    nameOf: (code) => names.get(code) ?? { en: code, zh: code },
  }
}

interface GrantWish {
  readonly resource: string
  readonly provider: string
  readonly fields: readonly string[]
  readonly serviceItems: readonly string[]
  readonly basis: string
  readonly scene: string
  readonly validFrom: string
  readonly validTo: string
  readonly quota: number
}

interface GrantGiven {
  readonly grantId: string
  readonly state: string
  readonly answerDueOn: string | null
  /** Unconditional data is granted with the approval; conditional data is answered by its provider. */
  readonly isAnswered: boolean
}

/** Request → the requester's head approves → the provider's head answers → grant. */
export async function obtainGrant(
  cast: Cast,
  requester: DemoClient,
  requesterAgency: string,
  wish: GrantWish,
): Promise<GrantGiven> {
  const { provider, ...input } = wish
  const { requestAccess } = await requester.must<{
    requestAccess: { accessRequest: { id: string; state: string; missing: string[] } }
  }>(REQUEST_ACCESS, {
    input: { requestId: freshRequestId('access'), method: 'INTERFACE', ...input },
  })
  const { id, state, missing } = requestAccess.accessRequest
  expectThat(state === 'AWAITING_APPROVAL', `access request ${state}: ${missing.join(', ')}`)
  const { approveAccessRequest } = await cast.headOf(requesterAgency).must<{
    approveAccessRequest: { accessRequest: { state: string; answerDueOn: string | null; grantId: string | null } }
  }>(APPROVE_ACCESS, { input: { requestId: freshRequestId('approve'), id } })
  const approved = approveAccessRequest.accessRequest
  if (approved.grantId !== null)
    return { grantId: approved.grantId, state: approved.state, answerDueOn: null, isAnswered: false }
  const { answerAccessRequest } = await cast
    .headOf(provider)
    .must<{ answerAccessRequest: { accessRequest: { state: string }; grant: { id: string } } }>(ANSWER_ACCESS, {
      input: { requestId: freshRequestId('answer'), id, answer: 'AGREE' },
    })
  return {
    grantId: answerAccessRequest.grant.id,
    state: answerAccessRequest.accessRequest.state,
    answerDueOn: approved.answerDueOn,
    isAnswered: true,
  }
}
