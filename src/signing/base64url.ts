/**
 * The bytes of canonical base64url (RFC 7515 §2, RFC 4648 §3.5); undefined for padding, other characters or unused
 * bits that are not zero. Two texts for the same bytes would let a signed document have two digests.
 */
export const decodeBase64Url = (text: string): Buffer | undefined => decodeCanonical(text, 'base64url')

/** The same for standard base64 with padding, as in `x5c`. */
export const decodeBase64 = (text: string): Buffer | undefined => decodeCanonical(text, 'base64')

// The decoder skips what it does not know; what comes back equal has no such thing in it.
function decodeCanonical(text: string, encoding: 'base64url' | 'base64'): Buffer | undefined {
  const bytes = Buffer.from(text, encoding)
  return text !== '' && bytes.toString(encoding) === text ? bytes : undefined
}
