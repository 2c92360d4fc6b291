import { createPublicKey, verify, type KeyObject } from 'node:crypto'
import { sha256 } from '../core/hash.ts'
import { HASH_BYTES } from './merkle.ts'

/*
 * Checkpoints (C2SP tlog-checkpoint): a signed note (C2SP signed-note) whose text is origin, size and root. Ed25519
 * only; lines of other keys (witnesses, a rotated key) are ignored as the specification demands.
 */

const ED25519 = 1
const KEY_ID_BYTES = 4
const ED25519_KEY_BYTES = 32
const ED25519_SIGNATURE_BYTES = 64
const MAX_NOTE_CHARACTERS = 100_000
// SubjectPublicKeyInfo of an Ed25519 key up to its 32 bytes (RFC 8410 §4).
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex')

export interface TreeHead {
  readonly size: number
  readonly root: Buffer
}

export interface Checkpoint extends TreeHead {
  readonly origin: string
}

/** A key that checks notes, as its vkey describes it. */
export interface NoteVerifier {
  readonly name: string
  readonly keyId: Buffer
  readonly publicKey: KeyObject
}

const isKeyName = (name: string): boolean => name !== '' && !/[\s+\p{Zs}\p{Cc}]/u.test(name)

const keyIdOf = (name: string, key: Uint8Array): Buffer =>
  sha256(Buffer.concat([Buffer.from(`${name}\n`), Buffer.from([ED25519]), key])).subarray(0, KEY_ID_BYTES)

/** `name+keyid+base64(0x01 ‖ key)` */
export function verifierKey(name: string, publicKey: Uint8Array): string {
  if (!isKeyName(name)) throw new TypeError('a key name has neither spaces nor plus signs')
  if (publicKey.length !== ED25519_KEY_BYTES) throw new TypeError('an Ed25519 public key has 32 bytes')
  const encoded = Buffer.concat([Buffer.from([ED25519]), publicKey]).toString('base64')
  return `${name}+${keyIdOf(name, publicKey).toString('hex')}+${encoded}`
}

/** Undefined for a text that is not an Ed25519 vkey or whose key id is not that of its key. */
export function parseVerifierKey(text: string): NoteVerifier | undefined {
  const match = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(text.trim())
  const encoded = match && fromBase64(match[3]!)
  if (!match || !encoded || encoded.length !== 1 + ED25519_KEY_BYTES || encoded[0] !== ED25519) return undefined
  const name = match[1]!
  const key = encoded.subarray(1)
  const keyId = keyIdOf(name, key)
  if (!isKeyName(name) || keyId.toString('hex') !== match[2]) return undefined
  return { name, keyId, publicKey: ed25519Key(key) }
}

const ed25519Key = (raw: Uint8Array): KeyObject =>
  createPublicKey({ key: Buffer.concat([SPKI_HEAD, raw]), format: 'der', type: 'spki' })

/** The text that is signed, its last newline included. */
export const checkpointBody = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${root.toString('base64')}\n`

/** Undefined unless the text is exactly a checkpoint body; extension lines are allowed and not interpreted. */
export function parseCheckpointBody(text: string): Checkpoint | undefined {
  if (!text.endsWith('\n')) return undefined
  const [origin, sizeText, rootText, ...extensions] = text.slice(0, -1).split('\n')
  if (!origin || !sizeText || !rootText || extensions.includes('')) return undefined
  const root = fromBase64(rootText)
  if (!/^(?:0|[1-9]\d{0,15})$/.test(sizeText) || !root || root.length !== HASH_BYTES) return undefined
  const size = Number(sizeText)
  return Number.isSafeInteger(size) ? { origin, size, root } : undefined
}

/** Puts a signature line under a text. */
export const signedNote = (text: string, name: string, publicKey: Uint8Array, signature: Uint8Array): string =>
  `${text}\n— ${name} ${Buffer.concat([keyIdOf(name, publicKey), signature]).toString('base64')}\n`

/** The text of a note when this key signed it; undefined otherwise. */
export function openNote(note: string, verifier: NoteVerifier): string | undefined {
  if (note.length > MAX_NOTE_CHARACTERS || !note.isWellFormed() || /[\u0000-\u0009\u000b-\u001f]/.test(note))
    return undefined
  const split = note.lastIndexOf('\n\n')
  if (split < 0 || !note.endsWith('\n')) return undefined
  const text = note.slice(0, split + 1)
  let isSigned = false
  for (const line of note.slice(split + 2, -1).split('\n')) {
    const match = /^— (\S+) ([A-Za-z0-9+/]+=*)$/u.exec(line)
    const bytes = match && fromBase64(match[2]!)
    if (!match || !bytes || bytes.length <= KEY_ID_BYTES) return undefined
    if (match[1] !== verifier.name || !bytes.subarray(0, KEY_ID_BYTES).equals(verifier.keyId)) continue
    const signature = bytes.subarray(KEY_ID_BYTES)
    if (signature.length !== ED25519_SIGNATURE_BYTES) return undefined
    if (!verify(null, Buffer.from(text), verifier.publicKey, signature)) return undefined
    isSigned = true
  }
  return isSigned ? text : undefined
}

/** A checkpoint that this key signed for the log of its own name; undefined otherwise. */
export function openCheckpoint(note: string, verifier: NoteVerifier): Checkpoint | undefined {
  const text = openNote(note, verifier)
  const checkpoint = text === undefined ? undefined : parseCheckpointBody(text)
  return checkpoint?.origin === verifier.name ? checkpoint : undefined
}

/** Canonical standard base64 with padding; undefined for anything else. */
export function fromBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64')
  return text !== '' && bytes.toString('base64') === text ? bytes : undefined
}
