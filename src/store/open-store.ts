import { randomUUID } from 'node:crypto'
import type { Clock } from '../core/clock.ts'
import { ZhengshuError } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import { createCursors } from './cursor.ts'
import { createDocumentStore } from './document-store.ts'
import type { Body, Engine } from './engine.ts'
import { createKeyedDigests } from './keyed-digests.ts'
import type { SealSecrets } from './seal-documents.ts'
import { keysOfStored, openCollections, type OpenCollection } from './open-collections.ts'
import { openSqlite } from './sqlite/open-sqlite.ts'
import type { Collection, Document, Store } from './store.ts'
import type { Table } from './table.ts'

interface StoreSecrets extends SealSecrets {
  readonly cursor: Uint8Array
}

/** What the composition root decides about the store. */
export interface StoreOptions {
  /** `sqlite`, or the mongodb:// URL of a replica set. */
  readonly url: string
  /** Of the embedded store; made when it is not there. */
  readonly directory: string
  /** Every collection of every feature: what is not declared here cannot be used. */
  readonly collections: readonly Collection<Document>[]
  readonly secrets: StoreSecrets
  readonly clock: Clock
  readonly log: Log
  /**
   * Embedded store: commits are written by a thread of their own, for a process that serves others meanwhile. Default
   * false: a command would wait longer for the thread than for its commits.
   */
  readonly commitThread?: boolean
  /** How long a write waits for another process's lock. Default 5 s. */
  readonly lockWaitMs?: number
  /** How long a commit on MongoDB is tried before its outcome is told to be unknown. Default 30 s. */
  readonly commitDeadlineMs?: number
  /** What to do when durability is lost (an I/O error at COMMIT). Default: end the process. */
  readonly onFatal?: (error: unknown) => void
}

/** Opens the store, creates what is missing and refuses what it could not keep its promises on. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const collections = openCollections(options.collections, options.secrets)
  const engine = await openEngine(options, collections)
  return createDocumentStore(
    engine,
    collections,
    createCursors(options.secrets.cursor),
    createKeyedDigests(options.secrets),
  )
}

async function openEngine(options: StoreOptions, collections: ReadonlyMap<string, OpenCollection>): Promise<Engine> {
  const shared = {
    tables: [...collections.values()].map(({ table }) => table),
    keysOfBody: (table: Table, id: string, body: Body) => keysOfStored(collections.get(table.name)!, id, body),
    clock: options.clock,
    holder: `${process.pid}.${randomUUID()}`,
  }
  if (/^mongodb(\+srv)?:\/\//.test(options.url)) {
    // Its driver is a fifth of a command's start and most never need it.
    const { openMongodb } = await import('./mongodb/open-mongodb.ts')
    return openMongodb({ ...shared, url: options.url, commitDeadlineMs: options.commitDeadlineMs ?? 30_000 })
  }
  if (options.url === 'sqlite')
    return openSqlite({
      ...shared,
      directory: options.directory,
      commitThread: options.commitThread ? { collections: options.collections, secrets: options.secrets } : undefined,
      lockWaitMs: options.lockWaitMs ?? 5_000,
      onFatal: options.onFatal ?? endProcess(options.log),
    })
  throw new ZhengshuError('CONFIG_INVALID', {
    setting: 'ZHENGSHU_STORE',
    reason: 'use `sqlite` or the mongodb:// URL of a replica set',
    reasonZh: '应为 sqlite 或副本集的 mongodb:// 地址',
  })
}

const endProcess = (log: Log) => (error: unknown) => {
  log.error('the store met an I/O error at COMMIT; what is on the disk is unknown, so this process ends', {}, error)
  process.exit(70)
}
