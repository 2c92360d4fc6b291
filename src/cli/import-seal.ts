import { answer, notice } from './answer.ts'
import { EXIT, type ExitCode } from './exit.ts'
import { findAgency } from './find-agency.ts'
import { describeKey } from './keys.ts'
import { configFrom, type StoreOptions } from './options.ts'
import { readBytes, readText } from './read-file.ts'
import { withExistingApp } from './with-app.ts'

interface ImportSealOptions extends StoreOptions {
  readonly agency: string
  readonly passwordFile: string
}

/** `zhengshu keys import-seal FILE`: an agency's own key becomes its electronic seal; the ledger is told before. */
export async function importSeal(file: string, options: ImportSealOptions): Promise<ExitCode> {
  const keystore = readBytes(file)
  // As secrets are read that a setting names: editors end a file with a line feed.
  const password = readText(options.passwordFile).trimEnd()
  const config = configFrom(options)
  const key = await withExistingApp(config, (app) => {
    const { creditCode, name } = findAgency(app, options.agency)
    return app.keyring.importSeal({ agency: { creditCode, name: name.zh }, keystore, password, file })
  })
  answer(options, key, describeKey(key))
  notice({
    en: `Copy ${config.keyDirectory} again: the copies from before lack this key.
Restart every server on these data: one that runs on seals with the key from before.`,
    zh: `请重新备份 ${config.keyDirectory}，此前的备份不含该密钥。
请重启使用该数据的所有服务，仍在运行的服务继续使用原印章密钥。`,
  })
  return EXIT.yes
}
