import { authorize, ROLES, type Actor } from '../access/index.ts'
import { instantNow } from '../core/clock.ts'
import { ZhengshuError } from '../core/errors.ts'
import { parseCreditCode, type CreditCode } from '../core/identifiers.ts'
import type { AuditEvent } from '../ledger/index.ts'
import { algorithmOfKey, publicJwkOf, publicKeyFromJwk } from '../signing/index.ts'
import { CommitConflict, findRequest, saveRequest } from '../store/index.ts'
import { secretDigest } from './authenticate-client.ts'
import { readClient, saveClient } from './client-records.ts'
import type { IdentityContext } from './identity-deps.ts'
import type { Client, RegisterClientInput } from './identity.ts'

type Registered = { readonly client: Client; readonly clientSecret?: string }

/**
 * Registers a client of an agency. The secret of client_secret_basic is answered once and kept nowhere: asking again
 * under the same requestId answers the client without it, and who lost the answer registers another client.
 */
export async function registerClient(
  context: IdentityContext,
  actor: Actor,
  input: RegisterClientInput,
): Promise<Registered> {
  authorize(actor, 'registerClient')
  const { requestId, ...body } = input
  const scope = { clientId: actor.clientId, requestId, operation: 'registerClient', body }
  const earlier = (await findRequest(context.store, scope)) as { clientId: string } | undefined
  if (earlier) return { client: (await readClient(context.store, earlier.clientId))!.document.client }

  const at = instantNow(context.clock)
  const client: Client = {
    ...checkClient(context, input),
    clientId: context.ids.next('cli'),
    state: 'ACTIVE',
    registeredAt: at,
  }
  const clientSecret =
    client.authMethod === 'client_secret_basic' ? context.ids.random(32).toString('base64url') : undefined
  const document = {
    id: client.clientId,
    client,
    ...(clientSecret === undefined ? {} : { secretDigest: secretDigest(context, client.clientId, clientSecret) }),
  }
  const { writes } = context.ledger.prepare([clientChanged(client, 'REGISTERED', at, { actor, requestId })])
  try {
    await context.store.commit([
      ...(await saveClient(context.store, document)),
      saveRequest(context.store, scope, { clientId: client.clientId }, at),
      ...writes,
    ])
  } catch (error) {
    // The same request came twice at once: the other one answers the secret.
    const twin = error instanceof CommitConflict && ((await findRequest(context.store, scope)) as { clientId: string })
    if (twin) return { client: (await readClient(context.store, twin.clientId))!.document.client }
    throw error
  }
  context.clients.put(document)
  return { client, ...(clientSecret === undefined ? {} : { clientSecret }) }
}

/** What the ledger keeps of a change: no names. */
export const clientChanged = (
  client: Client,
  change: 'REGISTERED' | 'SUSPENDED',
  at: AuditEvent['at'],
  by?: { readonly actor: Actor; readonly requestId: string },
): AuditEvent => ({
  kind: 'CLIENT_CHANGED',
  at,
  ...(by && { actor: { clientId: by.actor.clientId, agency: by.actor.agency }, requestId: by.requestId }),
  data: { clientId: client.clientId, change, role: client.role, agency: client.agency, authMethod: client.authMethod },
})

const invalid = (field: string, reason: string, reasonZh: string) =>
  new ZhengshuError('INVALID_INPUT', { field, reason, reasonZh })

const PERSON_ID = /^[A-Za-z0-9._:-]{1,100}$/
const CITIZEN_NUMBER = /^\d{17}[\dXx]$/

type Checked = Omit<Client, 'clientId' | 'state' | 'registeredAt'>

function checkClient(context: IdentityContext, input: RegisterClientInput): Checked {
  const { name, role, authMethod } = input
  if (name.trim() === '' || name.length > 100 || !name.isWellFormed() || /\p{Cc}|\p{Cf}/u.test(name))
    throw invalid('name', 'use 1 to 100 characters without control characters', '应为 1 至 100 个字符且不含控制字符')
  if (!ROLES.includes(role)) throw invalid('role', `use one of ${ROLES.join(', ')}`, `应为 ${ROLES.join('、')} 之一`)
  return {
    name: name.trim().normalize('NFC'),
    role,
    agency: checkAgency(context, input.agency),
    authMethod,
    ...checkKey(input),
    ...checkPerson(input),
  }
}

function checkAgency(context: IdentityContext, text: string): CreditCode {
  const agency = parseCreditCode(text, 'agency')
  if (!context.catalog.agency(agency))
    throw invalid('agency', 'no agency of the catalog has this credit code', '目录中没有该信用代码的部门')
  return agency
}

function checkKey({ authMethod, publicJwk }: RegisterClientInput): Pick<Client, 'publicJwk'> {
  if (authMethod === 'client_secret_basic') {
    if (publicJwk) throw invalid('publicJwk', 'client_secret_basic has no key', 'client_secret_basic 不使用密钥')
    return {}
  }
  if (authMethod !== 'private_key_jwt')
    throw invalid(
      'authMethod',
      'use private_key_jwt or client_secret_basic',
      '应为 private_key_jwt 或 client_secret_basic',
    )
  if (publicJwk && 'd' in publicJwk)
    throw invalid(
      'publicJwk',
      'this is a private key; keep it and send the public one',
      '这是私钥，请自行保管并提交公钥',
    )
  const key = publicJwk && publicKeyFromJwk(publicJwk)
  if (!key || algorithmOfKey(key) === 'Ed25519')
    throw invalid(
      'publicJwk',
      'send a public JWK of an EC key on P-256 or an RSA key of 2048 bits or more',
      '请提交 P-256 或 2048 位以上 RSA 公钥的 JWK',
    )
  return { publicJwk: publicJwkOf(key) }
}

/** Four eyes are two persons: every client but a system names the person behind it, by an opaque id. */
function checkPerson({ role, personId }: RegisterClientInput): Pick<Client, 'personId'> {
  if (role === 'SYSTEM') {
    if (personId !== undefined) throw invalid('personId', 'a system is no person', '业务系统不对应自然人')
    return {}
  }
  if (personId === undefined || !PERSON_ID.test(personId))
    throw invalid(
      'personId',
      `role ${role} needs the opaque id of a person, 1 to 100 letters, digits, dots, colons, hyphens or underscores`,
      `角色 ${role} 须提供自然人的内部编号（1 至 100 个字母、数字、点、冒号、连字符或下划线）`,
    )
  if (CITIZEN_NUMBER.test(personId))
    throw invalid('personId', 'use an internal number, not an identity number', '请使用内部编号，不得使用身份证号')
  return { personId }
}
