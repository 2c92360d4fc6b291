import { join } from 'node:path'
import { readLanguage } from '../config.ts'
import { systemClock } from '../core/clock.ts'
import { createIds } from '../core/ids.ts'
import { describeKeys, initKeys, rotateDataKey as rotate, type KeyDescription } from '../keys/index.ts'
import { answer, notice } from './answer.ts'
import { EXIT, type ExitCode } from './exit.ts'
import { configFrom, type StoreOptions } from './options.ts'

/** `zhengshu keys init`: root → issuing authority → service keys. Refuses a directory that has keys. */
export async function initialiseKeys(options: StoreOptions): Promise<ExitCode> {
  const config = configFrom(options)
  const { keyDirectory, isProduction } = config
  await initKeys({
    directory: keyDirectory,
    passphrase: config.keyPassphrase,
    isDevelopment: !isProduction,
    clock: systemClock,
    ids: createIds(systemClock),
  })
  listKeys(options)
  if (!isProduction)
    notice({
      en: 'These are development keys: with ZHENGSHU_PROFILE=production this command makes real ones.',
      zh: '这些是开发密钥；设 ZHENGSHU_PROFILE=production 后本命令生成正式密钥。',
    })
  const root = join(keyDirectory, 'private', 'root.pem')
  notice({
    en: `Copy ${keyDirectory} now, and keep copy and passphrase in two other places: without them no data can be read.
Then take the private key out of ${root} and keep it offline; its certificate stays.
Give ${join(keyDirectory, 'trust', 'root.pem')} to whoever verifies.`,
    zh: `请立即备份 ${keyDirectory}，备份与口令分开存放在另外两处：缺一则数据无法读取。
然后将 ${root} 中的私钥移出并离线保存，证书保留。
将 ${join(keyDirectory, 'trust', 'root.pem')} 提供给验证方。`,
  })
  return EXIT.yes
}

/** `zhengshu keys list`: needs no passphrase. */
export function listKeys(options: StoreOptions): ExitCode {
  for (const key of describeKeys(configFrom(options).keyDirectory)) answer(options, key, describeKey(key))
  return EXIT.yes
}

/** A key on one line, for a person. */
export function describeKey({ use, algorithm, keyId, subject, isDevelopment, ...key }: KeyDescription): string {
  const development = readLanguage() === 'zh' ? '（开发密钥）' : '  (development)'
  const period = key.notAfter === undefined ? '' : `${key.notBefore} – ${key.notAfter}`
  return `${use.padEnd(8)} ${algorithm.padEnd(7)} ${period.padEnd(23)} ${keyId}  ${subject}${isDevelopment ? development : ''}`
}

/** `zhengshu keys rotate-data-key`: what is written from the next start on is sealed with a new key. */
export async function rotateDataKey(options: StoreOptions): Promise<ExitCode> {
  const { keyDirectory, keyPassphrase } = configFrom(options)
  const { keyId } = await rotate({
    directory: keyDirectory,
    passphrase: keyPassphrase,
    ids: createIds(systemClock),
  })
  answer(options, { keyId }, keyId)
  notice({
    en: `Copy ${keyDirectory} again: the copies from before lack this key.
Restart every server on these data now: one that runs on cannot read what the new key seals.
Then run: zhengshu keys reseal`,
    zh: `请重新备份 ${keyDirectory}，此前的备份不含新密钥。
请立即重启使用该数据的所有服务，仍在运行的服务无法读取新密钥加密的数据。
然后运行：zhengshu keys reseal`,
  })
  return EXIT.yes
}
