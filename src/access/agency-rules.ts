/** Rules that refuse whoever speaks for what belongs to another agency; the rules of the grants are sharing's. */
export const AGENCY_RULES = {
  'not-the-provider': { en: 'an agency describes its own resources only', zh: '只能编制本部门的信息资源' },
  'not-the-source': { en: 'only the source agency speaks for its register', zh: '仅数源部门可操作其基础库' },
  'not-an-issuer': { en: 'the agency may not issue this licence type', zh: '该部门无权颁发此类证照' },
  'not-the-issuer': {
    en: 'only the agency that issued a licence changes its state',
    zh: '仅颁发机构可变更证照状态',
  },
  'not-a-party': {
    en: 'the access request or grant is not for this agency to see or act on, or there is none',
    zh: '该共享申请或授权不由本部门查看或办理，或不存在',
  },
} as const satisfies Record<string, { readonly en: string; readonly zh: string }>

export type AgencyRule = keyof typeof AGENCY_RULES
