import { authorize, type Actor } from '../access/index.ts'
import { canonicalJson } from '../core/canonical-json.ts'
import { instantNow, today } from '../core/clock.ts'
import { isZhengshuError, ZhengshuError } from '../core/errors.ts'
import { digestOf } from '../core/hash.ts'
import { buildLicenceIdentifier, licenceIdentifierParts, type LicenceIdentifier } from '../core/identifiers.ts'
import type { Ids } from '../core/ids.ts'
import {
  CommitConflict,
  findRequest,
  insert,
  saveRequest,
  type RequestScope,
  type Stored,
  type Write,
} from '../store/index.ts'
import { buildContent, checkIssue, type CheckedIssue } from './check-issue.ts'
import { finishIntent, SIDE_BY_SIDE } from './finish-intent.ts'
import type { IssueLicenceInput, Licence, Licences } from './licence.ts'
import { licenceIdentifiers, licenceIntents, toLicence, type IntentItem, type IntentRecord } from './licence-records.ts'
import type { LicencesContext } from './licences-deps.ts'
import { recordRefusal } from './refuse.ts'
import { mapInPieces } from './turns.ts'
import { digestsBehind, DOCUMENT_TYPES, protectedHeader } from './sign-document.ts'

export type IssueResult = Awaited<ReturnType<Licences['issueMany']>>[number]
const MAX_BATCH = 500
const ATTEMPTS = 5

/** One licence; a refusal is thrown. */
export async function issueLicence(
  context: LicencesContext,
  actor: Actor,
  input: { readonly requestId: string; readonly licence: IssueLicenceInput },
): Promise<Licence> {
  authorize(actor, 'issueLicence')
  const [result] = await issueAll(context, actor, input.requestId, 'issueLicence', [input.licence])
  if (!result!.ok)
    throw new ZhengshuError(result!.code as ZhengshuError['code'], result!.params as ZhengshuError['params'])
  return toLicence((await context.keeper.byIdentifier(result!.identifier))!.document)
}

export async function issueMany(
  context: LicencesContext,
  actor: Actor,
  input: { readonly requestId: string; readonly licences: readonly IssueLicenceInput[] },
): Promise<readonly IssueResult[]> {
  authorize(actor, 'issueLicence')
  if (input.licences.length === 0 || input.licences.length > MAX_BATCH)
    throw new ZhengshuError('INVALID_INPUT', {
      field: 'licences',
      reason: `send 1 to ${MAX_BATCH} licences`,
      reasonZh: `应为 1 至 ${MAX_BATCH} 份证照`,
    })
  return issueAll(context, actor, input.requestId, 'issueLicences', input.licences)
}

/** Issues licences under one requestId (README, "Life of a licence"); the caller has authorised. */
async function issueAll(
  context: LicencesContext,
  actor: Actor,
  requestId: string,
  operation: 'issueLicence' | 'issueLicences',
  inputs: readonly IssueLicenceInput[],
): Promise<readonly IssueResult[]> {
  // The digest stands for the inputs from here on: 500 of them are canonicalised once, and not kept in the intent.
  const body = digestOf(canonicalJson(inputs))
  const scope: RequestScope = { clientId: actor.clientId, requestId, operation, body }
  for (let attempt = 1; ; attempt++) {
    // 1. Asked before, and finished?
    const earlier = await findRequest(context.store, scope)
    if (earlier !== undefined) return earlier as readonly IssueResult[]
    // 2. Asked before, and interrupted? Then that intent is finished, not a second one made.
    const unfinished = await findIntent(context, scope)
    // 3. Check, reserve identifiers, record the bytes to be signed: one commit with the intent leaf.
    const intent = unfinished ?? (await intend(context, actor, scope, inputs))
    if (intent === 'taken' && attempt < ATTEMPTS) continue
    if (intent === 'taken') throw new ZhengshuError('CONFLICT', { what: 'the identifier', whatZh: '证照标识' })
    if (!('document' in intent)) return intent
    // 4. Sign, run our own verifier, commit the licences with their leaves.
    const results = await finishIntent(context, intent)
    if (results !== undefined) return results
    // Another process finished the same intent meanwhile: its result is ours.
    if (attempt >= ATTEMPTS) throw new ZhengshuError('CONFLICT', { what: 'the request', whatZh: '该请求' })
  }
}

const intentId = (clientId: string, requestId: string): string => `${clientId} ${requestId}`

async function findIntent(context: LicencesContext, scope: RequestScope): Promise<Stored<IntentRecord> | undefined> {
  const found = await context.store.get(licenceIntents, intentId(scope.clientId, scope.requestId))
  if (!found) return undefined
  if (found.document.operation !== scope.operation || found.document.body !== scope.body)
    throw new ZhengshuError('REQUEST_ID_CONFLICT', { field: 'requestId', requestId: scope.requestId })
  return found
}

/** The committed intent; or the refusals, when nothing is left to sign; or `taken`, when somebody was quicker. */
async function intend(
  context: LicencesContext,
  actor: Actor,
  scope: RequestScope,
  inputs: readonly IssueLicenceInput[],
): Promise<Stored<IntentRecord> | readonly IssueResult[] | 'taken'> {
  const prepare = () => checkAndBuild(context, actor, scope, inputs)
  const items = await (inputs.length > SIDE_BY_SIDE ? context.checkInTurn(prepare) : prepare())
  const now = instantNow(context.clock)
  if (items.every((item) => !item.ok)) {
    const answer = scope.operation === 'issueLicences' ? [saveRequest(context.store, scope, toJson(items), now)] : []
    return (await isCommitted(context, answer)) ? (items as readonly IssueResult[]) : 'taken'
  }
  const agency = agencyOf(context, actor)
  const signer = await context.keyring.sealFor({ creditCode: agency.creditCode, name: agency.name.zh })
  const intent: IntentRecord = {
    id: intentId(scope.clientId, scope.requestId),
    clientId: actor.clientId,
    agency: actor.agency,
    requestId: scope.requestId,
    operation: scope.operation,
    body: scope.body as string,
    startedAt: now,
    keyId: signer.keyId,
    algorithm: signer.algorithm,
    header: protectedHeader(signer, DOCUMENT_TYPES.licence),
    items,
  }
  const toSign = items.filter((item) => item.ok)
  const digestToSign = digestsBehind(intent.header)
  const leaf = context.ledger.prepare([
    {
      kind: 'LICENCE_INTENDED',
      at: now,
      actor: { clientId: actor.clientId, agency: actor.agency },
      requestId: scope.requestId,
      data: {
        count: toSign.length,
        digests: toSign.map((item) => digestToSign(item.payload)),
      },
    },
  ])
  const isMine = await isCommitted(context, [
    ...toSign.map((item) => insert(licenceIdentifiers, { id: item.identifier, licenceId: item.licenceId })),
    insert(licenceIntents, intent),
    ...leaf.writes,
  ])
  if (!isMine) return 'taken'
  context.afterStep?.('intended')
  return { document: intent, version: 1 }
}

/** The items of an intent: each input checked, and what is to be signed of those that passed. */
async function checkAndBuild(
  context: LicencesContext,
  actor: Actor,
  scope: RequestScope,
  inputs: readonly IssueLicenceInput[],
): Promise<readonly IntentItem[]> {
  const checks = await checkAll(context, actor, scope, inputs)
  context.afterStep?.('checked')
  const signedAt = instantNow(context.clock)
  const statuses = [...(await context.statusLists.allocate(checks.filter((check) => check.ok).length))]
  return mapInPieces(checks, (check): IntentItem => {
    if (!check.ok) return check
    const { checked, identifier } = check
    const content = buildContent(checked, { identifier, signedAt, status: statuses.pop()! })
    const payload = Buffer.from(canonicalJson(content)).toString('base64url')
    return { ok: true, licenceId: context.ids.next('lic'), identifier, payload }
  })
}

/** False when an identifier is taken, or the same request came twice at once: then one looks again. */
async function isCommitted(context: LicencesContext, writes: readonly Write[]): Promise<boolean> {
  try {
    await context.store.commit(writes)
    return true
  } catch (error) {
    if (error instanceof CommitConflict) return false
    throw error
  }
}

type ItemCheck =
  | { readonly ok: true; readonly checked: CheckedIssue; readonly identifier: LicenceIdentifier }
  | Extract<IntentItem, { ok: false }>

/** Each input by itself: parsed with an identifier of its own, or the error that refuses it. */
async function checkAll(
  context: LicencesContext,
  actor: Actor,
  scope: RequestScope,
  inputs: readonly IssueLicenceInput[],
): Promise<readonly ItemCheck[]> {
  const agency = agencyOf(context, actor)
  const date = today(context.clock)
  const notIssuer = new Set<string>()
  const serials = newSerials(context.ids, context.clock.now(), inputs.length)
  const checks = await mapInPieces(inputs, (input, i): ItemCheck => {
    try {
      const checked = checkIssue(context.catalog, agency, date, input, context.refuseSynthetic)
      return { ok: true, checked, identifier: identifierFor(checked, serials[i]!) }
    } catch (error) {
      if (!isZhengshuError(error)) throw error
      if (error.code === 'ACCESS_REFUSED') notIssuer.add(input.licenceType)
      return refusedItem(error)
    }
  })
  if (notIssuer.size > 0) await recordRefusal(context, actor, scope.requestId, 'not-an-issuer', [...notIssuer])
  return refuseTaken(context, await refuseReplaced(context, checks))
}

/** Version 001, or the next one when number and serial stay those of the licence that is replaced (GB/T 36904). */
function identifierFor(checked: CheckedIssue, newSerial: string): LicenceIdentifier {
  const { type, issuer, previous } = checked
  const serial = checked.serial ?? newSerial
  const before = previous && licenceIdentifierParts(previous)
  const isNextVersion =
    before?.typeCode === type.typeCode && before.issuerCode === issuer.code && before.serial === serial
  const version = isNextVersion ? String(Number(before.version) + 1).padStart(3, '0') : '001'
  return buildLicenceIdentifier({ typeCode: type.typeCode, issuerCode: issuer.code, serial, version })
}

// 32 of the 36 permitted characters, so that five random bits make one without bias; I, L, O and U misread easily.
const SERIAL_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const TIME_CHARACTERS = 9
const RANDOM_CHARACTERS = 11

/**
 * The millisecond, then chance. Identifiers that are made together so stand side by side in their index: serials all of
 * chance would write a page of it anew for each. For a batch at once: a call to the generator costs more than its bytes.
 */
function newSerials(ids: Ids, milliseconds: number, count: number): readonly string[] {
  let time = ''
  for (let rest = milliseconds; time.length < TIME_CHARACTERS; rest = Math.floor(rest / 32))
    time = SERIAL_ALPHABET[rest % 32]! + time
  const random = ids.random(count * RANDOM_CHARACTERS)
  return Array.from({ length: count }, (_, i) => {
    let serial = time
    for (let at = i * RANDOM_CHARACTERS; at < (i + 1) * RANDOM_CHARACTERS; at++)
      serial += SERIAL_ALPHABET[random[at]! & 31]!
    return serial
  })
}

/** An identifier that exists already, in the store or earlier in the same batch, is refused by name. */
async function refuseTaken(context: LicencesContext, checks: readonly ItemCheck[]): Promise<readonly ItemCheck[]> {
  const chosen = checks.flatMap((check) => (check.ok && check.checked.serial !== undefined ? [check.identifier] : []))
  if (chosen.length === 0) return checks
  const stored = await context.store.getMany(licenceIdentifiers, [...new Set(chosen)])
  const taken = new Set(stored.flatMap((found) => (found ? [found.document.id] : [])))
  return checks.map((check) => {
    if (!check.ok || check.checked.serial === undefined) return check
    if (taken.has(check.identifier)) return refusedItem(new ZhengshuError('ALREADY_EXISTS', { what: check.identifier }))
    taken.add(check.identifier)
    return check
  })
}

/** What a licence says it replaces, if this register holds it, must be of the same type and still be replaceable. */
async function refuseReplaced(context: LicencesContext, checks: readonly ItemCheck[]): Promise<readonly ItemCheck[]> {
  const previous = [...new Set(checks.flatMap((check) => (check.ok ? (check.checked.previous ?? []) : [])))]
  if (previous.length === 0) return checks
  const keys = (await context.store.getMany(licenceIdentifiers, previous)).flatMap((key) => key?.document ?? [])
  const records = await context.keeper.getMany(keys.map((key) => key.licenceId))
  const held = new Map(keys.map((key, i) => [key.id, records[i] && toLicence(records[i].document)]))
  const replaced = new Set<string>()
  return checks.map((check) => {
    const identifier = check.ok ? check.checked.previous : undefined
    if (!check.ok || identifier === undefined || !held.has(identifier)) return check
    const licence = held.get(identifier)
    if (
      licence?.content.licenceType !== check.checked.type.slug ||
      licence.content.issuer.code !== check.checked.issuer.code
    )
      return refusedItem(
        new ZhengshuError('INVALID_INPUT', {
          field: 'previous',
          reason: 'it is no licence of this type and issuer',
          reasonZh: '不是同类型、同颁发机构的证照',
        }),
      )
    if (licence.state !== 'VALID' || replaced.has(identifier))
      return refusedItem(
        new ZhengshuError('INVALID_TRANSITION', {
          what: identifier,
          state: replaced.has(identifier) ? 'SUPERSEDED' : licence.state,
          operation: 'SUPERSEDED',
        }),
      )
    replaced.add(identifier)
    return check
  })
}

const refusedItem = (error: ZhengshuError) => ({ ok: false as const, code: error.code, params: error.params as never })

const toJson = (results: readonly unknown[]) => JSON.parse(JSON.stringify(results)) as never

function agencyOf(context: LicencesContext, actor: Actor) {
  const agency = context.catalog.agency(actor.agency)
  if (!agency) throw new ZhengshuError('FORBIDDEN', { operation: 'issueLicence' })
  return agency
}
