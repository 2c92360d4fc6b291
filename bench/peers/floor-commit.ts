import type { KeyObject } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import { keyedDigest, seal } from './floor-seal.ts'

/* The committing thread of the floor: every list of accesses is one durable transaction. */

/** What a request leaves behind; a tuple, because the names of an object would be copied between the threads with it. */
export type Access = readonly [
  leafId: string,
  at: string,
  agency: string,
  resource: string,
  subject: string,
  /** Salt and payload as they were digested, a character a byte. */
  opening: string,
  /** What the public log will show. */
  entry: string,
  requestKey: string,
  requestDigest: string,
  caseKey: string,
]

export interface CommitThreadData {
  readonly file: string
  readonly grantId: string
  readonly sealKey: KeyObject
  /** Of the keyed digests. */
  readonly keys: Readonly<Record<'subject' | 'case' | 'party', Uint8Array>>
}

const { file, grantId, sealKey, keys } = workerData as CommitThreadData
const subjectDigest = keyedDigest(keys.subject)
const caseDigest = keyedDigest(keys.case)
const partyDigest = keyedDigest(keys.party)

// The same file as the register's: in the exchange a change of a record and its leaf are one commit.
const database = new DatabaseSync(file)
database.exec(`
  PRAGMA synchronous = FULL; PRAGMA mmap_size = 1073741824; PRAGMA cache_size = -8192; PRAGMA wal_autocheckpoint = 8000;
  CREATE TABLE requests (id TEXT NOT NULL UNIQUE, digest, leaf, at);
  CREATE TABLE cases (id TEXT NOT NULL UNIQUE, party);
  CREATE TABLE quotas (id TEXT NOT NULL UNIQUE, used, bound);
  CREATE TABLE pending (leaf, entry);
  CREATE TABLE payloads (id TEXT NOT NULL UNIQUE, doc, at, agency, resource, subject);
  CREATE INDEX payloads_by_time ON payloads (at);
  CREATE INDEX payloads_by_agency ON payloads (agency, at);
  CREATE INDEX payloads_by_resource ON payloads (resource, at);
  CREATE INDEX payloads_by_agency_and_resource ON payloads (agency, resource, at);
  CREATE INDEX payloads_by_subject ON payloads (subject, at);
`)
database.prepare('INSERT INTO quotas VALUES (?, 0, 1000000)').run(grantId)
const begin = database.prepare('BEGIN IMMEDIATE')
const insertRequest = database.prepare('INSERT INTO requests VALUES (?, ?, ?, ?)')
const insertCase = database.prepare('INSERT INTO cases VALUES (?, ?)')
const insertPending = database.prepare('INSERT INTO pending VALUES (?, ?)')
const insertPayload = database.prepare('INSERT INTO payloads VALUES (?, ?, ?, ?, ?, ?)')
const addToQuota = database.prepare('UPDATE quotas SET used = used + ?1 WHERE id = ?2 AND used + ?1 <= bound')
const commit = database.prepare('COMMIT')

parentPort!.on('message', (accesses: readonly Access[]) => {
  begin.run()
  for (const access of accesses) write(access)
  if (addToQuota.run(accesses.length, grantId).changes !== 1) throw new Error('the quota is used up')
  commit.run()
  parentPort!.postMessage(accesses.map(() => true))
})

function write(access: Access): void {
  const [leafId, at, agency, resource, subject, opening, entry, requestKey, requestDigest, caseKey] = access
  insertRequest.run(requestKey, requestDigest, leafId, at)
  insertCase.run(caseDigest(caseKey), partyDigest(subject))
  insertPending.run(leafId, entry)
  insertPayload.run(leafId, seal(sealKey, leafId, opening, 'latin1'), at, agency, resource, subjectDigest(subject))
}
