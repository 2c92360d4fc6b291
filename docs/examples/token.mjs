#!/usr/bin/env node
/**
 * Prints an access token. Node 20 or later, no packages.
 *
 *   node token.mjs keys/administrator.jwk                         the first administrator
 *   node token.mjs kept/clients.json cli_01…                      a client of the file, by its id
 *   node token.mjs kept/clients.json kept/requests/01-….json      the client that sent that request
 *
 * ZHENGSHU_URL names the service; http://localhost:4000 when absent.
 */
import { createPrivateKey, randomUUID, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'

const url = process.env.ZHENGSHU_URL ?? 'http://localhost:4000'
const end = (reason) => {
  process.stderr.write(`${reason}\n`)
  process.exit(1)
}
const readJson = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    return end(`${file} cannot be read: ${error.code ?? 'it is not JSON'}`)
  }
}

const [credentials, who] = process.argv.slice(2)
if (!credentials) end('name the file of the client: node token.mjs FILE [CLIENT]')
const file = readJson(credentials)
const clientId = who?.endsWith('.json') ? readJson(who).as : (who ?? file.clientId)
const client = Array.isArray(file) ? file.find((each) => each.clientId === clientId) : { clientId, privateKeyJwk: file }
if (!client) end(`${credentials} has no client ${clientId}`)

const form = new URLSearchParams({ grant_type: 'client_credentials' })
const headers = {}
if (client.privateKeyJwk) {
  form.set('client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer')
  form.set('client_assertion', assertionOf(client))
} else {
  headers.authorization = `Basic ${Buffer.from(`${client.clientId}:${client.clientSecret}`).toString('base64')}`
}
const answer = await fetch(`${url}/oauth2/token`, { method: 'POST', headers, body: form }).catch(() =>
  end(`nothing answers at ${url}: start the service, or name another with ZHENGSHU_URL`),
)
const body = await answer.json().catch(() => end(`what answers at ${url} is no such service`))
if (!body.access_token) end(`${body.error}: ${body.error_description}`)
process.stdout.write(`${body.access_token}\n`)

/** RFC 7523: the client speaks of itself, to this token endpoint, once, within a minute. */
function assertionOf({ clientId: id, privateKeyJwk }) {
  const now = Math.floor(Date.now() / 1000)
  const claims = { iss: id, sub: id, aud: `${url}/oauth2/token`, iat: now, exp: now + 60, jti: randomUUID() }
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const input = `${encode({ alg: 'ES256', typ: 'JWT' })}.${encode(claims)}`
  const key = createPrivateKey({ key: privateKeyJwk, format: 'jwk' })
  return `${input}.${sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
}
