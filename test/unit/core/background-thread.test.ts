import { once } from 'node:events'
import { constants, getPriority } from 'node:os'
import { Worker } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'

const MODULE = new URL('../../../src/core/background-thread.ts', import.meta.url).href
const CODE = `
  const { getPriority } = require('node:os')
  import(${JSON.stringify(MODULE)}).then(({ becomeBackgroundThread }) => {
    becomeBackgroundThread()
    becomeBackgroundThread()
    require('node:worker_threads').parentPort.postMessage(getPriority())
  })`

describe.runIf(process.platform === 'linux')('a background thread', () => {
  it('stands back behind the threads that answer requests, which keep their priority', async () => {
    const before = getPriority()
    const worker = new Worker(CODE, { eval: true })
    const [priority] = (await once(worker, 'message')) as [number]
    await worker.terminate()
    expect(priority).toBe(Math.max(before, constants.priority.PRIORITY_BELOW_NORMAL))
    expect(getPriority()).toBe(before)
  })
})
