import { describeError, type ErrorCode, type ErrorParams } from '../core/errors.ts'
import type { IssueLicenceInput } from '../licences/index.ts'
import { dropNulls } from './drop-nulls.ts'
import type { DocumentKind, LicenceInput, Resolvers, VerifyStep } from './generated.ts'

export const licencesResolvers = {
  Query: {
    verifyLicence: (_parent, input, { app, actor }) => app.licences.verify(actor, dropNulls(input)),
  },
  Mutation: {
    issueLicence: async (_parent, { input }, { app, actor }) => ({
      licence: await app.licences.issue(actor, { requestId: input.requestId, licence: toLicence(input.licence) }),
    }),
    issueLicences: async (_parent, { input }, { app, actor }) => {
      const request = { requestId: input.requestId, licences: input.licences.map(toLicence) }
      const results = await app.licences.issueMany(actor, request)
      return { results: results.map((result) => (result.ok ? result : { ...result, text: textOf(result) })) }
    },
    changeLicenceState: async (_parent, { input }, { app, actor }) => ({
      licence: await app.licences.changeState(actor, input),
    }),
    fetchLicence: (_parent, { input }, { app, actor }) => app.licences.fetch(actor, input),
  },
  Licence: {
    licenceType: ({ content }) => content.licenceType,
    number: ({ content }) => content.number,
    issuedOn: ({ content }) => content.issuedOn,
    validFrom: ({ content }) => content.validFrom,
    validTo: ({ content }) => content.validTo,
    holders: ({ content }) => content.holders,
  },
  Verdict: {
    documentKind: ({ documentKind }) => documentKind.toUpperCase() as DocumentKind,
    stateNow: ({ stateNow }) => stateNow ?? [],
  },
  StepResult: {
    step: ({ step }) => step.toUpperCase() as VerifyStep,
    text: ({ en, zh }) => (en === undefined || zh === undefined ? null : { en, zh }),
  },
} satisfies Resolvers

const toLicence = (input: LicenceInput): IssueLicenceInput => dropNulls(input)

const textOf = ({ code, params }: { readonly code: string; readonly params: unknown }) => ({
  en: describeError(code as ErrorCode, params as ErrorParams, 'en'),
  zh: describeError(code as ErrorCode, params as ErrorParams, 'zh'),
})
