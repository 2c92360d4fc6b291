import { existsSync } from 'node:fs'
import { ZhengshuError } from '../core/errors.ts'
import { discardBackup, restoreBackup } from '../store/index.ts'
import { answer, notice } from './answer.ts'
import { EXIT, type ExitCode } from './exit.ts'
import { configFrom, type StoreOptions } from './options.ts'
import { withApp, withExistingApp } from './with-app.ts'

/** `zhengshu backup FILE`: a consistent copy, also while a server runs on the same data. */
export async function backup(file: string, options: StoreOptions): Promise<ExitCode> {
  if (existsSync(file))
    throw new ZhengshuError('FILE_INVALID', { file, reason: 'it exists already', reasonZh: '文件已存在' })
  await withExistingApp(configFrom(options), (app) => orNothing(file, app.backup(file)))
  answer(options, { file }, file)
  notice({
    en: 'The keys are not in it: copy the key directory apart. Without its secrets nothing here can be read.',
    zh: '备份不含密钥：请另行复制密钥目录，没有其中的密钥无法读取备份。',
  })
  return EXIT.yes
}

/** Ctrl-C ends the command as usual, without a copy that was begun. */
async function orNothing(file: string, copying: Promise<void>): Promise<void> {
  const discard = (signal: NodeJS.Signals): void => {
    discardBackup(file)
    process.kill(process.pid, signal)
  }
  process.once('SIGINT', discard).once('SIGTERM', discard)
  try {
    await copying
  } finally {
    process.removeListener('SIGINT', discard).removeListener('SIGTERM', discard)
  }
}

/** `zhengshu restore FILE`: into an empty data directory. Says whether the log goes on from there. */
export async function restore(file: string, options: StoreOptions): Promise<ExitCode> {
  const config = configFrom(options)
  const { dataDirectory, keyDirectory } = config
  restoreBackup(file, dataDirectory)
  if (!existsSync(keyDirectory)) {
    answer(options, { dataDirectory }, dataDirectory)
    notice({
      en: `There are no keys in ${keyDirectory}: put the copy of the key directory there before anything else.`,
      zh: `${keyDirectory} 中没有密钥：请先放回密钥目录的备份。`,
    })
    return EXIT.yes
  }
  const { isWritable } = await withApp(config, (app) => Promise.resolve(app.ledger.health()))
  answer(options, { dataDirectory, isLedgerWritable: isWritable }, dataDirectory)
  if (!isWritable)
    notice({
      en: 'This copy is older than what the log has signed since. It signs nothing and releases no data until you run: zhengshu ledger record-gap --reason TEXT',
      zh: '该备份早于日志最近一次签名的状态。请先运行 zhengshu ledger record-gap --reason 原因，在此之前不签名、不发放数据。',
    })
  return EXIT.yes
}
