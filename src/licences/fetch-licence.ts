import { authorize, checkPurpose, type Actor } from '../access/index.ts'
import { classOfCommonField, type LicenceType } from '../catalog/index.ts'
import { dateAt, instantNow, toMilliseconds, today } from '../core/clock.ts'
import { isZhengshuError, ZhengshuError } from '../core/errors.ts'
import { sha256 } from '../core/hash.ts'
import { licenceIdentifierParts, parseLicenceIdentifier, type LicenceIdentifier } from '../core/identifiers.ts'
import { REFUSAL_RULES, type AccessDecision, type RefusalRule } from '../sharing/index.ts'
import { CommitConflict, findRequest, insert, saveRequest, type Write } from '../store/index.ts'
import { discloseLicence } from './disclose-licence.ts'
import type { AuditEvent } from '../ledger/index.ts'
import type { DisclosedLicence, Licences } from './licence.ts'
import { licenceDisclosures, toLicence } from './licence-records.ts'
import type { LicencesContext } from './licences-deps.ts'
import { resourceOf } from './refuse.ts'

type Input = Parameters<Licences['fetch']>[1]
type Fetched = Awaited<ReturnType<Licences['fetch']>>
type Permitted = Extract<AccessDecision, { permitted: true }>

/** The field by which a request and a grant mean the whole document. */
const DOCUMENT = 'document'
const ATTEMPTS = 5

/** Releases a licence to an agency that a grant permits: decide, disclose, one durable commit, then answer. */
export async function fetchLicence(context: LicencesContext, actor: Actor, input: Input): Promise<Fetched> {
  authorize(actor, 'fetchLicence')
  const identifier = parseLicenceIdentifier(input.identifier, 'identifier')
  checkPurpose(input.purpose)
  checkFields(typeOf(context, identifier), input.fields)
  for (let attempt = 1; ; attempt++) {
    // 1. The type stands in the identifier, so access is decided before anything is read: forbidden and absent look alike.
    const decision = await decide(context, actor, input, identifier)
    const found = await context.keeper.byIdentifier(identifier)
    if (!found) throw new ZhengshuError('NOT_FOUND', { what: 'licence', whatZh: '证照' })
    const licence = toLicence(found.document)
    const subjects = licence.content.holders.map((holder) => holder.code)
    // 2. Asked before? The same bytes again, as an access of its own.
    const scope = {
      clientId: actor.clientId,
      requestId: input.requestId,
      operation: 'fetchLicence',
      body: requestBody(input),
    }
    const isReplay = (await findRequest(context.store, scope)) !== undefined
    const caseWrites = await bindCase(context, actor, input, decision, subjects)
    try {
      if (isReplay) return await replay(context, actor, input, decision, subjects, caseWrites)
      // 3. Sign, then one commit: leaf, quota, case, idempotency key and the very bytes that are answered.
      const disclosed = await discloseLicence(
        context,
        licence,
        input.fields,
        decision.rawFields,
        input.fields.includes(DOCUMENT),
        input.purpose,
      )
      const leaf = context.ledger.prepare([accessEvent(context, actor, input, decision, disclosed, subjects)])
      const leafId = leaf.leaves[0]!.leafId
      const receipt = await context.ledger.signReceipt(leaf.leaves[0]!)
      await context.store.commit([
        ...leaf.writes,
        ...(await context.sharing.accessWrites([decision], subjects.length)),
        ...caseWrites,
        insert(licenceDisclosures, {
          id: disclosureId(actor, input),
          digest: sha256(disclosed.jws).toString('base64url'),
          agency: actor.agency,
          licence: disclosed,
          receipt,
          leafId,
          at: instantNow(context.clock),
        }),
        saveRequest(context.store, scope, { leafId }, instantNow(context.clock)),
      ])
      return { licence: disclosed, receipt, leafId }
    } catch (error) {
      if (!(error instanceof CommitConflict)) throw error
      if (error.reason === 'bound') return refuseByRule(context, actor, input, decision, 'quota-exceeded', subjects)
      // A grant, the case or the same request changed in between: decide anew from fresh reads.
      if (attempt === ATTEMPTS)
        throw new ZhengshuError('CONFLICT', { what: 'the grant', whatZh: '授权' }, { cause: error })
      await context.sharing.confirmGrants()
    }
  }
}

const typeOf = (context: LicencesContext, identifier: LicenceIdentifier): LicenceType | undefined => {
  const { typeCode } = licenceIdentifierParts(identifier)
  return context.catalog.licenceTypes.find((each) => each.typeCode === typeCode)
}

/** A field that there is not would look like one that the licence lacks. */
function checkFields(type: LicenceType | undefined, fields: readonly string[]): void {
  const invalid = (reason: string, reasonZh: string) =>
    new ZhengshuError('INVALID_INPUT', { field: 'fields', reason, reasonZh })
  if (fields.length === 0) throw invalid('name at least one', '至少指定一个字段')
  if (!type) return
  const face = Object.keys((type.schema['properties'] ?? {}) as object)
  if (fields.every((field) => field === DOCUMENT || face.includes(field) || classOfCommonField(field))) return
  throw invalid(
    `${type.slug} has ${face.join(', ')}, the fields that every licence has, and ${DOCUMENT}`,
    `${type.name.zh}的字段为：${face.join('、')}，以及各类证照共有字段和 ${DOCUMENT}`,
  )
}

/** The permission, or the recorded and thrown refusal. */
async function decide(
  context: LicencesContext,
  actor: Actor,
  input: Input,
  identifier: LicenceIdentifier,
): Promise<Permitted> {
  const type = typeOf(context, identifier)
  const resource = type && resourceOf(context.catalog, type.slug)
  const need = {
    resource: resource ?? licenceIdentifierParts(identifier).typeCode,
    fields: input.fields,
    subjectRole: 'APPLICANT' as const,
  }
  const [decision] = context.sharing.decideAccess(actor, input.purpose, [need])
  if (decision!.permitted) return decision as Permitted
  return refuseByRule(context, actor, input, decision!, (decision as { rule: RefusalRule }).rule, [])
}

async function recordRefusal(
  context: LicencesContext,
  actor: Actor,
  input: Input,
  { need, grantId }: AccessDecision,
  rule: RefusalRule,
  subjects: readonly string[],
): Promise<void> {
  const refused = { permitted: false as const, need, rule, ...(grantId === undefined ? {} : { grantId }) }
  await context.sharing.recordRefusals(actor, input.purpose, [refused], subjects, input.requestId)
}

async function refuseByRule(
  context: LicencesContext,
  actor: Actor,
  input: Input,
  decision: AccessDecision,
  rule: RefusalRule,
  subjects: readonly string[],
): Promise<never> {
  await recordRefusal(context, actor, input, decision, rule, subjects)
  throw new ZhengshuError('ACCESS_REFUSED', {
    rule,
    resource: decision.need.resource,
    reason: REFUSAL_RULES[rule].en,
    reasonZh: REFUSAL_RULES[rule].zh,
  })
}

/**
 * A new case is bound to all holders: nobody says which of them it is about, and the answer disclosed them all. A licence
 * belongs to a bound case when one of its holders does; the others do not become parties by that.
 */
async function bindCase(
  context: LicencesContext,
  actor: Actor,
  input: Input,
  decision: Permitted,
  subjects: readonly string[],
): Promise<readonly Write[]> {
  let mismatch: unknown
  for (const parties of [subjects, ...subjects.map((subject) => [subject])]) {
    try {
      return await context.sharing.bindCase(actor, input.purpose, parties)
    } catch (error) {
      if (!isZhengshuError(error, 'CASE_SUBJECT_MISMATCH')) throw error
      mismatch = error // one of the holders may still be a party
    }
  }
  await recordRefusal(context, actor, input, decision, 'case-subject-mismatch', subjects)
  throw mismatch
}

/** The stored bytes again, counted once more on another day; without a durable leaf of its own they do not leave either. */
async function replay(
  context: LicencesContext,
  actor: Actor,
  input: Input,
  decision: Permitted,
  subjects: readonly string[],
  caseWrites: readonly Write[],
): Promise<Fetched> {
  const stored = await context.store.get(licenceDisclosures, disclosureId(actor, input))
  if (!stored) throw new ZhengshuError('ERASED', { what: 'the answer', whatZh: '该应答' })
  const { licence, receipt, leafId, at } = stored.document
  const isCounted = dateAt(toMilliseconds(at)) === today(context.clock)
  const leaf = context.ledger.prepare([accessEvent(context, actor, input, decision, licence, subjects, leafId)])
  await context.store.commit([
    ...leaf.writes,
    ...(await context.sharing.accessWrites([decision], isCounted ? 0 : subjects.length)),
    ...caseWrites,
  ])
  return { licence, receipt, leafId }
}

function accessEvent(
  context: LicencesContext,
  actor: Actor,
  input: Input,
  decision: Permitted,
  disclosed: DisclosedLicence,
  subjects: readonly string[],
  replayOf?: string,
): AuditEvent {
  return {
    kind: disclosed.form === 'DOCUMENT' ? 'LICENCE_FETCHED' : 'LICENCE_EXCERPTED',
    at: instantNow(context.clock),
    actor: { clientId: actor.clientId, agency: actor.agency },
    resources: [decision.need.resource],
    subjects,
    requestId: input.requestId,
    caseNumber: input.purpose.caseNumber,
    data: {
      identifier: disclosed.identifier,
      fields: [...input.fields],
      serviceItems: [...input.purpose.serviceItems],
      grant: decision.grantId,
      grantVersion: decision.grantVersion,
      documentDigest: sha256(disclosed.jws).toString('base64url'),
      ...(replayOf === undefined ? {} : { replayOf }),
    },
  }
}

const disclosureId = (actor: Actor, input: Input): string => `${actor.clientId} ${input.requestId}`

const requestBody = ({ purpose, identifier, fields }: Input) => ({ purpose, identifier, fields })
