import type {
  Agency,
  LicenceType,
  ResourceBinding,
  ResourceMetadata,
  ResourceSearch,
  ServiceItem,
} from '../catalog/index.ts'
import { ZhengshuError } from '../core/errors.ts'
import type { CreditCode } from '../core/identifiers.ts'
import { dropNulls } from './drop-nulls.ts'
import type { ResourceBindingInput, ResourceMetadataInput, Resolvers } from './generated.ts'
import { connectionOf, toConnection, toPage } from './listing.ts'

const isKnown = <T>(item: T | undefined): item is T => item !== undefined

export const catalogResolvers = {
  Query: {
    resources: async (_parent, { first, after, ...filters }, { app, actor }) => {
      const search = { ...dropNulls(filters), ...toPage({ first, after }) } satisfies ResourceSearch
      return toConnection(await app.catalog.findResources(actor, search))
    },
    resource: (_parent, { code }, { app }) => app.catalog.resource(code) ?? null,
    resourceHistory: (_parent, { code }, { app, actor }) => app.catalog.resourceHistory(actor, code),
    serviceItems: (_parent, page, { app }) => connectionOf(app.catalog.serviceItems, (item) => item.slug, page),
    serviceItem: (_parent, { code }, { app }) => app.catalog.serviceItem(code) ?? null,
    bundles: (_parent, page, { app }) => connectionOf(app.catalog.bundles, (bundle) => bundle.slug, page),
    bundle: (_parent, { code }, { app }) => app.catalog.bundle(code) ?? null,
    licenceTypes: (_parent, page, { app }) => connectionOf(app.catalog.licenceTypes, (type) => type.slug, page),
    licenceType: (_parent, { code }, { app }) => app.catalog.licenceType(code) ?? null,
    registers: (_parent, page, { app }) => connectionOf(app.catalog.registers, (register) => register.slug, page),
    register: (_parent, { code }, { app }) => app.catalog.register(code) ?? null,
    agencies: (_parent, page, { app }) => connectionOf(app.catalog.agencies, (agency) => agency.number, page),
    agency: (_parent, { creditCode }, { app }) => app.catalog.agency(creditCode) ?? null,
  },
  Mutation: {
    registerResource: async (_parent, { input }, { app, actor }) => {
      const request = { requestId: input.requestId, metadata: toMetadata(input.metadata) }
      return { resource: await app.catalog.registerResource(actor, request) }
    },
    editResource: async (_parent, { input }, { app, actor }) => {
      const request = { ...input, metadata: toMetadata(input.metadata) }
      return { resource: await app.catalog.editResource(actor, request) }
    },
    submitResource: async (_parent, { input }, { app, actor }) => ({
      resource: await app.catalog.submitResource(actor, input),
    }),
    publishResource: async (_parent, { input }, { app, actor }) => ({
      resource: await app.catalog.publishResource(actor, input),
    }),
    returnResource: async (_parent, { input }, { app, actor }) => ({
      resource: await app.catalog.returnResource(actor, input),
    }),
    withdrawResource: async (_parent, { input }, { app, actor }) => ({
      resource: await app.catalog.withdrawResource(actor, input),
    }),
  },
  Resource: {
    code: ({ metadata }) => metadata.code,
    name: ({ metadata }) => metadata.name,
    provider: ({ metadata }) => metadata.provider,
    agency: ({ metadata }, _arguments, { app }) => app.catalog.agency(metadata.provider) ?? null,
    summary: ({ metadata }) => metadata.summary,
    format: ({ metadata }) => metadata.format,
    items: ({ metadata }) => metadata.items,
    sharingType: ({ metadata }) => metadata.sharingType,
    condition: ({ metadata }) => metadata.condition,
    clause: ({ metadata }) => metadata.clause,
    sharingMethod: ({ metadata }) => metadata.sharingMethod,
    isOpenToSociety: ({ metadata }) => metadata.isOpenToSociety,
    openCondition: ({ metadata }) => metadata.openCondition,
    updateCycle: ({ metadata }) => metadata.updateCycle,
    publishedOn: ({ metadata }) => metadata.publishedOn,
    relatedCodes: ({ metadata }) => metadata.relatedCodes,
    dataClass: ({ metadata }) => metadata.dataClass,
    dataGrade: ({ metadata }) => metadata.dataGrade,
    binding: ({ metadata }) => metadata.binding,
  },
  LicenceType: {
    code: ({ slug }) => slug,
    issuers: ({ issuers }: LicenceType, _arguments, { app }): Agency[] =>
      issuers.map((number) => app.catalog.agencyByNumber(number)).filter(isKnown),
  },
  Register: {
    code: ({ slug }) => slug,
    sourceAgency: ({ sourceAgency }, _arguments, { app }) => app.catalog.agencyByNumber(sourceAgency) ?? null,
  },
  ServiceItem: {
    code: ({ slug }) => slug,
    agency: ({ agency }, _arguments, { app }) => app.catalog.agencyByNumber(agency) ?? null,
  },
  Bundle: {
    code: ({ slug }) => slug,
    items: ({ items }, _arguments, { app }): ServiceItem[] =>
      items.map((slug) => app.catalog.serviceItem(slug)).filter(isKnown),
  },
  Necessity: {
    situations: (necessity) => (necessity.kind === 'WHEN' ? necessity.situations : []),
    party: (necessity) => (necessity.kind === 'WHEN_PARTY' ? necessity.party : null),
  },
  MaterialAlternative: {
    __resolveType: ({ kind }) =>
      kind === 'LICENCE' ? 'LicenceAlternative' : kind === 'RECORD' ? 'RecordAlternative' : 'PredicateAlternative',
  },
  PredicateAlternative: {
    with: (alternative) => alternative.with ?? [],
  },
} satisfies Resolvers

function toMetadata(input: ResourceMetadataInput): ResourceMetadata {
  return {
    ...dropNulls(input),
    provider: input.provider as CreditCode,
    items: input.items.map((item) => dropNulls(item)),
    relatedCodes: input.relatedCodes ?? [],
    dataGrade: toDataGrade(input.dataGrade),
    binding: input.binding ? toBinding(input.binding) : { kind: 'NONE' },
  }
}

function toDataGrade(grade: number): ResourceMetadata['dataGrade'] {
  if (grade === 1 || grade === 2 || grade === 3 || grade === 4) return grade
  throw new ZhengshuError('INVALID_INPUT', {
    field: 'metadata.dataGrade',
    reason: 'use 1 to 4',
    reasonZh: '应为 1 至 4',
  })
}

function toBinding({ kind, register, predicate, licenceType }: ResourceBindingInput): ResourceBinding {
  switch (kind) {
    case 'NONE':
      return { kind }
    case 'REGISTER':
      return { kind, register: needed('register', register) }
    case 'PREDICATE':
      return { kind, register: needed('register', register), predicate: needed('predicate', predicate) }
    case 'LICENCE_TYPE':
      return { kind, licenceType: needed('licenceType', licenceType) }
  }
}

function needed(name: string, value: string | null | undefined): string {
  if (value) return value
  throw new ZhengshuError('INVALID_INPUT', {
    field: `metadata.binding.${name}`,
    reason: 'this kind of binding needs it',
    reasonZh: '该类型的对应实体须填写此项',
  })
}
