import type { App } from '../app.ts'
import type { Agency } from '../catalog/index.ts'
import { ZhengshuError } from '../core/errors.ts'

/** The agency that `--agency` names, by its number or its credit code. Throws INVALID_INPUT. */
export function findAgency({ catalog }: App, named: string): Agency {
  const agency = catalog.agencyByNumber(named) ?? catalog.agency(named)
  if (agency) return agency
  throw new ZhengshuError('INVALID_INPUT', {
    field: '--agency',
    reason: `there is no agency ${named}; give its two-digit number or its credit code`,
    reasonZh: `没有部门 ${named}，应为两位部门编号或统一社会信用代码`,
  })
}
