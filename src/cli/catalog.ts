import { readLanguage } from '../config.ts'
import type { Actor } from '../access/index.ts'
import type { ResourceImportReport } from '../catalog/index.ts'
import type { CreditCode } from '../core/identifiers.ts'
import { answer } from './answer.ts'
import { EXIT, type ExitCode } from './exit.ts'
import { findAgency } from './find-agency.ts'
import { configFrom, type StoreOptions } from './options.ts'
import { readText } from './read-file.ts'
import { withApp } from './with-app.ts'

interface ImportResourcesOptions extends StoreOptions {
  readonly agency?: string
}

/**
 * `zhengshu catalog import FILE`: drafts entries, one a row; a registrar submits and a reviewer publishes them. Whoever
 * may open the data directory acts as a registrar: of the one agency that was named, or of the provider of each row.
 */
export async function importResources(file: string, options: ImportResourcesOptions): Promise<ExitCode> {
  const csv = readText(file, 8_000_000)
  const report = await withApp(configFrom(options), (app) => {
    const requestId = app.ids.next('req')
    if (options.agency !== undefined)
      return app.catalog.importResources(registrarOf(findAgency(app, options.agency).creditCode), { requestId, csv })
    return app.catalog.importResources(registrarOf(app.catalog.agencies[0]!.creditCode), {
      requestId,
      csv,
      actorFor: (provider) => {
        const agency = app.catalog.agency(provider)
        return agency && registrarOf(agency.creditCode)
      },
    })
  })
  answer(options, report, describeReport(report))
  return report.refused === 0 ? EXIT.yes : EXIT.no
}

const registrarOf = (agency: CreditCode): Actor => ({ clientId: 'command-line', role: 'REGISTRAR', agency })

function describeReport({ drafted, updated, unchanged, refused, rows }: ResourceImportReport): string {
  const language = readLanguage()
  const refusals = rows.flatMap(({ row, code, error }) => (error ? [{ row, code, error }] : []))
  if (language === 'zh')
    return [
      `新增草稿 ${drafted}，更新草稿 ${updated}，未变 ${unchanged}，拒绝 ${refused}`,
      ...refusals.map(({ row, code, error }) => `  第 ${row} 行 ${code}：${error.code}：${error.zh}`),
    ].join('\n')
  return [
    `${drafted} drafted, ${updated} updated, ${unchanged} unchanged, ${refused} refused`,
    ...refusals.map(({ row, code, error }) => `  row ${row}, ${code}: ${error.code}: ${error.en}`),
  ].join('\n')
}
