import 'reflect-metadata'
import { KeyObject } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import * as x509 from '@peculiar/x509'
import { ClientSession, MongoClient, MongoServerError } from 'mongodb'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { systemClock } from '../../src/core/clock.ts'
import { add, CommitConflict, insert, replace, type Store } from '../../src/store/index.ts'
import { createSlots } from '../../src/store/mongodb/slots.ts'
import { mongoCommand, openMongoStore, startMongo, type MongoServer } from '../support/mongo.ts'
import { temporaryDirectory } from '../support/temporary.ts'
import { startWriter } from '../support/writer-process.ts'
import { counters, faultCollections, halves, otherHalves } from './store-fixtures.ts'

const command = await mongoCommand()

describe.skipIf(command === undefined)('a MongoDB server that fails', () => {
  let server: MongoServer
  beforeAll(async () => {
    server = await startMongo(command!)
  })
  afterAll(() => server?.dispose())

  const open = async (commitDeadlineMs = 30_000) => {
    const store = await openMongoStore(server, faultCollections, { clock: systemClock, commitDeadlineMs })
    await store.commit([insert(counters, { id: 'sum', value: 0 })])
    return store
  }
  const sum = async (store: Store) => (await store.get(counters, 'sum'))?.document.value
  const step = (id: string) => [insert(halves, { id }), insert(otherHalves, { id }), add(counters, 'sum', 'value', 1)]

  const failCommit = async (mode: object | string, data: object) => {
    const client = new MongoClient(server.url('admin'))
    const configure = (how: object | string, what: object = {}) =>
      client.db('admin').command({
        configureFailPoint: 'failCommand',
        mode: how,
        data: { failCommands: ['commitTransaction'], ...what },
      })
    await configure(mode, data)
    const off = async () => void (await configure('off'))
    onTestFinished(async () => {
      await off()
      await client.close()
    })
    return off
  }

  it('loses nothing acknowledged and applies nothing twice, killed under load', async () => {
    const store = await open()
    let next = 0
    const acknowledged: string[] = []
    let stop = false
    let look = () => {}
    const write = async () => {
      while (!stop) {
        const id = `h${next++}`
        await store.commit(step(id))
        acknowledged.push(id)
        look()
      }
    }
    const writers = Promise.all(Array.from({ length: 8 }, write))
    const reach = (count: number) =>
      Promise.race([
        writers,
        new Promise<void>((resolve) => {
          look = () => {
            if (acknowledged.length >= count) resolve()
          }
        }),
      ])
    for (const count of [60, 120, 180]) {
      await reach(count)
      await server.kill()
      await server.start()
    }
    await reach(240)
    stop = true
    await writers

    for (const collection of [halves, otherHalves]) {
      const stored = await store.getMany(collection, acknowledged.slice(0, 1_000))
      expect(acknowledged.filter((_id, i) => i < 1_000 && stored[i] === undefined)).toEqual([])
    }
    expect((await store.count(halves, { index: 'id' })).count).toBe(acknowledged.length)
    expect(await sum(store)).toBe(acknowledged.length)
  }, 60_000)

  it('keeps what a killed client process was told', async () => {
    const store = await open()
    const database = server.url('writer')
    const reader = await openMongoStore(server, faultCollections, { url: database })
    await reader.commit([insert(counters, { id: 'sum', value: 0 })])
    const writer = await startWriter(database, '', 0)
    await writer.until(30)
    await writer.kill()
    const stored = await reader.getMany(otherHalves, writer.acknowledged)
    expect(stored.filter((one) => one === undefined)).toEqual([])
    expect(await sum(reader)).toBe((await reader.count(halves, { index: 'id' })).count)
    await store.close()
  }, 30_000)

  describe('at commitTransaction', () => {
    it.each([
      ['refuses without effect', { errorCode: 91 }],
      ['closes the connection', { closeConnection: true }],
    ])('that %s, is asked again', async (_name, data) => {
      const store = await open()
      // Twice and more: the driver hides one.
      await failCommit({ times: 3 }, data)
      await store.commit(step('a'))
      expect(await sum(store)).toBe(1)
    })

    const APPLIED_BUT = { writeConcernError: { code: 91, errmsg: 'made up' } }

    it('that applied and did not say so, is asked again', async () => {
      const store = await open()
      await failCommit({ times: 3 }, APPLIED_BUT)
      await store.commit(step('a'))
      expect(await sum(store)).toBe(1)
    })

    it('that applied, did not say so and was killed, is recognised by its marker', async () => {
      const store = await open()
      await failCommit('alwaysOn', APPLIED_BUT)
      const commit = store.commit(step('a'))
      while ((await store.get(halves, 'a')) === undefined) await new Promise(setImmediate)
      await server.kill()
      await server.start()
      // The server no longer knows the transaction, so the list is run again, and finds its marker.
      await commit
      expect(await sum(store)).toBe(1)
      expect((await store.get(halves, 'a'))?.version).toBe(1)
    })

    it('that applied and did not say so, would apply twice without a marker (negative control)', async () => {
      const client = new MongoClient(server.url('naive'))
      onTestFinished(() => client.close())
      const rows = client.db().collection<{ _id: string; value: number }>('rows')
      await rows.insertOne({ _id: 'sum', value: 0 })
      await failCommit({ times: 2 }, APPLIED_BUT)
      for (let isDone = false; !isDone;) {
        const session = client.startSession()
        session.startTransaction()
        await rows.updateOne({ _id: 'sum' }, { $inc: { value: 1 } }, { session })
        isDone = await session.commitTransaction().then(
          () => true,
          (error: unknown) => {
            expect(error).toBeInstanceOf(MongoServerError)
            return false
          },
        )
        await session.endSession()
      }
      expect((await rows.findOne({ _id: 'sum' }))?.value).toBeGreaterThan(1)
    })

    it('that never says so, is an unknown outcome past the deadline', async () => {
      const url = server.url('never_says_so')
      const openAt = (commitDeadlineMs: number) =>
        openMongoStore(server, faultCollections, { url, clock: systemClock, commitDeadlineMs })
      // The driver takes half a second to trust the server again, longer than the short deadline.
      const [hasty, patient] = [await openAt(400), await openAt(30_000)]
      await patient.commit([insert(counters, { id: 'sum', value: 0 })])
      const off = await failCommit('alwaysOn', APPLIED_BUT)
      await expect(hasty.commit(step('a'))).rejects.toMatchObject({ code: 'COMMIT_OUTCOME_UNKNOWN' })
      await off()
      // What the caller does: it looks for its request, or tries again and is told that it is there.
      await expect(patient.commit(step('a'))).rejects.toEqual(expect.objectContaining({ reason: 'exists', id: 'a' }))
      expect(await sum(patient)).toBe(1)
    })

    it.each([
      ['once, is asked again', 1, 30_000],
      ['until the deadline, is an unknown outcome and no refusal', Infinity, 300],
    ])('that applied and whose socket ended under the driver %s', async (_name, times, deadlineMs) => {
      const store = await open(deadlineMs)
      const commit = ClientSession.prototype.commitTransaction
      let left = times
      vi.spyOn(ClientSession.prototype, 'commitTransaction').mockImplementation(async function (this: ClientSession) {
        await commit.call(this)
        // Node's own error, as it comes when the driver writes to a socket that has ended.
        if (left-- > 0) throw Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })
      })
      onTestFinished(() => void vi.restoreAllMocks())
      const told = store.commit(step('a'))
      if (times === 1) await told
      else await expect(told).rejects.toMatchObject({ code: 'COMMIT_OUTCOME_UNKNOWN' })
      expect(await sum(store)).toBe(1)
    })

    it('still tells a conflict from an unknown outcome', async () => {
      const store = await open()
      await failCommit({ times: 3 }, { errorCode: 91 })
      await expect(store.commit([replace(counters, { id: 'sum', value: 1 }, 9)])).rejects.toThrow(CommitConflict)
    })
  })

  it('in a load that is not durable is no success, also when some of its rows were there before', async () => {
    const store = await open()
    const row = (id: string) => ({ document: { id } })
    await store.bulkLoad(halves, [row('a')])
    const writeConcernError = { code: 64, errmsg: 'waiting for replication timed out' }
    const off = await failCommit('alwaysOn', { failCommands: ['insert'], writeConcernError })
    for (const rows of [[row('b')], [row('a'), row('c')]])
      await expect(store.bulkLoad(halves, rows)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    await off()
    expect(await store.bulkLoad(halves, ['a', 'b', 'c'].map(row))).toEqual({ inserted: 0, replaced: 0, skipped: 3 })
  })

  it('and is away, is STORE_UNAVAILABLE: nothing was sent', async () => {
    const store = await open(300)
    await server.kill()
    await expect(store.commit(step('a'))).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    await expect(store.get(halves, 'a')).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    await server.start()
    await store.commit(step('a'))
    expect(await sum(store)).toBe(1)
  }, 30_000)

  it('has its own tool for backups, and the store says which', async () => {
    const store = await open()
    await expect(store.backup('/nowhere')).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      params: { reason: expect.stringContaining('mongodump') },
    })
  })
})

// The flags are this server's own; others need key files and more for the same.
describe.skipIf(!command?.includes('secantusd'))('a MongoDB server behind TLS and passwords', () => {
  it('is reached by URL alone, and by nobody without them', async () => {
    const server = await startMongo(command!)
    onTestFinished(() => server.dispose())
    const admin = new MongoClient(server.url('admin'))
    await admin.db('admin').command({ createUser: 'zhengshu', pwd: 'a pass/word', roles: ['root'] })
    await admin.close()
    await server.kill()
    const { certFile, keyFile } = await writeServerCertificate(temporaryDirectory())
    await server.start({
      flags: `--auth --tls-cert-file ${certFile} --tls-key-file ${keyFile}`,
      clientOptions: { tls: true, tlsCAFile: certFile, auth: { username: 'zhengshu', password: 'a pass/word' } },
    })

    const credentials = `zhengshu:${encodeURIComponent('a pass/word')}@`
    const secured = (login: string) =>
      `${server.url('secured').replace('//', `//${login}`)}?authSource=admin&tls=true&tlsCAFile=${certFile}`
    const options = { clock: systemClock, commitDeadlineMs: 2_000 }
    const store = await openMongoStore(server, faultCollections, { ...options, url: secured(credentials) })
    await store.commit([insert(halves, { id: 'a' })])
    expect((await store.get(halves, 'a'))?.version).toBe(1)
    // The path of the certificate in a URL that names no database is not the database.
    const nameless = await openMongoStore(server, faultCollections, {
      ...options,
      url: secured(credentials).replace('/secured?', '?'),
    })
    await nameless.commit([insert(halves, { id: 'a' })])
    for (const url of [secured(''), secured('zhengshu:wrong@'), server.url('secured')])
      await expect(openMongoStore(server, faultCollections, { ...options, url })).rejects.toMatchObject({
        code: 'STORE_UNAVAILABLE',
        message: expect.not.stringContaining('word'),
      })
  }, 60_000)
})

/** A self-signed certificate for 127.0.0.1, its own trust anchor. */
async function writeServerCertificate(directory: string): Promise<{ certFile: string; keyFile: string }> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=127.0.0.1',
    notBefore: new Date('2020-01-01'),
    notAfter: new Date('2099-01-01'),
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.SubjectAlternativeNameExtension([{ type: 'ip', value: '127.0.0.1' }]),
    ],
  })
  const [certFile, keyFile] = [join(directory, 'cert.pem'), join(directory, 'key.pem')]
  writeFileSync(certFile, certificate.toString('pem'))
  const pkcs8 = KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' })
  writeFileSync(keyFile, pkcs8)
  return { certFile, keyFile }
}

describe('transactions in flight', () => {
  it('are bounded, wait in a bounded queue, and are refused beyond it', async () => {
    const slots = createSlots(2, 3)
    let running = 0
    let most = 0
    const release: (() => void)[] = []
    const work = async () => {
      most = Math.max(most, ++running)
      await new Promise<void>((resolve) => release.push(resolve))
      running--
    }
    const accepted = Array.from({ length: 5 }, () => slots.run(work))
    await expect(slots.run(work)).rejects.toMatchObject({ code: 'OVERLOADED' })
    let isIdle = false
    const idle = slots.idle().then(() => (isIdle = true))
    for (let i = 0; i < 5; i++) {
      expect(isIdle).toBe(false)
      release.shift()!()
      await new Promise(setImmediate)
    }
    await Promise.all([...accepted, idle])
    expect(most).toBe(2)
    expect(isIdle).toBe(true)
  })

  it('leave nothing behind of those that had their turn, though somebody waits all the time', async () => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    const heapUsed = () => {
      collect()
      return process.memoryUsage().heapUsed
    }
    const slots = createSlots(1, 10)
    const started: Promise<void>[] = []
    const turns = async (count: number) => {
      for (let i = 0; i < count; i++) {
        while (started.length < 5) started.push(slots.run(() => Promise.resolve()))
        await started.shift()
      }
    }
    await turns(1_000)
    const before = heapUsed()
    await turns(200_000)
    expect(heapUsed() - before).toBeLessThan(5_000_000)
    await Promise.all(started)
  })
})
