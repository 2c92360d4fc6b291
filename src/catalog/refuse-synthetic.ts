import { ZhengshuError } from '../core/errors.ts'
import { isSyntheticNumber } from '../core/identifiers.ts'
import type { CatalogFiles } from './catalog-files.ts'

/** Production's guard over the files: the invented agencies and divisions are there to try the service out. */
export function refuseSynthetic({ agencies, divisions, fileOf }: CatalogFiles): void {
  agencies.forEach((agency, i) => {
    if (isSyntheticNumber(agency.creditCode)) throw refusal(agency, `[${i}].creditCode`, 'agencies', '部门')
    if (agency.synthetic) throw refusal(agency, `[${i}].synthetic`, 'agencies', '部门')
  })
  for (const division of divisions) {
    if (division.synthetic) throw refusal(division, 'synthetic', 'divisions', '区划')
    if (division.code.startsWith('39')) throw refusal(division, `divisions ${division.code}`, 'divisions', '区划')
  }
  function refusal(of: object, field: string, what: string, whatZh: string): ZhengshuError {
    return new ZhengshuError('CATALOG_INVALID', {
      file: fileOf.get(of) ?? '?',
      field,
      reason: `production refuses invented ${what}; put those of your region in a catalog directory of your own and name it in ZHENGSHU_CATALOG`,
      reasonZh: `生产环境不接受虚构的${whatZh}；请在自有目录文件夹中填写本地区的${whatZh}，并用 ZHENGSHU_CATALOG 指定`,
    })
  }
}
