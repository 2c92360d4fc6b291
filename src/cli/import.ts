import { accessSync, constants, createReadStream, statSync } from 'node:fs'
import { extname } from 'node:path'
import { indexFiles, loadCatalogFiles } from '../catalog/index.ts'
import { readLanguage } from '../config.ts'
import { ZhengshuError } from '../core/errors.ts'
import { checkBatchId, type ImportBatch } from '../registers/index.ts'
import { answer, endProgress, notice, showProgress } from './answer.ts'
import { EXIT, type ExitCode } from './exit.ts'
import { configFrom, type StoreOptions } from './options.ts'
import { withApp } from './with-app.ts'

interface ImportOptions extends StoreOptions {
  readonly batch?: string
}

const SHOWN_REFUSALS = 20

/** `zhengshu import REGISTER FILE`: loads a CSV or NDJSON file; the same file twice changes nothing. */
export async function importFile(register: string, file: string, options: ImportOptions): Promise<ExitCode> {
  const config = configFrom(options)
  // What was mistyped is told before a store is opened and a batch begun, the register before the file.
  const agency = sourceOf(register, config.catalogDirectory)
  const format = formatOf(file)
  checkReadable(file)
  if (options.batch !== undefined) checkBatchId(options.batch, '--batch')
  const batch = await withApp(config, (app) => {
    const batchId = options.batch ?? app.ids.next('bat')
    notice({
      en: `Batch ${batchId}; after an interruption repeat the command with --batch ${batchId}`,
      zh: `批次 ${batchId}；中断后请加 --batch ${batchId} 重新运行`,
    })
    return app.registers.importRecords(
      // Whoever may open the data directory acts for the register's source; the ledger names the command line as client.
      { clientId: 'command-line', role: 'SYSTEM', agency },
      {
        register,
        format,
        body: createReadStream(file),
        batchId,
        onProgress: ({ rowsRead }) => showProgress(rowsRead.toLocaleString('en')),
      },
    )
  })
  endProgress()
  answer(options, batch, describeBatch(batch))
  return batch.state === 'FINISHED' && batch.refused === 0 ? EXIT.yes : EXIT.no
}

/** The system tells what is not there or not allowed; a directory it would open. */
function checkReadable(file: string): void {
  accessSync(file, constants.R_OK)
  if (statSync(file).isDirectory())
    throw new ZhengshuError('FILE_INVALID', { file, reason: 'it is a directory', reasonZh: '是目录' })
}

function sourceOf(slug: string, catalogDirectory: string) {
  const catalog = indexFiles(loadCatalogFiles(catalogDirectory))
  const register = catalog.register(slug)
  const source = register && catalog.agencyByNumber(register.sourceAgency)
  if (source) return source.creditCode
  const known = catalog.registers.map((each) => each.slug)
  throw new ZhengshuError('INVALID_INPUT', {
    field: 'REGISTER',
    reason: `there is no register ${slug}; there are ${known.join(', ')}`,
    reasonZh: `没有基础库 ${slug}，现有：${known.join('、')}`,
  })
}

function formatOf(file: string): 'csv' | 'ndjson' {
  const extension = extname(file).toLowerCase()
  if (extension === '.csv') return 'csv'
  if (extension === '.ndjson' || extension === '.jsonl') return 'ndjson'
  throw new ZhengshuError('FILE_INVALID', {
    file,
    reason: 'name it .csv, .ndjson or .jsonl',
    reasonZh: '文件名须以 .csv、.ndjson 或 .jsonl 结尾',
  })
}

function describeBatch(batch: ImportBatch): string {
  const language = readLanguage()
  const { rowsRead, inserted, changed, unchanged, refused } = batch
  const refusals = batch.refusals.slice(0, SHOWN_REFUSALS)
  if (language === 'zh')
    return [
      `${batch.register}：读入 ${rowsRead} 行，新增 ${inserted}，变更 ${changed}，未变 ${unchanged}，拒绝 ${refused}`,
      ...refusals.map(({ row, field, code, zh }) => `  第 ${row} 行 ${field}：${code} ${zh}`),
      ...(refused > SHOWN_REFUSALS ? [`  …… 其余见 --json（最多 1,000 条）`] : []),
    ].join('\n')
  return [
    `${batch.register}: ${rowsRead} rows read, ${inserted} new, ${changed} changed, ${unchanged} unchanged, ${refused} refused`,
    ...refusals.map(({ row, field, code, en }) => `  row ${row}, ${field}: ${code}: ${en}`),
    ...(refused > SHOWN_REFUSALS ? [`  … more with --json, at most 1,000`] : []),
  ].join('\n')
}
