import { authorize, type Actor } from '../access/index.ts'
import { instantNow, parseDate, type LocalDate } from '../core/clock.ts'
import { isZhengshuError } from '../core/errors.ts'
import { sha256 } from '../core/hash.ts'
import type { CreditCode, LicenceIdentifier } from '../core/identifiers.ts'
import type { Licence, Licences, StateNow, Verdict } from './licence.ts'
import { licenceByIdentifier, licenceDisclosures, toLicence } from './licence-records.ts'
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
    status: (read, date) => registeredStatus(read, licence, date),
    inclusion: await inclusionOf(context, actor, document, licence),
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
  const found = await licenceByIdentifier(context.store, document.content.identifier as LicenceIdentifier)
  return found && toLicence(found.document)
}

/** What was sealed elsewhere has no status here; other words under a registered identifier are not that licence. */
function registeredStatus(document: ReadDocument, licence: Licence | undefined, date: LocalDate): StepOutcome {
  if (!licence) return cannotTell('STATUS_UNKNOWN')
  if (!isOf(document, licence)) return failed('CONTENT_DIFFERS')
  const { state } = stateOn(licence.changes, date)
  return state === 'VALID' ? PASSED : failed(`STATUS_${state}`)
}

// By payload, never by signature bytes: an ECDSA signature can be rewritten into another valid one.
const isOf = (document: ReadDocument, licence: Licence): boolean =>
  document.kind === 'excerpt'
    ? document.content.documentDigest === sha256(licence.document).toString('base64url')
    : licence.document.split('.')[1] === document.jws.payload.toString('base64url')

async function inclusionOf(
  context: LicencesContext,
  actor: Actor,
  document: ReadDocument | undefined,
  licence: Licence | undefined,
): Promise<InclusionSource> {
  const entry = document && (await entryOf(context, actor, document, licence))
  if (entry === undefined) return {}
  if ('absent' in entry) return entry
  try {
    // The proof is read on behalf of the agency whose entry it is; the caller only hears whether it holds.
    const reader: Actor = { ...actor, role: 'SYSTEM', agency: entry.agency as CreditCode }
    let answer = await context.ledger.proofOf(reader, entry.leafId)
    if (answer.state === 'pending') {
      await context.ledger.drain()
      answer = await context.ledger.proofOf(reader, entry.leafId)
    }
    if (answer.state !== 'included') return { absent: 'PROOF_PENDING' }
    return { proof: answer.proof, logKey: context.ledger.verifierKey }
  } catch (error) {
    if (isZhengshuError(error, 'NOT_FOUND')) return { absent: 'STATUS_UNKNOWN' }
    if (!isZhengshuError(error)) throw error
    context.log.warn('the ledger gave no proof for a verdict', { code: error.code, operation: 'verifyLicence' })
    return { absent: 'LEDGER_UNAVAILABLE' }
  }
}

/** Where the ledger records a document, and whose entry that is; undefined when only its holder can say. */
async function entryOf(
  context: LicencesContext,
  actor: Actor,
  document: ReadDocument,
  licence: Licence | undefined,
): Promise<{ readonly leafId: string; readonly agency: string } | { readonly absent: 'STATUS_UNKNOWN' } | undefined> {
  switch (document.kind) {
    case 'licence':
      if (!licence || !isOf(document, licence)) return { absent: 'STATUS_UNKNOWN' }
      return { leafId: licence.leafId, agency: licence.content.issuer.code }
    case 'excerpt': {
      const equals = { digest: sha256(document.text).toString('base64url') }
      const page = await context.store.find(licenceDisclosures, { index: 'by_digest', equals, limit: 1 })
      return page.items[0]?.document
    }
    case 'receipt':
      return { leafId: document.content.leafId, agency: actor.agency }
    case 'evidence':
      return undefined
  }
}

/** Where the licences of evidence stand today. */
async function statesNow(context: LicencesContext, document: ReadDocument | undefined): Promise<readonly StateNow[]> {
  if (document?.kind !== 'evidence') return []
  const states: StateNow[] = []
  for (const { proof } of document.content.materials) {
    if (proof?.kind !== 'LICENCE') continue
    const found = await licenceByIdentifier(context.store, proof.identifier as LicenceIdentifier)
    if (!found) continue
    const { state, changes } = found.document
    const since = changes.at(-1)?.on
    states.push({ identifier: proof.identifier, state, ...(since === undefined ? {} : { since }) })
  }
  return states
}
