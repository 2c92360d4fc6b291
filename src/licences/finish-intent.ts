import { instantNow, type Instant } from '../core/clock.ts'
import { digestOf } from '../core/hash.ts'
import type { AuditEvent } from '../ledger/index.ts'
import type { Signer } from '../signing/index.ts'
import { CommitConflict, insert, remove, saveRequest, type Stored, type Write } from '../store/index.ts'
import { stateWrites } from './change-state.ts'
import type { IssueResult } from './issue-licences.ts'
import type { LicenceContent } from './licence.ts'
import { licenceHolders, licenceIntents, lookupOf, type IntentItem, type IntentRecord } from './licence-records.ts'
import { canChange } from './licence-states.ts'
import type { LicencesContext } from './licences-deps.ts'
import { resourceOf } from './refuse.ts'
import { digestsBehind, signPrepared } from './sign-document.ts'

const ATTEMPTS = 5
/**
 * Licences of one intent that are signed and verified side by side: enough to keep the thread pool busy, and two messages
 * for the signing thread, so that one is under way there while the other is looked at here.
 */
export const SIDE_BY_SIDE = 128

type Reserved = Extract<IntentItem, { ok: true }>
type Refused = Extract<IntentItem, { ok: false }>
/**
 * Signed, and accepted by our own verifier, which also read its content. Neither that as a whole nor the document:
 * hundreds of them are what the collector would copy while a batch is under way.
 */
interface Verified extends Pick<LicenceContent, 'licenceType' | 'previous'> {
  readonly item: Reserved
  /** Payload, dot, signature. */
  readonly signed: string
  readonly holderCodes: readonly string[]
  readonly issuerName: string
  readonly payloadDigest: string
  readonly documentDigest: string
}
type Outcome = Verified | Refused

/**
 * Turns a recorded intent into licences, or voids what cannot be signed any more. The same code for a request under
 * way, for its repetition, and at start for what a crash left. Undefined when another process ended this intent first.
 */
export async function finishIntent(
  context: LicencesContext,
  found: Stored<IntentRecord>,
): Promise<readonly IssueResult[] | undefined> {
  const intent = found.document
  // 1. Sign the recorded bytes, with the key for which they were prepared.
  // 2. Run our own verifier: what it does not accept is not issued.
  const signer = await sealOf(context, intent)
  const outcomes = await signAndVerifyAll(context, intent, signer)
  const header = await context.keeper.keepHeader(intent.header)
  // 3. One commit: licences, holders, what they supersede, leaves, idempotency key; the intent goes.
  for (let attempt = 1; ; attempt++) {
    const { writes, results } = await issuedWrites(context, found, header, outcomes)
    try {
      await context.store.commit(writes)
      context.afterStep?.('issued')
      return results
    } catch (error) {
      if (!(error instanceof CommitConflict) || attempt === ATTEMPTS) throw error
      // A licence that is superseded may have changed since it was read; or the intent is gone.
      if (!(await context.store.get(licenceIntents, intent.id))) return undefined
    }
  }
}

/**
 * Of large intents the licences take turns, those of one before those of the next: side by side all intents would be
 * signed at the same time and then written at the same time, while each time the other threads have nothing to do. A
 * small one does not wait for them.
 */
function signAndVerifyAll(
  context: LicencesContext,
  intent: IntentRecord,
  signer: Signer | undefined,
): Promise<readonly Outcome[]> {
  const isLarge = intent.items.length > SIDE_BY_SIDE
  const digestDocument = digestsBehind(intent.header)
  const work = (item: IntentItem) => signAndVerify(context, intent, signer, item, digestDocument)
  return Promise.all(intent.items.map((item) => (isLarge ? context.signTurns(() => work(item)) : work(item))))
}

async function signAndVerify(
  context: LicencesContext,
  intent: IntentRecord,
  signer: Signer | undefined,
  item: IntentItem,
  digestDocument: (signed: string) => string,
): Promise<Outcome> {
  if (!item.ok) return item
  if (!signer) return voided('the seal key was replaced before the licence was signed', '签章密钥已更换')
  const signed = await signPrepared(signer, intent.header, item.payload)
  const document = `${intent.header}.${signed}`
  context.afterStep?.('signed')
  const read = await context.verifier.checkOrigin(document)
  context.afterStep?.('verified')
  if (!('result' in read) && read.kind === 'licence') {
    const { licenceType, previous, holders, issuer } = read.content
    return {
      item,
      signed,
      licenceType,
      ...(previous === undefined ? {} : { previous }),
      holderCodes: holders.map(({ code }) => code),
      issuerName: issuer.name,
      payloadDigest: digestOf(read.jws.payload),
      documentDigest: digestDocument(signed),
    }
  }
  const code = 'result' in read ? read.code : 'KIND_UNKNOWN'
  context.log.error('a licence failed our own verifier', { code, operation: 'issueLicence' })
  return voided(`our own verifier refused it: ${code}`, `自检未通过：${code}`)
}

/** The signer for which the header was made; undefined when the key has changed since. */
async function sealOf(context: LicencesContext, intent: IntentRecord): Promise<Signer | undefined> {
  const agency = context.catalog.agency(intent.agency)
  if (!agency) return undefined
  const signer = await context.keyring.sealFor({ creditCode: agency.creditCode, name: agency.name.zh })
  return signer.keyId === intent.keyId && signer.algorithm === intent.algorithm ? signer : undefined
}

async function issuedWrites(
  context: LicencesContext,
  stored: Stored<IntentRecord>,
  header: string,
  outcomes: readonly Outcome[],
): Promise<{ readonly writes: readonly Write[]; readonly results: readonly IssueResult[] }> {
  const intent = stored.document
  const now = instantNow(context.clock)
  const writes: Write[] = [remove(licenceIntents, intent.id, stored.version)]
  const events: AuditEvent[] = []
  const issued: Verified[] = []
  const results: IssueResult[] = []
  for (const [i, outcome] of outcomes.entries()) {
    const replaced = isVerified(outcome) ? await supersede(context, intent, outcome) : undefined
    if (isVerified(outcome) && (replaced === undefined || replaced.ok)) {
      writes.push(...(replaced?.writes ?? []))
      events.push(...(replaced ? [replaced.event] : []))
      issued.push(outcome)
      results.push({ ok: true, identifier: outcome.item.identifier })
      continue
    }
    const refusal = isVerified(outcome)
      ? voided('the licence to be replaced is no longer valid', '被替代的证照已失效')
      : outcome
    const item = intent.items[i]!
    if (item.ok) events.push(voidedEvent(intent, item, refusal, now))
    results.push({ ok: false, code: refusal.code, params: refusal.params as never })
  }
  const first = events.length
  const leaf = context.ledger.prepare([...events, ...issued.map((signed) => issuedEvent(context, intent, signed, now))])
  issued.forEach((signed, i) => writes.push(...licenceWrites(context, header, signed, leaf.leaves[first + i]!.leafId)))
  writes.push(
    ...leaf.writes,
    saveRequest(context.store, scopeOf(intent), JSON.parse(JSON.stringify(results)) as never, now),
  )
  return { writes, results }
}

function licenceWrites(
  { keeper }: LicencesContext,
  header: string,
  { item, licenceType, holderCodes, signed }: Verified,
  leafId: string,
): readonly Write[] {
  return [
    keeper.insert({ id: item.licenceId, header, signed, state: 'VALID', changes: [], leafId }),
    ...holderCodes.map((code, n) =>
      insert(licenceHolders, {
        id: `${item.licenceId}.${n}`,
        lookup: lookupOf(licenceType, code),
        licenceId: item.licenceId,
      }),
    ),
  ]
}

/** The licence that this one replaces stops being valid in the very commit that issues its successor. */
async function supersede(context: LicencesContext, intent: IntentRecord, signed: Verified) {
  const previous = signed.previous && (await context.keeper.byIdentifier(signed.previous))
  if (!previous) return undefined
  if (!canChange(previous.document.state, 'SUPERSEDED')) return { ok: false as const }
  const change = await stateWrites(context, previous, {
    to: 'SUPERSEDED',
    authority: signed.issuerName,
    reason: signed.item.identifier,
    basis: 'GB/T 36903',
    actor: intent,
    requestId: intent.requestId,
  })
  return { ok: true as const, ...change }
}

function issuedEvent(context: LicencesContext, intent: IntentRecord, signed: Verified, at: Instant): AuditEvent {
  const resource = resourceOf(context.catalog, signed.licenceType)
  return {
    kind: 'LICENCE_ISSUED',
    at,
    actor: { clientId: intent.clientId, agency: intent.agency },
    ...(resource === undefined ? {} : { resources: [resource] }),
    subjects: signed.holderCodes,
    requestId: intent.requestId,
    data: {
      documentDigest: signed.documentDigest,
      identifier: signed.item.identifier,
      licenceType: signed.licenceType,
      payloadDigest: signed.payloadDigest,
    },
  }
}

const voidedEvent = (intent: IntentRecord, item: Reserved, refusal: Refused, at: Instant): AuditEvent => ({
  kind: 'LICENCE_VOIDED',
  at,
  actor: { clientId: intent.clientId, agency: intent.agency },
  requestId: intent.requestId,
  data: { identifier: item.identifier, code: refusal.code },
})

const scopeOf = (intent: IntentRecord) => ({
  clientId: intent.clientId,
  requestId: intent.requestId,
  operation: intent.operation,
  body: intent.body,
})

const isVerified = (outcome: Outcome): outcome is Verified => 'signed' in outcome

const voided = (reason: string, reasonZh: string): Refused => ({
  ok: false,
  code: 'LICENCE_VOIDED',
  params: { reason, reasonZh },
})

/** Ends what a crash left between intent and commit; run at start, before requests are taken. */
export async function recoverUnfinished(
  context: LicencesContext,
): Promise<{ readonly issued: number; readonly voided: number }> {
  let issued = 0
  let voidedCount = 0
  for (;;) {
    const page = await context.store.find(licenceIntents, { index: 'by_start', limit: 100 })
    if (page.items.length === 0) return { issued, voided: voidedCount }
    for (const found of page.items) {
      const results = await finishIntent(context, found)
      const reserved = found.document.items.map((item) => item.ok)
      issued += (results ?? []).filter((result) => result.ok).length
      voidedCount += (results ?? []).filter((result, i) => !result.ok && reserved[i]).length
    }
  }
}
