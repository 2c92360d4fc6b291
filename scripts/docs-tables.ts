import { join } from 'node:path'
import { buildSchema, isEnumType } from 'graphql'
import { ACTOR_RULES, AGENCY_RULES, OPERATIONS, ROLES, type Operation, type Role } from '../src/access/index.ts'
import { loadCatalogFiles, type CatalogFiles } from '../src/catalog/catalog-files.ts'
import type { Alternative, Provenance } from '../src/catalog/index.ts'
import { SETTINGS } from '../src/config.ts'
import { ERRORS } from '../src/core/errors.ts'
import { SUBMIT_REASONS } from '../src/evidence/index.ts'
import { readSdl } from '../src/graphql/schema.ts'
import { AUDIT_EVENTS } from '../src/ledger/index.ts'
import { LEDGER_STEP_CODES } from '../src/ledger/verify/index.ts'
import { VERIFY_STEPS } from '../src/licences/index.ts'
import { STEP_CODES } from '../src/licences/verify/index.ts'
import { CANNOT_TELL_REASONS, ROW_REFUSALS } from '../src/registers/index.ts'
import { REFUSAL_RULES } from '../src/sharing/index.ts'

const CATALOG = join(import.meta.dirname, '..', 'catalog')

/** Pages of docs/ by file name. Each is printed from rows that the code itself uses. */
export function renderPages(): ReadonlyMap<string, string> {
  const files = loadCatalogFiles(CATALOG)
  return new Map([
    ['configuration.md', configuration()],
    ['errors.md', errors()],
    ['audit-events.md', auditEvents()],
    ['refusal-rules.md', refusalRules()],
    ['reasons.md', reasons()],
    ['verify-codes.md', verifyCodes()],
    ['roles.md', roles()],
    ['catalog.md', catalog(files)],
  ])
}

// ---- markdown ------------------------------------------------------------------------------------------------------

type Cell = string | number
interface BothLanguages {
  readonly en: string
  readonly zh: string
}

/** A bar would end a cell, a line break the table. */
const escape = (cell: Cell): string => String(cell).replaceAll('|', '\\|').replaceAll('\n', ' ')
const line = (cells: readonly Cell[]): string => `| ${cells.map(escape).join(' | ')} |`
export const table = (head: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n')

const code = (text: string): string => `\`${text}\``
const page = (title: string, from: string, ...parts: readonly string[]): string =>
  `${[`# ${title}`, `<!-- Written by \`npm run docs\` from ${from}. Do not edit. -->`, ...parts].join('\n\n')}\n`

const explained = (rows: Readonly<Record<string, BothLanguages>>): string =>
  table(
    ['code', 'meaning', '含义'],
    Object.entries(rows).map(([name, { en, zh }]) => [code(name), en, zh]),
  )

// ---- pages ---------------------------------------------------------------------------------------------------------

function configuration(): string {
  const rows = Object.entries(SETTINGS).map(([name, setting]) => [
    code(name),
    setting.default === '' ? '(empty)' : code(setting.default),
    setting.accepts,
    setting.help + (setting.isSecret ? ` Secret: may come from a file named by \`${name}_FILE\`.` : ''),
    setting.helpZh,
  ])
  return page(
    'Configuration 配置',
    'SETTINGS in src/config.ts',
    'Settings are environment variables; `--data`, `--keys` and `--port` of a command win over them. A value that does not ' +
      'pass its check stops the program with `CONFIG_INVALID` and the name of the setting, and so does a variable that begins with `ZHENGSHU_` and is none of ' +
      'these. `zhengshu config` shows what is in force.',
    table(['setting', 'default', 'accepts', 'what it does', '作用'], rows),
  )
}

function errors(): string {
  const rows = Object.entries(ERRORS).map(([name, { status, en, zh }]) => [code(name), status, en, zh])
  return page(
    'Error codes 错误代码',
    'ERRORS in src/core/errors.ts',
    'The list is closed. Over GraphQL a code stands in `extensions.code` with `messageZh`, `requestId` and the params named in ' +
      'braces; on other paths the same object is the body and the status is that of the table. `POST /oauth2/token` speaks RFC 6749 instead.',
    table(['code', 'status', 'message', '说明'], rows),
  )
}

/** Chinese words of an enum value: descriptions in the SDL are English, then 中文. */
function chineseOf(enumName: string): ReadonlyMap<string, string> {
  const type = buildSchema(readSdl()).getType(enumName)
  if (!isEnumType(type)) throw new Error(`no enum ${enumName}`)
  return new Map(
    type
      .getValues()
      .map(({ name, description }) => [name, /[.?] ([^.?]*[\u4e00-\u9fff].*)$/.exec(description ?? '')![1]!]),
  )
}

function auditEvents(): string {
  const chinese = chineseOf('AuditEventKind')
  const rows = Object.entries(AUDIT_EVENTS).map(([kind, text]) => {
    const [feature = '', meaning = ''] = text.split(/: (.*)/s)
    return [code(kind), feature, meaning, chinese.get(kind)!]
  })
  return page(
    'What enters the ledger 存证事件',
    'AUDIT_EVENTS in src/ledger/audit-events.ts',
    'The list is closed. A public leaf shows the kind, the hour and a salted digest; everything else is payload, readable by right and erasable.',
    table(['kind', 'appended by', 'meaning', '含义'], rows),
  )
}

function refusalRules(): string {
  return page(
    'Refusal rules 拒绝规则',
    'REFUSAL_RULES in src/sharing/sharing.ts, AGENCY_RULES and ACTOR_RULES in src/access',
    'Every refused access names one of these, in `extensions.rule` of `ACCESS_REFUSED`, in the reason of a material and in the ledger.',
    explained(REFUSAL_RULES),
    'Whoever speaks for what belongs to another agency is refused by one of these, also in `extensions.rule` of `ACCESS_REFUSED`.',
    explained(AGENCY_RULES),
    'Who may not act at all is told `FORBIDDEN`, or `FOUR_EYES` where a second person must; the ledger names one of these.',
    explained(ACTOR_RULES),
  )
}

function reasons(): string {
  return page(
    'Reasons 原因代码',
    'src/evidence/evidence.ts and src/registers',
    '## Why a material has to be handed in 须提交材料的原因',
    explained(SUBMIT_REASONS),
    '## Why a register cannot tell 无法判断的原因',
    explained(CANNOT_TELL_REASONS),
    '## Why a row of an import is refused 导入行被拒绝的原因',
    explained(ROW_REFUSALS),
  )
}

function verifyCodes(): string {
  const steps = chineseOf('VerifyStep')
  const readers = (name: string): string =>
    [name in STEP_CODES ? '`verify`' : '', name in LEDGER_STEP_CODES ? '`ledger verify`, proofs' : '']
      .filter((reader) => reader !== '')
      .join(', ')
  const codes = { ...LEDGER_STEP_CODES, ...STEP_CODES }
  const rows = Object.entries(codes).map(([name, { en, zh }]) => [code(name), readers(name), en, zh])
  return page(
    'Verification 验证步骤与代码',
    'src/licences/verify and src/ledger/verify',
    'A document is verified in these steps, in this order; each is `PASSED`, `FAILED`, `CANNOT_TELL` or `NOT_REACHED`. One ' +
      'failure makes the verdict `NOT_VALID` (exit code 1), otherwise one step that cannot tell makes it `CANNOT_TELL` (2).',
    table(
      ['step', '步骤'],
      VERIFY_STEPS.map((step) => [step, steps.get(step.toUpperCase())!]),
    ),
    table(
      ['code', 'named by', 'meaning', '含义'],
      rows.sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
    ),
  )
}

function roles(): string {
  const chinese = chineseOf('Role')
  const may = (operation: Operation, role: Role): string =>
    (OPERATIONS[operation] as readonly Role[]).includes(role) ? '●' : ''
  return page(
    'Who may do what 角色与操作',
    'OPERATIONS in src/access/operations.ts',
    'One client has one role. What the table does not name is `FORBIDDEN`; what it allows may still need a grant, a second person or the right agency.',
    table(
      ['role', '角色'],
      ROLES.map((role) => [code(role), chinese.get(role)!]),
    ),
    table(
      ['operation', ...ROLES],
      (Object.keys(OPERATIONS) as Operation[]).map((operation) => [
        code(operation),
        ...ROLES.map((role) => may(operation, role)),
      ]),
    ),
  )
}

// ---- catalog -------------------------------------------------------------------------------------------------------

const sureness = ({ isConfirmed, source, note }: Provenance): string =>
  [isConfirmed ? (source ?? '') : `to be confirmed${source ? `: ${source}` : ''}`, note ?? '']
    .filter((text) => text !== '')
    .join('. ')

const share = (rows: readonly { readonly provenance: Provenance }[]): string =>
  `${rows.length}, of which ${rows.filter(({ provenance }) => provenance.isConfirmed).length} read in a source and ` +
  `${rows.filter(({ provenance }) => !provenance.isConfirmed).length} to be confirmed by the region`

function catalog(files: CatalogFiles): string {
  const { agencies, licenceTypes, registers, serviceItems, bundles, resources, divisions } = files
  const nameOf = (number: string): string => {
    const agency = agencies.find((each) => each.number === number)!
    return `${number} ${agency.name.zh}`
  }
  const sources = new Set(
    serviceItems.flatMap((item) => item.materials.flatMap((each) => each.alternatives.map(sourceOf))),
  )
  return page(
    'The catalog 目录清单',
    'catalog/',
    'The starting stock. Agencies and the divisions of 岭江省 are invented; types, registers and service items are written from ' +
      'published standards and guides, and say where they are not sure. What is not known stays empty: a licence type without a ' +
      'known national sequence is issued under a local code.',
    table(
      ['what', '内容', 'count'],
      [
        ['agencies', '部门', agencies.length],
        [
          'divisions',
          '行政区划',
          `${divisions.length}, of which ${divisions.filter((each) => each.synthetic).length} invented`,
        ],
        ['licence types', '证照类型', share(licenceTypes)],
        ['registers', '基础库', share(registers)],
        ['questions of registers', '核验问题', registers.reduce((sum, each) => sum + each.predicates.length, 0)],
        ['service items', '事项', share(serviceItems)],
        ['materials', '材料', serviceItems.reduce((sum, each) => sum + each.materials.length, 0)],
        ['sources that materials can be met from', '可用来源', sources.size],
        ['bundles', '一件事', share(bundles)],
        ['resources', '信息资源', resources.length],
      ],
    ),
    '## Agencies 部门',
    table(
      ['number', 'credit code', '名称', 'name'],
      agencies.map(({ number, creditCode, name }) => [number, code(creditCode), name.zh, name.en]),
    ),
    '## Licence types 证照类型',
    table(
      ['code', '名称', 'name', 'type code', 'issuers', 'provenance'],
      licenceTypes.map((type) => [
        code(type.slug),
        type.name.zh,
        type.name.en,
        `${code(type.typeCode)}${type.nationalTypeCode === null ? ' (local)' : ''}`,
        type.issuers.map(nameOf).join(', '),
        sureness(type.provenance),
      ]),
    ),
    '## Registers 基础库',
    table(
      ['code', '名称', 'source', 'fields', 'complete from', 'questions', 'provenance'],
      registers.map((register) => [
        code(register.slug),
        register.name.zh,
        nameOf(register.sourceAgency),
        register.fields.length,
        register.coverageFrom,
        register.predicates.map(({ name }) => code(name)).join(' '),
        sureness(register.provenance),
      ]),
    ),
    '## Service items 事项',
    table(
      ['code', '名称', 'agency', 'materials', 'basis', '依据', 'provenance'],
      serviceItems.map((item) => [
        code(item.slug),
        item.name.zh,
        nameOf(item.agency),
        item.materials.length,
        item.basis.en,
        item.basis.zh,
        sureness(item.provenance),
      ]),
    ),
    '## Bundles 一件事',
    table(
      ['code', '名称', 'service items', 'provenance'],
      bundles.map((bundle) => [
        code(bundle.slug),
        bundle.name.zh,
        bundle.items.map(code).join(' '),
        sureness(bundle.provenance),
      ]),
    ),
  )
}

function sourceOf(alternative: Alternative): string {
  switch (alternative.kind) {
    case 'LICENCE':
      return alternative.licenceType
    case 'RECORD':
      return alternative.register
    case 'PREDICATE':
      return `${alternative.register} ${alternative.predicate}`
  }
}
