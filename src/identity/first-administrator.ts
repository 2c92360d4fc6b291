import { generateKeyPairSync } from 'node:crypto'
import { existsSync, renameSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { instantNow } from '../core/clock.ts'
import { ZhengshuError } from '../core/errors.ts'
import { writeFileDurably } from '../keys/index.ts'
import { keyIdOf, publicJwkOf } from '../signing/index.ts'
import { CommitConflict, type Write } from '../store/index.ts'
import { markFirstAdministrator, readFirstAdministrator, saveClient } from './client-records.ts'
import type { IdentityContext } from './identity-deps.ts'
import type { Client, Identity } from './identity.ts'
import { clientChanged } from './register-client.ts'

const FILE = 'administrator.jwk'

/**
 * Makes the first administrator, from whom all other clients come, and writes its private key to the key directory.
 * The key is on the disk before the client is in the store, and takes its final name afterwards: a crash in between
 * leaves a spare file, never an administrator without a key. Of two processes one wins.
 */
export async function ensureAdministrator(context: IdentityContext): ReturnType<Identity['ensureAdministrator']> {
  const existing = await readFirstAdministrator(context.store)
  if (existing !== undefined) {
    takeFinalName(context, existing)
    return undefined
  }
  const made = makeAdministrator(context, '首任管理员 First administrator', 'administrator')
  const { clientId } = made.client
  try {
    await saveAdministrator(context, made.client, [markFirstAdministrator(clientId)])
  } catch (error) {
    if (error instanceof CommitConflict) {
      unlinkSync(spareName(context, clientId))
      return undefined
    }
    throw error
  }
  takeFinalName(context, clientId)
  const file = join(context.keyDirectory, FILE)
  context.log.info('made the first administrator', { clientId, path: file })
  return { clientId, privateJwk: made.privateJwk, file }
}

/** One more, for who lost the key of the others; its key keeps the spare name. The ledger shows that it came so. */
export async function addAdministrator(context: IdentityContext): ReturnType<Identity['addAdministrator']> {
  const { client } = makeAdministrator(context, '管理员 Administrator', context.ids.next('person'))
  await saveAdministrator(context, client, [])
  return { clientId: client.clientId, file: spareName(context, client.clientId) }
}

function makeAdministrator(context: IdentityContext, name: string, personId: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const client: Client = {
    clientId: context.ids.next('cli'),
    name,
    role: 'ADMINISTRATOR',
    agency: operatingAgency(context),
    authMethod: 'private_key_jwt',
    publicJwk: publicJwkOf(publicKey),
    personId,
    state: 'ACTIVE',
    registeredAt: instantNow(context.clock),
  }
  const privateJwk = {
    ...privateKey.export({ format: 'jwk' }),
    kid: keyIdOf(publicKey),
    alg: 'ES256',
    use: 'sig',
    clientId: client.clientId,
  }
  writeFileDurably(spareName(context, client.clientId), `${JSON.stringify(privateJwk, null, 2)}\n`)
  return { client, privateJwk }
}

async function saveAdministrator(context: IdentityContext, client: Client, marks: readonly Write[]): Promise<void> {
  const document = { id: client.clientId, client }
  const { writes } = context.ledger.prepare([clientChanged(client, 'REGISTERED', client.registeredAt)])
  await context.store.commit([...marks, ...(await saveClient(context.store, document)), ...writes])
  context.clients.put(document)
}

const spareName = (context: IdentityContext, clientId: string): string =>
  join(context.keyDirectory, `administrator.${clientId}.jwk`)

function takeFinalName(context: IdentityContext, clientId: string): void {
  const spare = spareName(context, clientId)
  if (existsSync(spare)) renameSync(spare, join(context.keyDirectory, FILE))
}

function operatingAgency(context: IdentityContext): Client['agency'] {
  const agency = context.catalog.agencyByNumber(context.operatingAgency)
  if (!agency)
    throw new ZhengshuError('CONFIG_INVALID', {
      setting: 'ZHENGSHU_OPERATING_AGENCY',
      reason: `agencies.json has no agency ${context.operatingAgency}`,
      reasonZh: `agencies.json 中没有部门 ${context.operatingAgency}`,
    })
  return agency.creditCode
}
