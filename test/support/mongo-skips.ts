import type { Reporter, TestModule } from 'vitest/node'

/**
 * Counts the tests that found no MongoDB server, and says so at the end of the run: skipped is not passed. With
 * ZHENGSHU_TEST_MONGO_REQUIRED the run fails for it.
 */
export default class MongoSkips implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    // With a server, a skipped test was left out by whoever filtered the run.
    if (process.env['ZHENGSHU_TEST_MONGO_COMMAND']) return
    let skipped = 0
    for (const module of modules)
      if (module.moduleId.includes('mongo')) skipped += [...module.children.allTests('skipped')].length
    if (skipped === 0) return
    process.stdout.write(
      `\nMongoDB suite skipped: ${skipped} tests. No server was found; set ZHENGSHU_TEST_MONGO_COMMAND ` +
        '(a command with {port} and {dir}) or put a mongod on the PATH.\n',
    )
    if (process.env['ZHENGSHU_TEST_MONGO_REQUIRED']) process.exitCode = 1
  }
}
