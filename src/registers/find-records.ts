import { authorize, checkPurpose, releaseFields, type Actor, type ReleaseClass } from '../access/index.ts'
import type { Register } from '../catalog/index.ts'
import { PARTY_ROLES, type PartyRole } from '../catalog/index.ts'
import { today, type LocalDate } from '../core/clock.ts'
import { ZhengshuError } from '../core/errors.ts'
import { unknownRegister } from './import-records.ts'
import type { RegistersContext } from './registers-deps.ts'
import type { DisclosedRecord, RegisterRecord, Registers } from './registers.ts'
import { releaseWithLeaf, resourceOf } from './release-with-leaf.ts'
import { birthDateOfSubject, parseRealSubject } from './subject.ts'

type FindRecordsInput = Parameters<Registers['findRecords']>[1]

/** How long a source may take; what did not answer by then is unavailable, never "no record". */
export const SOURCE_DEADLINE_MS = 5_000

/** Granted fields of a subject's current records. */
export async function findRecords(
  context: RegistersContext,
  actor: Actor,
  input: FindRecordsInput,
): ReturnType<Registers['findRecords']> {
  authorize(actor, 'findRecords')
  checkPurpose(input.purpose)
  const register = context.catalog.register(input.register)
  if (!register) throw unknownRegister(context)
  const subject = parseRealSubject(context, input.subject, 'subject')
  const resource = resourceOf(context, { kind: 'REGISTER', register: register.slug }, register.slug)
  const need = {
    resource: resource.metadata.code,
    fields: fieldsOf(register, input),
    subjectRole: partyRoleOf(input.role),
  }
  const scope = { clientId: actor.clientId, requestId: input.requestId, operation: 'findRecords', body: input }
  const released = await releaseWithLeaf(
    context,
    { actor, purpose: input.purpose, scope, need, subjects: [subject] },
    async (decision) => {
      const records = await readCurrent(context, register, subject)
      const on = today(context.clock)
      return {
        result: records.map((record) => disclose(register, record, need.fields, decision.rawFields, on)),
        event: {
          kind: 'RECORD_READ',
          data: { register: register.slug, fields: [...need.fields], records: records.length },
        },
      }
    },
  )
  return { records: released.result, receipt: released.receipt, leafId: released.leafId }
}

/** A field that there is not would look like one that the record lacks. */
function fieldsOf(register: Register, { fields }: FindRecordsInput): readonly string[] {
  const invalid = (reason: string, reasonZh: string) =>
    new ZhengshuError('INVALID_INPUT', { field: 'fields', reason, reasonZh })
  if (fields.length === 0) throw invalid('name the fields that the case needs', '请列明办件所需字段')
  const known = register.fields.map(({ name }) => name)
  if (fields.every((field) => known.includes(field))) return [...new Set(fields)]
  throw invalid(
    `${register.slug} has the fields ${known.join(', ')}`,
    `${register.name.zh}的字段为：${known.join('、')}`,
  )
}

function partyRoleOf(role: string | undefined): PartyRole {
  if (role === undefined) return 'APPLICANT'
  const known = PARTY_ROLES.find((name) => name === role)
  if (known) return known
  throw new ZhengshuError('INVALID_INPUT', {
    field: 'role',
    reason: `use one of ${PARTY_ROLES.join(', ')}`,
    reasonZh: `应为 ${PARTY_ROLES.join('、')} 之一`,
  })
}

async function readCurrent(
  context: RegistersContext,
  register: Register,
  subject: string,
): Promise<readonly RegisterRecord[]> {
  const deadline = context.clock.now() + SOURCE_DEADLINE_MS
  const [answer] = await context.source.findBySubjects([{ register: register.slug, subject }], deadline)
  if (answer?.state !== 'answered') throw new ZhengshuError('SOURCE_UNAVAILABLE', { source: register.slug })
  const on = today(context.clock)
  return answer.records.filter(({ validFrom, validTo }) => validFrom <= on && (validTo === undefined || validTo >= on))
}

const classesOf = new WeakMap<Register, ReadonlyMap<string, ReleaseClass>>()

/** The class of a register's field by its name. */
export function fieldClass(register: Register): (field: string) => ReleaseClass | undefined {
  let classes = classesOf.get(register)
  if (!classes) {
    classes = new Map(register.fields.map((field) => [field.name, field.class]))
    classesOf.set(register, classes)
  }
  return (field) => classes.get(field)
}

function disclose(
  register: Register,
  record: RegisterRecord,
  granted: readonly string[],
  rawFields: readonly string[],
  on: LocalDate,
): DisclosedRecord {
  return {
    recordId: record.recordId,
    sourceAgency: record.sourceAgency,
    validFrom: record.validFrom,
    changedAt: record.changedAt,
    data: releaseFields(record.data, {
      classOf: fieldClass(register),
      granted,
      rawFields,
      birthDate: birthDateOfSubject(record.subject),
      on,
    }),
  }
}
