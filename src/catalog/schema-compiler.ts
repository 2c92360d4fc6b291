import { createRequire } from 'node:module'
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import { isRealDate } from '../core/clock.ts'
import { parseCitizenId, parseCreditCode } from '../core/identifiers.ts'

type Localize = (errors: ErrorObject[] | null | undefined) => void
// ajv-i18n is CommonJS with one module a language; loading two of them beats loading forty.
const require = createRequire(import.meta.url)
const localize = {
  en: require('ajv-i18n/localize/en') as Localize,
  zh: require('ajv-i18n/localize/zh') as Localize,
}

/** What is wrong, in both languages. The messages quote the schema, never the value. */
export function reasonsOf(error: ErrorObject): { readonly reason: string; readonly reasonZh: string } {
  const said = (language: 'en' | 'zh'): string => {
    const copy = { ...error }
    localize[language]([copy])
    return copy.message ?? copy.keyword
  }
  return { reason: said('en'), reasonZh: said('zh') }
}

const accepts = (parse: (text: string) => unknown) => (text: string) => {
  try {
    parse(text)
    return true
  } catch {
    return false
  }
}
const isCitizenId = accepts(parseCitizenId)
const isCreditCode = accepts(parseCreditCode)

const INSTANT = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?$/

const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  date: isRealDate,
  // Faces print local time, so the zone may be absent.
  'date-time': (text) => isRealDate(INSTANT.exec(text)?.[1] ?? ''),
  'year-month': (text) => isRealDate(`${text}-01`),
  'citizen-id': isCitizenId,
  'credit-code': isCreditCode,
  subject: (text) => isCitizenId(text) || isCreditCode(text),
  regex: accepts((text) => new RegExp(text, 'u')),
}

/** Words that describe a field and check nothing. */
const ANNOTATIONS = ['x-title-zh', 'x-class', 'x-code-list']

interface SchemaCompiler {
  /** Throws for a schema that strict mode does not accept. */
  compile(schema: object): ValidateFunction
}

/**
 * The one way to compile JSON Schemas of the catalog: draft 2020-12, strict, no `$data`. Patterns come from reviewed
 * files only.
 */
export function createSchemaCompiler(shared: readonly object[] = [], use: 'often' | 'once' = 'often'): SchemaCompiler {
  const ajv = new Ajv2020({
    strict: true,
    strictRequired: false,
    strictTuples: false,
    allErrors: true,
    discriminator: true,
    verbose: true,
    // Optimizing a check costs more than it saves where it runs once: every start compiles some 200 schemas.
    code: { optimize: use === 'often' },
  })
  ajv.addVocabulary(ANNOTATIONS)
  for (const [name, check] of Object.entries(FORMATS)) ajv.addFormat(name, check)
  for (const schema of shared) ajv.addSchema(schema)
  return { compile: (schema) => ajv.compile(schema) }
}

/** `/materials/0/code` → `materials[0].code`. */
export function fieldOf(error: ErrorObject): string {
  const parts = error.instancePath.split('/').slice(1)
  const own = ownProperty(error)
  const names = (own === undefined ? parts : [...parts, own]).map((part) =>
    part.replaceAll('~1', '/').replaceAll('~0', '~'),
  )
  return names.reduce((path, name) => (/^\d+$/.test(name) ? `${path}[${name}]` : path ? `${path}.${name}` : name), '')
}

// A missing or surplus member is named itself, not the object around it.
function ownProperty({ keyword, params }: ErrorObject): string | undefined {
  const given = params as { missingProperty?: string; additionalProperty?: string }
  if (keyword === 'required') return given.missingProperty
  return keyword === 'additionalProperties' ? given.additionalProperty : undefined
}
