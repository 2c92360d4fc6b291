import { answer, notice } from './answer.ts'
import { EXIT, type ExitCode } from './exit.ts'
import { configFrom, type StoreOptions } from './options.ts'
import { withExistingApp } from './with-app.ts'

/** `zhengshu ledger export DIR`: the public tree of C2SP tlog-tiles, everything pending sequenced first. */
export async function exportLedger(directory: string, options: StoreOptions): Promise<ExitCode> {
  const { size } = await withExistingApp(configFrom(options), async (app) => {
    await app.ledger.drain()
    return app.ledger.exportTo(directory)
  })
  answer(options, { directory, size }, `${directory}: ${size}`)
  return EXIT.yes
}

/** `zhengshu ledger record-gap`: an operator takes over an older copy of the data; the log itself says so from then on. */
export async function recordGap(options: StoreOptions & { readonly reason: string }): Promise<ExitCode> {
  const size = await withExistingApp(configFrom(options), async (app) => {
    await app.ledger.recordGap(options.reason)
    return app.ledger.health().size
  })
  answer(options, { size }, String(size))
  notice({
    en: 'The log goes on, and an entry in it names the gap. Servers that were started on these data go on by themselves. Whoever holds a later checkpoint will see that the log does not continue it.',
    zh: '日志继续写入，其中一条记录了该缺口。在该数据上启动的服务会自行恢复。持有较晚检查点者会发现日志未与之衔接。',
  })
  return EXIT.yes
}
