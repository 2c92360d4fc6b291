import type { KeyObject } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { isZhengshuError } from '../core/errors.ts'
import { parseStrictJson, type JsonObject } from '../core/strict-json.ts'
import { algorithmOfKey, parseJws, verifyJwsSignature, type ParsedJws } from '../signing/index.ts'

/** A JWT (RFC 7519) taken apart; nothing of it has been checked. */
export interface ParsedJwt {
  readonly text: string
  readonly jws: ParsedJws
  readonly claims: JsonObject
}

/** Why a JWT is not accepted, for whoever sent it. */
interface JwtFault {
  readonly ok: false
  readonly en: string
  readonly zh: string
}
type Checked<T> = { readonly ok: true; readonly value: T } | JwtFault

const fault = (en: string, zh: string): JwtFault => ({ ok: false, en, zh })

/** Strict before jsonwebtoken sees it: that library throws bare SyntaxErrors for some malformed tokens. */
export function parseJwt(text: string): Checked<ParsedJwt> {
  const jws = parseJws(text)
  if (!jws.ok) return jws
  const claims = parseClaims(jws.value.payload)
  return claims
    ? { ok: true, value: { text, jws: jws.value, claims } }
    : fault('its claims are not a JSON object', '声明不是 JSON 对象')
}

function parseClaims(payload: Buffer): JsonObject | undefined {
  try {
    const value = parseStrictJson(payload, { maxDepth: 6 })
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined
  } catch (error) {
    if (isZhengshuError(error)) return undefined
    throw error
  }
}

/** Checks the signature with the key's own algorithm, then the claims that `expected` names. */
export function verifyJwt(
  { text, jws }: ParsedJwt,
  key: KeyObject,
  expected: Omit<jwt.VerifyOptions, 'algorithms' | 'complete'>,
): Checked<jwt.JwtPayload> {
  // Ours first: jsonwebtoken throws a TypeError for a signature of another length.
  const signature = verifyJwsSignature(jws, key)
  if (!signature.ok) return signature
  try {
    const claims = jwt.verify(text, key, { ...expected, algorithms: [algorithmOfKey(key) as jwt.Algorithm] })
    return typeof claims === 'string' ? fault('it has no claims', '缺少声明') : { ok: true, value: claims }
  } catch (error) {
    if (error instanceof jwt.TokenExpiredError) return fault('it has expired', '已过期')
    // The library's message names the claim and what was expected of it.
    if (error instanceof jwt.JsonWebTokenError) return fault(error.message, '声明不符合要求')
    throw error
  }
}
