import { authorize, type Actor } from '../access/index.ts'
import { instantNow, parseDate, toInstant, today, type LocalDate } from '../core/clock.ts'
import { isZhengshuError } from '../core/errors.ts'
import { sha256 } from '../core/hash.ts'
import type { LicenceIdentifier } from '../core/identifiers.ts'
import type { Licence, Licences, StateNow, Verdict } from './licence.ts'
import { licenceDisclosures, toLicence } from './licence-records.ts'
import { stateOn } from './licence-states.ts'
import type { LicencesContext } from './licences-deps.ts'
import {
  cannotTell,
  failed,
  isGenuine,
  PASSED,
  type InclusionSource,
  type ReadDocument,
  type StepOutcome,
} from './verify/index.ts'

type Input = Parameters<Licences['verify']>[1]

/**
 * The same steps as offline, with the register itself in place of a status list and the ledger's own proof. The
 * verdict is a ledger entry.
 */
export async function verifyLicence(context: LicencesContext, actor: Actor, input: Input): Promise<Verdict> {
  authorize(actor, 'verifyLicence')
  const validOn = input.validOn === undefined ? undefined : parseDate(input.validOn, 'validOn')
  const document = context.verifier.read(input.document)
  const licence = await registeredFor(context, document)
  const verdict = context.verifier.verify(input.document, {
    now: context.clock.now(),
    ...(validOn === undefined ? {} : { validOn }),
    status: (read, date) => registeredStatus(read, licence, date, today(context.clock)),
    inclusion: await inclusionOf(context, actor, input, document, licence),
  })
  const leaf = context.ledger.prepare([
    {
      kind: 'LICENCE_VERIFIED',
      at: instantNow(context.clock),
      actor: { clientId: actor.clientId, agency: actor.agency },
      data: {
        documentDigest: sha256(input.document).toString('base64url'),
        verdict: verdict.verdict,
        validOn: verdict.validOn,
        steps: verdict.steps.map(({ step, result, code }) => ({
          step,
          result,
          ...(code === undefined ? {} : { code }),
        })),
        ...(licence === undefined ? {} : { identifier: licence.identifier }),
      },
    },
  ])
  await context.store.commit(leaf.writes)
  // A forged document must not make the register tell the state of whatever licences it lists.
  const stateNow = isGenuine(verdict) ? await statesNow(context, document) : []
  return { ...verdict, ...(stateNow.length > 0 ? { stateNow } : {}) }
}

/** The licence of the register that a document is, or is an excerpt of. */
async function registeredFor(
  context: LicencesContext,
  document: ReadDocument | undefined,
): Promise<Licence | undefined> {
  if (document?.kind !== 'licence' && document?.kind !== 'excerpt') return undefined
  const found = await context.keeper.byIdentifier(document.content.identifier as LicenceIdentifier)
  return found && toLicence(found.document)
}

/** What was sealed elsewhere has no status here; other words under a registered identifier are not that licence. */
function registeredStatus(
  document: ReadDocument,
  licence: Licence | undefined,
  date: LocalDate,
  asOf: LocalDate,
): StepOutcome {
  if (!licence) return cannotTell('STATUS_UNKNOWN')
  if (!isOf(document, licence)) return failed('CONTENT_DIFFERS')
  const { state } = stateOn(licence.changes, date)
  if (state !== 'VALID') return failed(`STATUS_${state}`)
  // It may be revoked before that day comes; offline no status list reaches it either.
  return date > asOf ? cannotTell('STATUS_TO_COME') : PASSED
}

// By payload, never by signature bytes: an ECDSA signature can be rewritten into another valid one.
const isOf = (document: ReadDocument, licence: Licence): boolean =>
  document.kind === 'excerpt'
    ? document.content.documentDigest === sha256(licence.document).toString('base64url')
    : licence.document.split('.')[1] === document.jws.payload.toString('base64url')

/** The proof that the holder brought is judged as it is; without one the service shows what it finds itself. */
async function inclusionOf(
  context: LicencesContext,
  actor: Actor,
  input: Input,
  document: ReadDocument | undefined,
  licence: Licence | undefined,
): Promise<InclusionSource> {
  const logKey = context.ledger.verifierKey
  if (input.proof !== undefined) return { proof: input.proof, logKey }
  try {
    const leafId = document && (await leafOf(context, actor, document, licence))
    if (leafId === undefined) return document?.kind === 'licence' ? { absent: 'STATUS_UNKNOWN' } : {}
    let answer = await context.ledger.proofForVerdict(leafId)
    if (answer.state === 'pending') {
      await context.ledger.drain()
      answer = await context.ledger.proofForVerdict(leafId)
    }
    if (answer.state === 'pending') return { absent: 'PROOF_PENDING' }
    // A receipt knows its leaf's hash; which other document an erased entry recorded is not known any more.
    if (answer.state === 'erased' && document?.kind !== 'receipt') return {}
    return { proof: answer.proof, logKey }
  } catch (error) {
    if (isZhengshuError(error, 'NOT_FOUND')) return { absent: 'STATUS_UNKNOWN' }
    if (!isZhengshuError(error)) throw error
    context.log.warn('the ledger gave no proof for a verdict', { code: error.code, operation: 'verifyLicence' })
    return { absent: 'LEDGER_UNAVAILABLE' }
  }
}

/** The entry that records a document; undefined when only its holder can say. */
async function leafOf(
  context: LicencesContext,
  actor: Actor,
  document: ReadDocument,
  licence: Licence | undefined,
): Promise<string | undefined> {
  const digest = sha256(document.text).toString('base64url')
  switch (document.kind) {
    case 'licence':
      return licence && isOf(document, licence) ? licence.leafId : undefined
    case 'excerpt': {
      const page = await context.store.find(licenceDisclosures, { index: 'by_digest', equals: { digest }, limit: 1 })
      return page.items[0]?.document.leafId
    }
    case 'receipt':
      return (await isGenuineOrigin(context, document)) ? document.content.leafId : undefined
    case 'evidence':
      return (await isGenuineOrigin(context, document)) ? leafOfEvidence(context, actor, document, digest) : undefined
  }
}

// Only what this exchange signed itself may say where to look.
const isGenuineOrigin = async ({ verifier }: LicencesContext, { text }: ReadDocument): Promise<boolean> =>
  !('result' in (await verifier.checkOrigin(text)))

/** Evidence and its entry bear one instant and one agency, so the agency's own accesses of that millisecond hold it. */
async function leafOfEvidence(
  context: LicencesContext,
  actor: Actor,
  document: ReadDocument & { readonly kind: 'evidence' },
  digest: string,
): Promise<string | undefined> {
  const { signedAt, content } = document
  const reader: Actor = { ...actor, role: 'SYSTEM', agency: content.requester.agency }
  const moment = { from: toInstant(signedAt), to: toInstant(signedAt + 1), first: 100 }
  const { entries } = await context.ledger.findOwnAccesses(reader, moment)
  return entries.find(({ data }) => data['documentDigest'] === digest)?.leafId
}

/** Where the licences of evidence stand today. */
async function statesNow(context: LicencesContext, document: ReadDocument | undefined): Promise<readonly StateNow[]> {
  if (document?.kind !== 'evidence') return []
  const states: StateNow[] = []
  for (const { proof } of document.content.materials) {
    if (proof?.kind !== 'LICENCE') continue
    const found = await context.keeper.byIdentifier(proof.identifier as LicenceIdentifier)
    if (!found) continue
    const { state, changes } = found.document
    const since = changes.at(-1)?.on
    states.push({ identifier: proof.identifier, state, ...(since === undefined ? {} : { since }) })
  }
  return states
}
