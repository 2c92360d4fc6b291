import { parentPort, workerData } from 'node:worker_threads'
import type { CommitThreadData } from '../../src/store/sqlite/commit-messages.ts'
import { openDatabase } from '../../src/store/sqlite/open-database.ts'
import { serveCommits } from '../../src/store/sqlite/serve-commits.ts'
import { createStatements } from '../../src/store/sqlite/statements.ts'

/** The real commit thread, on a disk whose second fsync fails. */
const data = workerData as CommitThreadData
const database = openDatabase(data.file)
const real = createStatements(database)
const IOERR_FSYNC = 10 | (4 << 8)
let commits = 0
const statements = (sql: string) => {
  if (sql !== 'COMMIT' || ++commits !== 2) return real(sql)
  return {
    run() {
      throw Object.assign(new Error('made up'), { errcode: IOERR_FSYNC })
    },
  } as never
}
serveCommits(parentPort!, { database, statements }, data)
