import { ZhengshuError } from '../core/errors.ts'
import { answer, notice } from './answer.ts'
import { EXIT, type ExitCode } from './exit.ts'
import { configFrom, type StoreOptions } from './options.ts'
import { withApp } from './with-app.ts'

/**
 * `zhengshu administrator create`: the first administrator, whom the first start of the service makes too. With
 * `--another` one more: whoever may open data and keys on this machine may always become administrator.
 */
export async function createAdministrator(options: StoreOptions & { readonly another?: boolean }): Promise<ExitCode> {
  const made = await withApp(configFrom(options), async ({ identity }) => {
    const first = await identity.ensureAdministrator()
    return first ?? (options.another ? identity.addAdministrator() : undefined)
  })
  if (made === undefined) {
    notice({ en: 'If its key is lost, make one more with --another.', zh: '如其密钥遗失，请加 --another 另建。' })
    throw new ZhengshuError('ALREADY_EXISTS', { what: 'an administrator', whatZh: '管理员' })
  }
  const { clientId, file } = made
  answer(options, { clientId, file }, `${clientId}  ${file}`)
  notice({
    en: 'This file is the private key: move it to where the administrator works, and leave no copy here.',
    zh: '该文件是私钥：请移交管理员保管，不要在此留存副本。',
  })
  return EXIT.yes
}
