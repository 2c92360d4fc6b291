import { answer, endProgress, notice, showProgress } from './answer.ts'
import { EXIT, type ExitCode } from './exit.ts'
import { configFrom, type StoreOptions } from './options.ts'
import { withExistingApp } from './with-app.ts'

/** `zhengshu keys reseal`: leaves nothing under a retired data key, beside running servers; may be interrupted. */
export async function reseal(options: StoreOptions): Promise<ExitCode> {
  const { resealed, retired } = await withExistingApp(configFrom(options), async (app) => {
    let resealed = 0
    // Until a pass has found nothing, because only that shows that nothing is left.
    for (let before = -1; before !== resealed;) {
      before = resealed
      resealed += await app.reseal((count) => showProgress((before + count).toLocaleString('en')))
    }
    return { resealed, retired: app.keyring.retiredSeals.length }
  })
  endProgress()
  answer(options, { resealed }, String(resealed))
  if (retired > 0)
    notice({
      en: 'Nothing here needs keys/private/secrets-retired-*.json any more; backups from before the rotation do.',
      zh: '现有数据已不再需要 keys/private/secrets-retired-*.json，轮换前的备份仍需要。',
    })
  return EXIT.yes
}
