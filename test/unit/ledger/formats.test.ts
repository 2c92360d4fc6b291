import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  checkpointBody,
  openCheckpoint,
  openNote,
  parseCheckpointBody,
  parseVerifierKey,
  signedNote,
  verifierKey,
} from '../../../src/ledger/checkpoint.ts'
import { EMPTY_ROOT } from '../../../src/ledger/merkle.ts'
import { decodeBundle, encodeBundle, parseTilePath, tilePath, tilesOf } from '../../../src/ledger/tile-paths.ts'
import { encodeTlogProof, parseTlogProof } from '../../../src/ledger/tlog-proof.ts'
import { rawPublicKey } from '../../support/ledger.ts'

describe('a signed note', () => {
  // The vkey and note of Go's golang.org/x/mod/sumdb/note documentation and tests.
  const peterKey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
  const note =
    'If you think cryptography is the answer to your problem,\n' +
    "then you don't know what your problem is.\n\n" +
    '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n'

  it('of another implementation opens with its vkey', () => {
    expect(openNote(note, parseVerifierKey(peterKey)!)).toMatch(/^If you think.*problem is\.\n$/s)
  })

  it('does not open after a change in text, signature or key', () => {
    const verifier = parseVerifierKey(peterKey)!
    expect(openNote(note.replace('answer', 'Answer'), verifier)).toBeUndefined()
    expect(openNote(note.replace('x08go/Z', 'x08go/a'), verifier)).toBeUndefined()
    expect(openNote(note.replace('PeterNeumann', 'PeterPan'), verifier)).toBeUndefined()
    expect(parseVerifierKey(peterKey.replace('c74f20a3', 'c74f20a4'))).toBeUndefined()
  })

  it('opens beside lines of keys that are not known, as cosignatures are', () => {
    const cosigned = `${note}— witness.example AAAAAAAAAAAAAAAAAAAAAA==\n`
    expect(openNote(cosigned, parseVerifierKey(peterKey)!)).toBeDefined()
  })
})

describe('a checkpoint', () => {
  const keys = generateKeyPairSync('ed25519')
  const vkey = verifierKey('log.example/a', rawPublicKey(keys.publicKey))
  const signText = (text: string) =>
    signedNote(text, 'log.example/a', rawPublicKey(keys.publicKey), sign(null, Buffer.from(text), keys.privateKey))

  it('is origin, size and root, and reads back', () => {
    const head = { origin: 'log.example/a', size: 20_852_163, root: EMPTY_ROOT }
    expect(checkpointBody(head)).toBe('log.example/a\n20852163\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n')
    expect(openCheckpoint(signText(checkpointBody(head)), parseVerifierKey(vkey)!)).toEqual(head)
  })

  it('of another origin is not one of this log, whatever key signed it', () => {
    const text = checkpointBody({ origin: 'log.example/b', size: 1, root: EMPTY_ROOT })
    expect(openCheckpoint(signText(text), parseVerifierKey(vkey)!)).toBeUndefined()
  })

  it.each(['a\n01\n', 'a\n-1\n', 'a\n1.0\n', 'a\n99999999999999999\n', '\n1\n'])('refuses the head %j', (head) => {
    expect(parseCheckpointBody(`${head}${EMPTY_ROOT.toString('base64')}\n`)).toBeUndefined()
  })

  it('refuses a root that is not 32 bytes of canonical base64', () => {
    for (const root of ['', 'AA==', `${EMPTY_ROOT.toString('base64')}=`, EMPTY_ROOT.toString('base64url')])
      expect(parseCheckpointBody(`a\n1\n${root}\n`)).toBeUndefined()
  })
})

describe('a tile path', () => {
  it('writes its index in groups of three digits', () => {
    expect(tilePath({ level: 0, index: 1_234_067, width: 256 })).toBe('tile/0/x001/x234/067')
    expect(tilePath({ level: 3, index: 7, width: 5 })).toBe('tile/3/007.p/5')
    expect(tilePath({ level: 'entries', index: 0, width: 256 })).toBe('tile/entries/000')
  })

  it.each(['tile/0/x001/x234/067', 'tile/3/007.p/5', 'tile/entries/000', 'tile/63/999'])('%s reads back', (path) => {
    expect(tilePath(parseTilePath(path)!)).toBe(path)
  })

  it.each([
    'tile/0/7',
    'tile/0/x000/007',
    'tile/00/007',
    'tile/64/007',
    'tile/0/007.p/0',
    'tile/0/007.p/256',
    'tile/0/007.p/05',
    'tile/0/x001/234/567',
    'tile/0/../checkpoint',
    'tile/entries/000.p/',
    'tile/-1/000',
  ])('%s is none', (path) => {
    expect(parseTilePath(path)).toBeUndefined()
  })

  it('lists the tiles that the specification counts for 70,000 entries', () => {
    const tiles = [...tilesOf(70_000)].filter(({ level }) => level !== 'entries')
    const of = (level: number, isFull: boolean) => tiles.filter((tile) => tile.level === level && (tile.width === 256) === isFull) // prettier-ignore
    expect(of(0, true)).toHaveLength(273)
    expect(of(0, false)).toEqual([{ level: 0, index: 273, width: 112 }])
    expect(of(1, true)).toHaveLength(1)
    expect(of(1, false)).toEqual([{ level: 1, index: 1, width: 17 }])
    expect(of(2, false)).toEqual([{ level: 2, index: 0, width: 1 }])
    expect([...tilesOf(256)].filter(({ level }) => level === 1)).toEqual([{ level: 1, index: 0, width: 1 }])
  })
})

describe('an entry bundle', () => {
  it('holds each entry behind a big-endian uint16 length', () => {
    const entries = [Buffer.from('a'), Buffer.alloc(0), Buffer.alloc(300, 7)]
    const bundle = encodeBundle(entries)
    expect(bundle.subarray(0, 5).toString('hex')).toBe('0001610000')
    expect(decodeBundle(bundle)).toEqual(entries)
    expect(decodeBundle(bundle.subarray(0, -1))).toBeUndefined()
    expect(() => encodeBundle([Buffer.alloc(65_536)])).toThrow(RangeError)
  })
})

describe('a tlog-proof', () => {
  const proof = { index: 5, hashes: [EMPTY_ROOT], checkpoint: 'x\n1\nroot\n\n— x y\n', extra: Buffer.from('{}') }

  it('has the lines of the specification and reads back', () => {
    const text = encodeTlogProof(proof)
    expect(text).toBe(
      'c2sp.org/tlog-proof@v1\nextra e30=\nindex 5\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\nx\n1\nroot\n\n— x y\n',
    )
    expect(parseTlogProof(text)).toEqual(proof)
    expect(parseTlogProof(encodeTlogProof({ ...proof, hashes: [] }))?.hashes).toEqual([])
  })

  it.each([
    ['another version', 'c2sp.org/tlog-proof@v2\nindex 0\n\nx'],
    ['no index', 'c2sp.org/tlog-proof@v1\n\nx'],
    ['a leading zero', 'c2sp.org/tlog-proof@v1\nindex 05\n\nx'],
    ['a short hash', 'c2sp.org/tlog-proof@v1\nindex 0\nAA==\n\nx'],
    ['extra that is not base64', 'c2sp.org/tlog-proof@v1\nextra ?\nindex 0\n\nx'],
    ['no checkpoint', 'c2sp.org/tlog-proof@v1\nindex 0\n'],
  ])('is refused with %s', (_what, text) => {
    expect(parseTlogProof(text)).toBeUndefined()
  })
})
