import { SUBMIT_REASONS, type EvidenceRequest } from '../evidence/index.ts'
import { REFUSAL_RULES } from '../sharing/index.ts'
import { dropNulls } from './drop-nulls.ts'
import type { RequestEvidenceInput, Resolvers } from './generated.ts'
import { refusalRuleName } from './sharing.ts'

export const evidenceResolvers = {
  Mutation: {
    requestEvidence: async (_parent, { input }, { app, actor }) => ({
      evidence: await app.evidence.request(actor, toEvidenceRequest(input)),
    }),
  },
  MaterialAnswer: {
    reason: ({ reason, rule }) =>
      reason === undefined
        ? null
        : {
            code: reason,
            text: SUBMIT_REASONS[reason],
            ...(rule === undefined ? {} : { rule: refusalRuleName(rule), ruleText: REFUSAL_RULES[rule] }),
          },
  },
  Proof: {
    __resolveType: ({ kind }) =>
      kind === 'LICENCE' ? 'LicenceProof' : kind === 'RECORD' ? 'RecordProof' : 'PredicateProof',
  },
} satisfies Resolvers

const toEvidenceRequest = ({ parties, situations, ...rest }: RequestEvidenceInput): EvidenceRequest => ({
  ...dropNulls(rest),
  parties: parties.map(({ role, idType, id }) => ({ role, idType: idType === 'CITIZEN_ID' ? '111' : '001', id })),
  situations: situations ?? [],
})
