import type { Actor, AgencyRule } from '../access/index.ts'
import { ZhengshuError } from '../core/errors.ts'
import type { CatalogContext } from './catalog-deps.ts'
import type { Resource, ResourceMetadata } from './catalog.ts'
import { findBindingProblems } from './cross-check-files.ts'
import { bindingKey, findMissing } from './resource.ts'
import { createSchemaCompiler, fieldOf, reasonsOf } from './schema-compiler.ts'
import resourceSchema from './schemas/resource.schema.json' with { type: 'json' }
import sharedSchema from './schemas/shared.schema.json' with { type: 'json' }

const checkForm = createSchemaCompiler([sharedSchema]).compile(resourceSchema)

/**
 * An entry as it may be kept. Form errors name the field; what is missing is told as ONE list (Order 809 art. 13, 15);
 * an agency describes its own resources only.
 */
export function checkMetadata(context: CatalogContext, actor: Actor, input: ResourceMetadata): ResourceMetadata {
  const metadata = withoutNothing(input) as ResourceMetadata
  if (!checkForm(metadata)) {
    const error = checkForm.errors![0]!
    throw new ZhengshuError('INVALID_INPUT', { field: `metadata.${fieldOf(error)}`, ...reasonsOf(error) })
  }
  if (metadata.provider !== actor.agency)
    throw new ZhengshuError('ACCESS_REFUSED', {
      rule: 'not-the-provider' satisfies AgencyRule,
      reason: 'an agency describes its own resources only',
      reasonZh: '只能编制本部门的信息资源',
    })
  const missing = findMissing(metadata)
  if (missing.length > 0)
    throw new ZhengshuError('INCOMPLETE_REQUEST', {
      missing: missing.map(({ field }) => field),
      missingZh: missing.map(({ zh }) => zh),
    })
  checkBinding(context, metadata)
  checkRelated(context, metadata)
  checkBindingIsFree(context, metadata)
  checkNameIsFree(context, metadata)
  return metadata
}

/** Asked again when an entry is published: the draft may be older than the files, or than this rule. */
export function checkBinding(context: CatalogContext, metadata: ResourceMetadata): void {
  const [problem] = findBindingProblems(metadata, context.files)
  if (!problem) return
  const { field, reason, reasonZh } = problem
  throw new ZhengshuError('INVALID_INPUT', { field: `metadata.${field}`, reason, reasonZh })
}

/** One source, one entry: what stands behind a published resource stands behind no other. */
export function checkBindingIsFree(context: CatalogContext, { code, binding }: ResourceMetadata): void {
  const other = context.resources.publishedFor(binding)
  if (!other || other.metadata.code === code) return
  throw new ZhengshuError('ALREADY_EXISTS', {
    what: `Resource ${other.metadata.code} for ${bindingKey(binding)}`,
    whatZh: `${bindingKey(binding)} 对应的信息资源 ${other.metadata.code}`,
  })
}

/** Two entries of one agency under one name could not be told apart, and one of them would be a second source. */
function checkNameIsFree(context: CatalogContext, { code, provider, name }: ResourceMetadata): void {
  const wanted = withoutSpaces(name.zh)
  const isTaken = (resource: Resource | undefined) =>
    resource !== undefined &&
    resource.state !== 'WITHDRAWN' &&
    resource.metadata.provider === provider &&
    withoutSpaces(resource.metadata.name.zh) === wanted
  const other = context.resources
    .inOrder()
    .find(({ document }) => document.id !== code && (isTaken(document.current) || isTaken(document.published)))
  if (!other) return
  const { id } = other.document
  throw new ZhengshuError('ALREADY_EXISTS', {
    what: `Resource ${id} of the same name and agency`,
    whatZh: `本部门名称相同的信息资源 ${id}`,
  })
}

const withoutSpaces = (text: string): string => text.replace(/\s/g, '')

function checkRelated(context: CatalogContext, { code, relatedCodes }: ResourceMetadata): void {
  const unknown = relatedCodes.find((related) => related === code || !context.resources.get(related))
  if (unknown === undefined) return
  throw new ZhengshuError('INVALID_INPUT', {
    field: 'metadata.relatedCodes',
    reason: `there is no other resource ${unknown}`,
    reasonZh: `没有其他信息资源 ${unknown}`,
  })
}

/** Callers send null or nothing for what is absent; kept is only what is there. */
function withoutNothing(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNothing)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null && member !== undefined)
      .map(([name, member]) => [name, withoutNothing(member)]),
  )
}
