/**
 * The closed list of error codes. One row holds everything about a code: the HTTP status at the edges, the message in
 * both languages (`{name}` is filled from the error's params) and what the reader can do. Edges map errors outwards;
 * nothing inside a feature builds a message of its own.
 */
interface ErrorRow {
  readonly status: number
  readonly en: string
  readonly zh: string
}

const row = (status: number, en: string, zh: string): ErrorRow => ({ status, en, zh })

export const ERRORS = {
  // Input
  INVALID_JSON: row(400, 'The body is not valid JSON: {reason}.', '请求体不是合法的 JSON：{reason}。'),
  INVALID_INPUT: row(400, '{field}: {reason}.', '{field}：{reason}。'),
  INVALID_IDENTIFIER: row(400, '{field} is not a valid {kind}: {reason}.', '{field} 不是有效的{kind}：{reason}。'),
  INVALID_DATE: row(400, '{field} must be a real date written YYYY-MM-DD.', '{field} 须为真实日期，格式 YYYY-MM-DD。'),
  INVALID_CURSOR: row(
    400,
    'The cursor does not belong to this query; start again without it.',
    '游标不属于此查询，请去掉游标重新开始。',
  ),
  PAYLOAD_TOO_LARGE: row(413, 'The body is larger than {limit} bytes.', '请求体超过 {limit} 字节。'),
  UNSUPPORTED_MEDIA_TYPE: row(415, 'Send {expected}.', '请使用 {expected}。'),
  METHOD_NOT_ALLOWED: row(405, 'Use {allowed} here.', '此处请使用 {allowed}。'),
  NOT_ACCEPTABLE: row(406, 'This endpoint answers {offered}.', '此接口仅返回 {offered}。'),
  GRAPHQL_PARSE_FAILED: row(400, 'The GraphQL document does not parse: {reason}.', 'GraphQL 文档无法解析：{reason}。'),
  GRAPHQL_VALIDATION_FAILED: row(
    400,
    'The GraphQL document does not fit the schema: {reason}.',
    'GraphQL 文档不符合模式：{reason}。',
  ),
  QUERY_TOO_COMPLEX: row(
    400,
    'The query exceeds the limit of {limit} ({measure}).',
    '查询超过上限 {limit}（{measure}）。',
  ),
  // Who and whether
  UNAUTHENTICATED: row(401, 'A valid access token is needed: {reason}.', '需要有效的访问令牌：{reason}。'),
  FORBIDDEN: row(403, 'The role of this client does not allow {operation}.', '该客户端的角色不允许执行 {operation}。'),
  ACCESS_REFUSED: row(403, 'Refused by rule {rule}: {reason}.', '被规则 {rule} 拒绝：{reason}。'),
  FOUR_EYES: row(403, '{operation} needs a second person: {reason}.', '{operation} 须由另一人完成：{reason}。'),
  CASE_SUBJECT_MISMATCH: row(
    403,
    'Case {caseNumber} is bound to other parties.',
    '办件 {caseNumber} 已绑定其他当事人。',
  ),
  QUOTA_EXCEEDED: row(
    429,
    'The quota of {quota} persons a day for {resource} is used up.',
    '{resource} 每日 {quota} 人次的配额已用完。',
  ),
  TOO_MANY_REQUESTS: row(429, 'Too many requests; try again in {seconds} s.', '请求过多，请在 {seconds} 秒后重试。'),
  // State
  NOT_FOUND: row(404, '{what} does not exist or is not visible to you.', '{what} 不存在或对您不可见。'),
  ALREADY_EXISTS: row(409, '{what} exists already.', '{what} 已存在。'),
  CONFLICT: row(409, '{what} was changed meanwhile; read it again.', '{what} 已被他人修改，请重新读取。'),
  INVALID_TRANSITION: row(
    409,
    '{what} is {state}; {operation} is not possible from there.',
    '{what} 当前为 {state}，不能执行 {operation}。',
  ),
  REQUEST_ID_CONFLICT: row(
    409,
    '{field} {requestId} was used with another body.',
    '{field} {requestId} 已用于不同内容的请求。',
  ),
  INCOMPLETE_REQUEST: row(
    400,
    'The request is incomplete; still missing: {missing}.',
    '申请材料不完整，尚缺：{missing}。',
  ),
  CALENDAR_MISSING: row(
    409,
    'The working-day calendar has no year {year}; add it under catalog/calendars.',
    '工作日历缺少 {year} 年，请在 catalog/calendars 中补充。',
  ),
  ERASED: row(410, '{what} was erased.', '{what} 已依法擦除。'),
  // Licences and files
  LICENCE_DATA_INVALID: row(
    400,
    'The licence data does not fit type {type}: {reason}.',
    '证照数据不符合类型 {type}：{reason}。',
  ),
  LICENCE_VOIDED: row(409, 'The licence was not issued: {reason}.', '证照未能签发：{reason}。'),
  IMPORT_REFUSED: row(400, 'The import was refused: {reason}.', '导入被拒绝：{reason}。'),
  FILE_INVALID: row(400, '{file}: {reason}.', '{file}：{reason}。'),
  CATALOG_INVALID: row(
    500,
    'Catalog file {file}, field {field}: {reason}.',
    '目录文件 {file} 字段 {field}：{reason}。',
  ),
  CONFIG_INVALID: row(500, 'Setting {setting}: {reason}.', '配置项 {setting}：{reason}。'),
  // The machine
  AUDIT_UNAVAILABLE: row(
    503,
    'The ledger cannot be written, so no data is released: {reason}.',
    '存证日志不可写，不发放任何数据：{reason}。',
  ),
  SOURCE_UNAVAILABLE: row(
    503,
    'Source {source} did not answer; this is not "no record".',
    '数据源 {source} 未应答，这不等于“无记录”。',
  ),
  GRANTS_STALE: row(503, 'Grants could not be confirmed within 2 s; try again.', '2 秒内未能确认授权状态，请重试。'),
  STORE_UNAVAILABLE: row(503, 'The store does not answer: {reason}.', '存储不可用：{reason}。'),
  DISK_FULL: row(507, 'The disk is full; nothing was changed.', '磁盘已满，未作任何更改。'),
  OVERLOADED: row(503, 'The service is at its limit; try again shortly.', '服务繁忙，请稍后重试。'),
  COMMIT_OUTCOME_UNKNOWN: row(
    503,
    'It is unknown whether the change was made; repeat with the same requestId.',
    '无法确认更改是否生效，请用相同的 requestId 重试。',
  ),
  FORMAT_UNSUPPORTED: row(
    500,
    'The data directory has format {found}; this program reads up to {supported}.',
    '数据目录格式为 {found}，本程序最高支持 {supported}。',
  ),
  LEDGER_FORK: row(
    500,
    'The ledger is behind what was already published ({reason}); it must not sign.',
    '存证日志落后于已发布状态（{reason}），禁止签名。',
  ),
  QUERY_UNSUPPORTED: row(
    500,
    'No declared index serves this query: {reason}.',
    '没有已声明的索引支持该查询：{reason}。',
  ),
  SHUTTING_DOWN: row(503, 'The service is shutting down; try again.', '服务正在停止，请重试。'),
  INTERNAL: row(500, 'Internal error; quote request {requestId}.', '内部错误，请提供请求编号 {requestId}。'),
} as const satisfies Record<string, ErrorRow>

export type ErrorCode = keyof typeof ERRORS
export type ErrorParams = Readonly<Record<string, string | number | boolean | readonly string[]>>
export type Language = 'en' | 'zh'

/** The one error type. `params` never hold personal data: they reach logs and clients. */
export class ZhengshuError extends Error {
  readonly code: ErrorCode
  readonly params: ErrorParams

  constructor(code: ErrorCode, params: ErrorParams = {}, options?: { cause?: unknown }) {
    super(`${code}: ${describeError(code, params, 'en')}`, options)
    this.name = 'ZhengshuError'
    this.code = code
    this.params = params
  }
}

/** The message of a code in one language, its placeholders filled; an absent param stays visible as `{name}`. */
export function describeError(code: ErrorCode, params: ErrorParams, language: Language): string {
  return ERRORS[code][language].replace(/( ?)\{(\w+)\}( ?)/g, (whole, before: string, name: string, after: string) => {
    // A param may come in both languages: `reason` in English, `reasonZh` in Chinese.
    const value = (language === 'zh' ? params[`${name}Zh`] : undefined) ?? params[name]
    if (value === undefined) return whole
    const text = Array.isArray(value) ? value.join(language === 'zh' ? '、' : ', ') : String(value)
    // Chinese characters have a space beside other scripts only.
    const [start, end] = language === 'zh' ? [/^\p{sc=Han}/u.test(text), /\p{sc=Han}$/u.test(text)] : [false, false]
    return (start ? '' : before) + text + (end ? '' : after)
  })
}

export const isZhengshuError = (error: unknown, code?: ErrorCode): error is ZhengshuError =>
  error instanceof ZhengshuError && (code === undefined || error.code === code)
