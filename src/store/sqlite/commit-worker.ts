import { parentPort, workerData } from 'node:worker_threads'
import type { CommitThreadData } from './commit-messages.ts'
import { openDatabase } from './open-database.ts'
import { serveCommits } from './serve-commits.ts'
import { createStatements } from './statements.ts'

/* The commit thread of a process: a connection of its own, which to the others is one more process on the same file. */
const data = workerData as CommitThreadData
const database = openDatabase(data.file)
// Measured: the larger the page cache, the longer each COMMIT; what is not in this small one is a copy away.
database.exec('PRAGMA busy_timeout = 0; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -8192')
serveCommits(parentPort!, { database, statements: createStatements(database) }, data)
