import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Instant } from '../../../src/core/clock.ts'
import type { RowJob } from '../../../src/registers/row-job.ts'
import { createRowThread } from '../../../src/registers/row-thread.ts'
import { catalogFiles } from '../../support/catalog.ts'

const NOW = '2026-09-26T08:00:00.000Z' as Instant
const LONG_IDLE_MS = 3_600_000

const job: RowJob = {
  register: catalogFiles.registers.find(({ slug }) => slug === 'population')!,
  sourceAgency: 'an agency',
  batchId: 'batch-0001',
  format: 'ndjson',
  refuseSynthetic: false,
  secret: new Uint8Array(32),
  done: { rowsRead: 0 },
}

afterEach(() => void vi.useRealTimers())

describe('the row thread', () => {
  it('takes a file that comes while it ends after a long idle time', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const thread = createRowThread()
    const read = async () => {
      const file = thread.open(job)
      const taken = file.take(new TextEncoder().encode('{"idNumber":"?"}\n'), NOW)
      const { rowsRead } = await file.end(NOW)
      await taken
      return { rowsRead, close: () => file.close() }
    }
    const first = await read()
    first.close()
    vi.advanceTimersByTime(LONG_IDLE_MS)
    const second = await read()
    second.close()
    expect([first.rowsRead, second.rowsRead]).toEqual([1, 1])
    vi.advanceTimersByTime(LONG_IDLE_MS)
  })
})
