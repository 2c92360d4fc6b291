import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { authorize, checkPurpose, type Actor } from '../access/index.ts'
import type { PredicateDeclaration } from '../catalog/index.ts'
import { ZhengshuError } from '../core/errors.ts'
import type { JsonObject } from '../core/strict-json.ts'
import { answerPredicate } from './answer-predicate.ts'
import { parseAsOf } from './as-of.ts'
import { SOURCE_DEADLINE_MS } from './find-records.ts'
import { unknownRegister } from './import-records.ts'
import { predicateOf } from './predicates/table.ts'
import type { RegistersContext } from './registers-deps.ts'
import { subjectKey, type PredicateQuestion, type Registers } from './registers.ts'
import { releaseWithLeaf, resourceOf } from './release-with-leaf.ts'
import { addFormats } from './schema-formats.ts'
import { parseRealSubject } from './subject.ts'

type AskInput = Parameters<Registers['askPredicate']>[1]

const MAX_OTHERS = 20

/** A yes/no question about a subject: the grant names the predicate, and no field leaves. */
export async function askPredicate(
  context: RegistersContext,
  actor: Actor,
  input: AskInput,
): ReturnType<Registers['askPredicate']> {
  authorize(actor, 'askPredicate')
  checkPurpose(input.purpose)
  const question = toQuestion(context, input)
  const { register, predicate, subject, others } = question
  const resource = resourceOf(context, { kind: 'PREDICATE', register, predicate }, `${register}.${predicate}`)
  const need = { resource: resource.metadata.code, fields: ['answer'], subjectRole: 'APPLICANT' as const }
  const scope = { clientId: actor.clientId, requestId: input.requestId, operation: 'askPredicate', body: input }
  const released = await releaseWithLeaf(
    context,
    { actor, purpose: input.purpose, scope, need, subjects: [subject, ...others] },
    async () => {
      const queries = [subject, ...others].map((who) => ({ register, subject: who }))
      const answers = await context.source.findBySubjects(queries, context.clock.now() + SOURCE_DEADLINE_MS)
      const bySubject = new Map(queries.map((query, i) => [subjectKey(register, query.subject), answers[i]!]))
      const answer = answerPredicate(context.catalog, question, bySubject)
      return {
        result: answer,
        event: {
          kind: 'PREDICATE_ANSWERED',
          data: { register, predicate, asOf: question.asOf, ruleVersion: answer.ruleVersion, answer: answer.answer },
        },
      }
    },
  )
  return { answer: released.result, receipt: released.receipt, leafId: released.leafId }
}

function toQuestion(context: RegistersContext, input: AskInput): PredicateQuestion {
  const register = context.catalog.register(input.register)
  if (!register) throw unknownRegister(context)
  const declared = register.predicates.find(({ name }) => name === input.predicate)
  if (!declared || !predicateOf(register.slug, input.predicate))
    throw invalid(
      'predicate',
      `register ${register.slug} answers ${register.predicates.map(({ name }) => name).join(', ')}`,
      `基础库 ${register.slug} 可核验：${register.predicates.map(({ name }) => name).join('、')}`,
    )
  const others = input.others ?? []
  if (others.length > MAX_OTHERS)
    throw invalid('others', `at most ${MAX_OTHERS} further parties`, `其他当事人至多 ${MAX_OTHERS} 个`)
  return {
    register: register.slug,
    predicate: declared.name,
    subject: parseRealSubject(context, input.subject, 'subject'),
    others: [...new Set(others.map((other) => parseRealSubject(context, other, 'others')))],
    arguments: checkArguments(declared, input.arguments ?? {}),
    asOf: parseAsOf(context.clock, input.asOf),
  }
}

const validators = new WeakMap<PredicateDeclaration, ValidateFunction>()

/** Checked against the declaration, so that a wrong argument is told and never answered with "cannot tell". */
function checkArguments(declared: PredicateDeclaration, given: JsonObject): JsonObject {
  let validate = validators.get(declared)
  if (!validate) {
    const ajv = new Ajv2020({ strict: true, strictRequired: false })
    addFormats(ajv)
    validate = ajv.compile(declared.arguments)
    validators.set(declared, validate)
  }
  const plain: JsonObject = { ...given }
  if (validate(plain)) return plain
  const [error] = validate.errors ?? []
  const at = error?.instancePath.slice(1) || (error?.params as { missingProperty?: string })?.missingProperty || ''
  throw invalid(at === '' ? 'arguments' : `arguments.${at}`, ...whyWrong(declared, error?.keyword ?? 'form'))
}

/** What was given is not repeated: it may be a person's number. */
function whyWrong({ arguments: schema }: PredicateDeclaration, keyword: string): readonly [en: string, zh: string] {
  if (keyword === 'required') return ['is missing', '缺失']
  if (keyword !== 'additionalProperties') return [`does not fit (${keyword})`, `不符合要求（${keyword}）`]
  const known = Object.keys((schema['properties'] ?? {}) as JsonObject)
  if (known.length === 0) return ['the question takes none', '该核验问题没有参数']
  return [`the question takes ${known.join(', ')}`, `该核验问题的参数为 ${known.join('、')}`]
}

const invalid = (field: string, reason: string, reasonZh: string): ZhengshuError =>
  new ZhengshuError('INVALID_INPUT', { field, reason, reasonZh })
