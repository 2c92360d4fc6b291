import canonicalize from 'canonicalize'

/**
 * Canonical JSON (RFC 8785). The value must be plain JSON; `undefined` members, lone surrogates and numbers that are
 * not finite throw a TypeError, because signing something other than what was meant is worse than failing.
 */
export function canonicalJson(value: unknown): string {
  refuseNonJson(value)
  return canonicalize(value)!
}

function refuseNonJson(value: unknown): void {
  if (value === null || typeof value === 'boolean') return
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new TypeError('canonical JSON: lone surrogate')
    return
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('canonical JSON: number is not finite')
    return
  }
  if (typeof value !== 'object') throw new TypeError(`canonical JSON: ${typeof value} is not JSON`)
  if (Array.isArray(value)) return value.forEach(refuseNonJson)
  for (const [key, member] of Object.entries(value)) {
    if (!key.isWellFormed()) throw new TypeError('canonical JSON: lone surrogate in a key')
    refuseNonJson(member)
  }
}
