import { parse } from 'csv-parse/sync'
import { authorize, type Actor } from '../access/index.ts'
import { describeError, isZhengshuError, ZhengshuError } from '../core/errors.ts'
import type { CatalogContext } from './catalog-deps.ts'
import type { ResourceImport, ResourceImportReport, ResourceImportRow, ResourceMetadata } from './catalog.ts'
import { editResource, registerResource } from './change-resource.ts'
import { digestOf } from './commit-resource.ts'
import { COLUMNS, metadataOf, type Row } from './read-resource-row.ts'

const MOST_BYTES = 8 << 20
const MOST_ROWS = 5_000
/** Room for the number of the row behind it. */
const LONGEST_REQUEST_ID = 90

/**
 * Drafts entries from CSV, one a row, under the headings of the form in Chinese or English. A refused row is reported
 * and stops nothing. The same file twice changes nothing, also under another requestId.
 */
export async function importResources(
  context: CatalogContext,
  actor: Actor,
  input: ResourceImport,
): Promise<ResourceImportReport> {
  authorize(actor, 'registerResource')
  if (input.requestId.length > LONGEST_REQUEST_ID)
    throw new ZhengshuError('INVALID_INPUT', {
      field: 'requestId',
      reason: `use at most ${LONGEST_REQUEST_ID} characters for an import`,
      reasonZh: `导入时不得超过 ${LONGEST_REQUEST_ID} 个字符`,
    })
  const rows: ResourceImportRow[] = []
  for (const [i, row] of parseRows(input.csv).entries())
    rows.push(
      await importRow(
        context,
        (provider) => input.actorFor?.(provider) ?? actor,
        `${input.requestId}:${i + 2}`,
        i + 2,
        row,
      ),
    )
  const count = (result: ResourceImportRow['result']) => rows.filter((row) => row.result === result).length
  return {
    rows,
    drafted: count('DRAFTED'),
    updated: count('UPDATED'),
    unchanged: count('UNCHANGED'),
    refused: count('REFUSED'),
  }
}

async function importRow(
  context: CatalogContext,
  actorFor: (provider: string) => Actor,
  requestId: string,
  number: number,
  row: Row,
): Promise<ResourceImportRow> {
  const code = /^[\d/]{1,50}$/.test(row['code'] ?? '') ? row['code']! : '?'
  try {
    const metadata = metadataOf(row)
    const actor = actorFor(metadata.provider)
    const known = context.resources.get(metadata.code)?.document
    if (!known) {
      await registerResource(context, actor, { requestId, metadata })
      return { row: number, code, result: 'DRAFTED' }
    }
    if (isSame(known.current.metadata, metadata)) return { row: number, code, result: 'UNCHANGED' }
    await editResource(context, actor, { requestId, metadata, expectedRevision: known.current.revision })
    return { row: number, code, result: 'UPDATED' }
  } catch (error) {
    // Anything but a refusal of this row concerns the whole import.
    if (!isZhengshuError(error) || !ROW_ERRORS.has(error.code)) throw error
    const { params } = error
    const said = {
      code: error.code,
      en: describeError(error.code, params, 'en'),
      zh: describeError(error.code, params, 'zh'),
    }
    return { row: number, code, result: 'REFUSED', error: said }
  }
}

const ROW_ERRORS: ReadonlySet<string> = new Set([
  'INVALID_INPUT',
  'INCOMPLETE_REQUEST',
  'INVALID_TRANSITION',
  'ALREADY_EXISTS',
  'ACCESS_REFUSED',
  'NOT_FOUND',
  'CONFLICT',
])

const isSame = (a: ResourceMetadata, b: ResourceMetadata): boolean => {
  const { publishedOn: _a, ...first } = a
  const { publishedOn: _b, ...second } = b
  return digestOf(first) === digestOf(second)
}

function parseRows(csv: string): readonly Row[] {
  const refuse = (reason: string, reasonZh: string, cause?: unknown) =>
    new ZhengshuError('IMPORT_REFUSED', { reason, reasonZh }, { cause })
  if (Buffer.byteLength(csv) > MOST_BYTES) throw new ZhengshuError('PAYLOAD_TOO_LARGE', { limit: MOST_BYTES })
  if (csv.includes('\ufffd')) throw refuse('it has characters that were not decoded', '含有未能解码的字符')
  const rows = ((): string[][] => {
    try {
      return parse(csv, { bom: true, skip_empty_lines: true, trim: true })
    } catch (error) {
      throw refuse('it is not CSV with the same number of columns in each row', '不是各行列数一致的 CSV', error)
    }
  })()
  const [headings, ...body] = rows
  if (!headings || body.length === 0) throw refuse('it has no rows', '没有数据行')
  if (body.length > MOST_ROWS) throw refuse(`it has more than ${MOST_ROWS} rows`, `超过 ${MOST_ROWS} 行`)
  const columns = headings.map(
    (heading) => COLUMNS.find((column) => column.name === heading || column.zh === heading)?.name,
  )
  const unknown = columns.findIndex((column) => column === undefined)
  if (unknown >= 0) throw refuse(`column ${unknown + 1} has an unknown heading`, `第 ${unknown + 1} 列的标题未知`)
  if (new Set(columns).size < columns.length) throw refuse('a heading occurs twice', '标题重复')
  const missing = COLUMNS.filter(({ name, isRequired }) => isRequired && !columns.includes(name))
  if (missing.length > 0)
    throw refuse(
      `it lacks ${missing.map(({ name }) => name).join(', ')}`,
      `缺少列：${missing.map(({ zh }) => zh).join('、')}`,
    )
  return body.map((cells) => Object.fromEntries(cells.map((cell, i) => [columns[i]!, cell])))
}
