import { MongoClient, ReadConcern, ReadPreference } from 'mongodb'
import type { Clock } from '../../core/clock.ts'
import { ZhengshuError } from '../../core/errors.ts'
import type { Engine } from '../engine.ts'
import { bringToFormat, FORMAT, type FormatStep } from '../formats.ts'
import type { Table } from '../table.ts'
import { commitOnce, WRITE_CONCERN } from './commit-loop.ts'
import { createCollections, formatRecordOf, type KeysOfBody } from './create-collections.ts'
import { bulkLoadRows } from './load-rows.ts'
import { toStoreError, unavailable } from './mongodb-errors.ts'
import { countRows, findRows, getRow, getRows } from './read-rows.ts'
import { createSlots } from './slots.ts'

interface OpenMongodbOptions {
  readonly url: string
  readonly tables: readonly Table[]
  readonly keysOfBody: KeysOfBody
  readonly clock: Clock
  readonly holder: string
  /** How long a commit is tried before its outcome is told to be unknown. */
  readonly commitDeadlineMs: number
}

/** More open transactions than this gain nothing; about a thousand exhaust a server's sessions. */
const TRANSACTIONS_AT_ONCE = 32
const MAX_WAITING = 20_000
const DEFAULT_DATABASE = 'zhengshu'

const DURABLE = { readConcern: new ReadConcern('majority'), writeConcern: WRITE_CONCERN }

const STEPS: readonly FormatStep<MongoClient>[] = []

/** Connects, makes sure that transactions and durable writes are really there, and creates what is missing. */
export async function openMongodb(options: OpenMongodbOptions): Promise<Engine> {
  const client = createClient(options)
  try {
    await client.connect()
    const db = client.db(databaseIn(options.url), DURABLE)
    const hello = await db.admin().command({ hello: 1 })
    if (!hello['setName'] && hello['msg'] !== 'isdbgrid') throw notReplicated()
    await bringToFormat({ ...options, record: formatRecordOf(db), target: client, steps: STEPS, supported: FORMAT })
    await createCollections(db, options.tables, options.keysOfBody)
  } catch (error) {
    await client.close()
    throw toStoreError(error)
  }
  return createMongodbEngine(client, options)
}

function createClient({ url, commitDeadlineMs }: OpenMongodbOptions): MongoClient {
  let client
  try {
    client = new MongoClient(url, {
      appName: 'zhengshu',
      maxPoolSize: 2 * TRANSACTIONS_AT_ONCE,
      serverSelectionTimeoutMS: Math.min(5_000, commitDeadlineMs),
      socketTimeoutMS: 15_000,
    })
  } catch (cause) {
    // The driver's words may quote the URL, and with it a password.
    throw misconfigured('the MongoDB URL is not valid', 'MongoDB 地址无效', cause)
  }
  const { writeConcern, readConcern, readPreference } = client.options
  const isWeak =
    (writeConcern?.w !== undefined && writeConcern.w !== 'majority') ||
    writeConcern?.journal === false ||
    (readConcern !== undefined && readConcern.level !== 'majority') ||
    !ReadPreference.primary.equals(readPreference)
  if (isWeak)
    throw misconfigured(
      'the URL asks for weaker guarantees than w=majority, journal and majority reads from the primary; leave them out',
      '地址中的读写保证低于 w=majority、journal 与主节点 majority 读取，请删除相关参数',
    )
  return client
}

const misconfigured = (reason: string, reasonZh: string, cause?: unknown) =>
  new ZhengshuError('CONFIG_INVALID', { setting: 'ZHENGSHU_STORE', reason, reasonZh }, { cause })

const notReplicated = () =>
  misconfigured(
    'the server is no replica set, and commits need transactions: start mongod with --replSet and run rs.initiate() once',
    '该服务器不是副本集，无法使用事务：请以 --replSet 启动 mongod 并执行一次 rs.initiate()',
  )

// The `/` before `?` may be left out, and a file's path may follow in the options.
const databaseIn = (url: string): string => /^mongodb(?:\+srv)?:\/\/[^/?]+\/([^?]+)/.exec(url)?.[1] ?? DEFAULT_DATABASE

function createMongodbEngine(client: MongoClient, { url, clock, commitDeadlineMs }: OpenMongodbOptions): Engine {
  const db = client.db(databaseIn(url), DURABLE)
  const slots = createSlots(TRANSACTIONS_AT_ONCE, MAX_WAITING)
  let isClosed = false
  let counter = 0

  async function guard<T>(work: () => Promise<T>): Promise<T> {
    if (isClosed) throw unavailable('the store is closed', '存储已关闭')
    try {
      return await work()
    } catch (error) {
      throw toStoreError(error)
    }
  }

  return {
    name: 'mongodb',
    sealsRows: false,
    get: (table, id) => guard(() => getRow(db, table, id)),
    getMany: (table, ids) => guard(() => getRows(db, table, ids)),
    find: (plan, limit, after) => guard(() => findRows(db, plan, limit, after)),
    count: (plan, ceiling) => guard(() => countRows(db, plan, ceiling)),
    commit: (writes) =>
      guard(() => slots.run(() => commitOnce({ client, db, clock, deadlineMs: commitDeadlineMs }, writes))),
    bulkLoad: (table, rows) => guard(() => slots.run(() => bulkLoadRows(db, table, rows))),
    // There is no cheap counter of a whole replica set; "perhaps" each time is always true.
    changeCounter: () => `${++counter}`,
    backup: () =>
      Promise.reject(unavailable('back MongoDB up with mongodump --oplog', '请使用 mongodump --oplog 备份 MongoDB')),
    async close() {
      if (isClosed) return
      isClosed = true
      await slots.idle()
      await client.close()
    },
  }
}
