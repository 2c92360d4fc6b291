import { ZhengshuError } from '../core/errors.ts'
import type { ResourceBinding, ResourceMetadata, ResourceState } from './catalog.ts'

export type ResourceChange = 'edit' | 'submit' | 'publish' | 'return' | 'withdraw'

/**
 * A change leads from these states to that one. Editing what is published begins a new revision beside it: the
 * published one stays in force until the new one is published.
 */
const CHANGES: Readonly<Record<ResourceChange, { from: readonly ResourceState[]; to: ResourceState }>> = {
  edit: { from: ['DRAFT', 'RETURNED', 'PUBLISHED', 'WITHDRAWN'], to: 'DRAFT' },
  submit: { from: ['DRAFT', 'RETURNED'], to: 'SUBMITTED' },
  publish: { from: ['SUBMITTED'], to: 'PUBLISHED' },
  return: { from: ['SUBMITTED'], to: 'RETURNED' },
  // Of what is published; a draft beside it ends with it.
  withdraw: { from: ['DRAFT', 'SUBMITTED', 'RETURNED', 'PUBLISHED'], to: 'WITHDRAWN' },
}

/** The state after the change. Throws INVALID_TRANSITION. */
export function nextState(code: string, state: ResourceState, change: ResourceChange): ResourceState {
  const { from, to } = CHANGES[change]
  if (from.includes(state)) return to
  throw new ZhengshuError('INVALID_TRANSITION', {
    what: `Resource ${code}`,
    whatZh: `信息资源 ${code}`,
    state,
    operation: `${change}Resource`,
  })
}

interface Element {
  readonly field: string
  readonly zh: string
  readonly isMissing: (metadata: ResourceMetadata) => boolean
}

const isBlank = (text: string | undefined): boolean => text === undefined || text.trim() === ''

/** What a catalog entry must say (Order 809 art. 13 and 15, with the elements of the 2017 guide that they build on). */
const REQUIRED: readonly Element[] = [
  { field: 'name.zh', zh: '目录名称', isMissing: ({ name }) => isBlank(name.zh) },
  { field: 'name.en', zh: '英文名称', isMissing: ({ name }) => isBlank(name.en) },
  { field: 'summary', zh: '信息资源摘要', isMissing: ({ summary }) => isBlank(summary) },
  { field: 'items', zh: '数据项', isMissing: ({ items }) => items.length === 0 },
  { field: 'dataClass', zh: '数据分类', isMissing: ({ dataClass }) => isBlank(dataClass) },
  {
    field: 'condition',
    zh: '共享范围和用途（第十五条）',
    isMissing: ({ sharingType, condition }) => sharingType === 'CONDITIONAL' && isBlank(condition),
  },
  {
    field: 'clause',
    zh: '不予共享的依据（第十四条、第十五条）',
    isMissing: ({ sharingType, clause }) => sharingType === 'NOT_SHARED' && isBlank(clause),
  },
]

/** Everything that is still missing, in the order of the form. */
export const findMissing = (metadata: ResourceMetadata): readonly Pick<Element, 'field' | 'zh'>[] =>
  REQUIRED.filter((element) => element.isMissing(metadata))

/** One text for what stands behind a resource, so that no two stand for the same. */
export function bindingKey(binding: ResourceBinding): string {
  switch (binding.kind) {
    case 'NONE':
      return 'NONE'
    case 'REGISTER':
      return `REGISTER ${binding.register}`
    case 'PREDICATE':
      return `PREDICATE ${binding.register} ${binding.predicate}`
    case 'LICENCE_TYPE':
      return `LICENCE_TYPE ${binding.licenceType}`
  }
}
