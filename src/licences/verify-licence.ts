import { authorize, type Actor } from '../access/index.ts'
import { instantNow, parseDate, type LocalDate } from '../core/clock.ts'
import { isZhengshuError } from '../core/errors.ts'
import { sha256 } from '../core/hash.ts'
import type { CreditCode, LicenceIdentifier } from '../core/identifiers.ts'
import type { Licences, Verdict } from './licence.ts'
import { licenceByIdentifier, toLicence } from './licence-records.ts'
import { stateOn } from './licence-states.ts'
import type { LicencesContext } from './licences-deps.ts'
import type { Licence } from './licence.ts'
import {
  cannotTell,
  failed,
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
  return verdict
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
  if (document?.kind === 'licence' && !(licence && isOf(document, licence))) return { absent: 'STATUS_UNKNOWN' }
  const leafId = leafOf(document, licence)
  if (leafId === undefined) return {}
  const logKey = context.ledger.verifierKey
  try {
    // The proof is read on behalf of the agency whose entry it is; the caller only hears whether it holds.
    const reader: Actor = {
      ...actor,
      role: 'SYSTEM',
      agency: (licence?.content.issuer.code ?? actor.agency) as CreditCode,
    }
    let answer = await context.ledger.proofOf(reader, leafId)
    if (answer.state === 'pending') {
      await context.ledger.drain()
      answer = await context.ledger.proofOf(reader, leafId)
    }
    return answer.state === 'included' ? { proof: answer.proof, logKey } : { absent: 'PROOF_PENDING' }
  } catch (error) {
    if (isZhengshuError(error, 'NOT_FOUND')) return { absent: 'STATUS_UNKNOWN' }
    if (!isZhengshuError(error)) throw error
    context.log.warn('the ledger gave no proof for a verdict', { code: error.code, operation: 'verifyLicence' })
    return { absent: 'LEDGER_UNAVAILABLE' }
  }
}

function leafOf(document: ReadDocument | undefined, licence: Licence | undefined): string | undefined {
  if (document?.kind === 'licence') return licence?.leafId
  return document?.kind === 'receipt' ? document.content.leafId : undefined
}
