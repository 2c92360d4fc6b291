import { createReadStream } from 'node:fs'
import { extname } from 'node:path'
import { ZhengshuError } from '../core/errors.ts'
import type { ImportBatch } from '../registers/index.ts'
import { EXIT, type ExitCode } from './exit.ts'
import { configFrom, type StoreOptions } from './options.ts'
import { withApp } from './with-app.ts'

export interface ImportOptions extends StoreOptions {
  readonly batch?: string
  readonly json?: boolean
}

/** `zhengshu import REGISTER FILE`: loads a CSV or NDJSON file; the same file twice changes nothing. */
export async function importFile(register: string, file: string, options: ImportOptions): Promise<ExitCode> {
  const format = formatOf(file)
  const batch = await withApp(configFrom(options), async (app) => {
    const declared = app.catalog.register(register)
    const source = declared && app.catalog.agencyByNumber(declared.sourceAgency)
    if (!source)
      throw new ZhengshuError('INVALID_INPUT', {
        field: 'REGISTER',
        reason: `there is no register ${register}; there are ${app.catalog.registers.map((each) => each.slug).join(', ')}`,
        reasonZh: `没有基础库 ${register}，现有：${app.catalog.registers.map((each) => each.slug).join('、')}`,
      })
    // Whoever may open the data directory acts for the register's source; the ledger names the command line as client.
    const operator = { clientId: 'command-line', role: 'SYSTEM' as const, agency: source.creditCode }
    return app.registers.importRecords(operator, {
      register,
      format,
      body: createReadStream(file),
      ...(options.batch ? { batchId: options.batch } : {}),
      onProgress: showProgress,
    })
  })
  if (options.json) process.stdout.write(`${JSON.stringify(batch)}\n`)
  else report(batch)
  return batch.state === 'FINISHED' && batch.refused === 0 ? EXIT.yes : EXIT.no
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

function showProgress(batch: ImportBatch): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${batch.rowsRead.toLocaleString('en')} rows …`)
}

function report(batch: ImportBatch): void {
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')
  process.stdout.write(
    `${batch.register}: ${batch.rowsRead} rows read, ${batch.inserted} new, ${batch.changed} changed, ${batch.unchanged} unchanged, ${batch.refused} refused (batch ${batch.id})\n`,
  )
  for (const { row, field, code, en, zh } of batch.refusals.slice(0, 20))
    process.stdout.write(`  row ${row}, ${field}: ${code}: ${en} ${zh}\n`)
  if (batch.refused > 20) process.stdout.write(`  … and ${batch.refused - 20} more; --json lists up to 1,000\n`)
}
