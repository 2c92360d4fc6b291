// Written by scripts/codegen.ts from schema/*.graphql. Do not edit.
import type { JsonObject } from '../core/strict-json.ts'
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql'
import type {
  Agency as AgencyModel,
  Bundle as BundleModel,
  LicenceType as LicenceTypeModel,
  Material as MaterialModel,
  Alternative as AlternativeModel,
  Register as RegisterModel,
  Resource as ResourceModel,
  ResourceBinding as ResourceBindingModel,
  ServiceItem as ServiceItemModel,
} from '../catalog/index.ts'
import type { NecessityModel, RowRefusalModel } from './models.ts'
import type { Client as ClientModel } from '../identity/index.ts'
import type { AccessRequest as AccessRequestModel, Grant as GrantModel } from '../sharing/index.ts'
import type { ImportBatch as ImportBatchModel, PredicateAnswer as PredicateAnswerModel } from '../registers/index.ts'
import type {
  Licence as LicenceModel,
  Verdict as VerdictModel,
  StepResult as StepResultModel,
} from '../licences/index.ts'
import type {
  Evidence as EvidenceModel,
  MaterialAnswer as MaterialAnswerModel,
  Proof as ProofModel,
} from '../evidence/index.ts'
import type { AccessEntry as AccessEntryModel } from '../ledger/index.ts'
import type { GraphqlContext } from './context.ts'
export type Maybe<T> = T | null | undefined
export type InputMaybe<T> = T | null | undefined
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> }
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string }
  String: { input: string; output: string }
  Boolean: { input: boolean; output: boolean }
  Int: { input: number; output: number }
  Float: { input: number; output: number }
  /** A civil date of the region, `YYYY-MM-DD`; both ends of a period are inclusive. 本地区的日期，格式 `YYYY-MM-DD`；期间首尾均包含。 */
  Date: { input: string; output: string }
  /** An instant in UTC with milliseconds, `2026-11-24T02:00:00.000Z`. UTC 时刻，精确到毫秒，形如 `2026-11-24T02:00:00.000Z`。 */
  Instant: { input: string; output: string }
  /** A unified social credit code, 18 characters, check character verified (GB 32100). 统一社会信用代码，18 位，校验码须正确（GB 32100）。 */
  CreditCode: { input: string; output: string }
  /** The number of a subject: a citizen identity number (GB 11643) or a unified social credit code (GB 32100). 主体代码：公民身份号码（GB 11643）或统一社会信用代码（GB 32100）。 */
  SubjectNumber: { input: string; output: string }
  /** A licence identifier with root and check character (GB/T 36904). 电子证照标识，含根代码与校验位（GB/T 36904）。 */
  LicenceIdentifier: { input: string; output: string }
  /** Chosen by the caller, 8 to 100 letters, digits or `._:-`, a UUID is good: the same id with the same input gives the same result instead of a second one. 由调用方选定，8 至 100 个字母、数字或 `._:-`，建议用 UUID：相同编号、相同内容得到相同结果，不会重复执行。 */
  RequestId: { input: string; output: string }
  /** An object whose members are described elsewhere: by a register, a licence type, a JSON Schema or a JWK. 成员由基础库、证照类型、JSON Schema 或 JWK 另行规定的对象。 */
  JsonObject: { input: JsonObject; output: JsonObject }
}

/** What may be asked. 可查询的内容。 */
export type Query = {
  readonly __typename?: 'Query'
  /** Catalog entries, found by words in Chinese or English, or listed in order of code. 信息资源：按中英文词语检索，或按代码顺序列出。 */
  readonly resources: ResourceConnection
  /** One published catalog entry by its code. 按代码查询一条已发布的信息资源。 */
  readonly resource?: Maybe<Resource>
  /** Every revision of a catalog entry, the oldest first. 一条信息资源的全部版本，从旧到新。 */
  readonly resourceHistory: ReadonlyArray<Resource>
  /** Service items in order of code. 按代码顺序列出事项。 */
  readonly serviceItems: ServiceItemConnection
  /** One service item. 查询一个事项。 */
  readonly serviceItem?: Maybe<ServiceItem>
  /** Bundles, "one thing" services, in order of code. 按代码顺序列出“一件事”。 */
  readonly bundles: BundleConnection
  /** One bundle. 查询一个“一件事”。 */
  readonly bundle?: Maybe<Bundle>
  /** Licence types in order of code. 按代码顺序列出证照类型。 */
  readonly licenceTypes: LicenceTypeConnection
  /** One licence type. 查询一个证照类型。 */
  readonly licenceType?: Maybe<LicenceType>
  /** Registers in order of code. 按代码顺序列出基础库。 */
  readonly registers: RegisterConnection
  /** One register. 查询一个基础库。 */
  readonly register?: Maybe<Register>
  /** Agencies in order of number. 按编号顺序列出部门。 */
  readonly agencies: AgencyConnection
  /** One agency. 查询一个部门。 */
  readonly agency?: Maybe<Agency>
  /** Clients in order of id. 按编号顺序列出客户端。 */
  readonly clients: ClientConnection
  /** Access requests that the caller's agency made or has to answer. 本部门提出的或须答复的共享申请。 */
  readonly accessRequests: AccessRequestConnection
  /** One access request. 查询一份共享申请。 */
  readonly accessRequest?: Maybe<AccessRequest>
  /** Grants that the caller may see. 调用方可见的授权。 */
  readonly grants: GrantConnection
  /** What is left of the quotas of the caller's agency, and the days to expiry. 本部门各项授权的剩余配额与到期天数。 */
  readonly ownUse: ReadonlyArray<OwnUse>
  /** One import and how far it is. 查询一次导入及其进度。 */
  readonly importBatch?: Maybe<ImportBatch>
  /** Imports, the newest first. 导入批次，从新到旧。 */
  readonly importBatches: ImportBatchConnection
  /** Verifies a signed document step by step, over the bytes as received, at a date. 对签名文件按原始字节逐步验证，以某一日期为准。 */
  readonly verifyLicence: Verdict
  /** Ledger entries by agency, resource, period, or by subject with an approved search (four eyes); reading them is itself an entry. 按部门、资源、期间，或经双人批准后按主体查询存证条目；查询本身亦留存证。 */
  readonly accesses: AccessEntryConnection
  /** The accesses of the caller's own agency. 本部门自己的访问记录。 */
  readonly ownAccesses: AccessEntryConnection
  /** A search by subject that was asked for: who asks, why, about whom; a second auditor reads it before approving, and that is itself an entry. 已提出的按主体查询：申请人、理由与主体；另一名审计员批准前查看，查看亦留存证。 */
  readonly subjectSearch: SubjectSearch
  /** Searches by subject that auditors asked for, the newest first; the subject is masked, and reading the list is itself an entry. 审计员提出的按主体查询，最新的在前；主体脱敏，查看本列表亦留存证。 */
  readonly subjectSearches: SubjectSearchConnection
  /** The proof that an entry is in the ledger, for offline verification. 存证条目的收录证明，可离线验证。 */
  readonly ledgerProof: LedgerProof
}

/** What may be asked. 可查询的内容。 */
export type QueryResourcesArgs = {
  text?: InputMaybe<Scalars['String']['input']>
  provider?: InputMaybe<Scalars['CreditCode']['input']>
  sharingType?: InputMaybe<SharingType>
  state?: InputMaybe<ResourceState>
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
}

/** What may be asked. 可查询的内容。 */
export type QueryResourceArgs = {
  code: Scalars['String']['input']
}

/** What may be asked. 可查询的内容。 */
export type QueryResourceHistoryArgs = {
  code: Scalars['String']['input']
}

/** What may be asked. 可查询的内容。 */
export type QueryServiceItemsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
}

/** What may be asked. 可查询的内容。 */
export type QueryServiceItemArgs = {
  code: Scalars['String']['input']
}

/** What may be asked. 可查询的内容。 */
export type QueryBundlesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
}

/** What may be asked. 可查询的内容。 */
export type QueryBundleArgs = {
  code: Scalars['String']['input']
}

/** What may be asked. 可查询的内容。 */
export type QueryLicenceTypesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
}

/** What may be asked. 可查询的内容。 */
export type QueryLicenceTypeArgs = {
  code: Scalars['String']['input']
}

/** What may be asked. 可查询的内容。 */
export type QueryRegistersArgs = {
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
}

/** What may be asked. 可查询的内容。 */
export type QueryRegisterArgs = {
  code: Scalars['String']['input']
}

/** What may be asked. 可查询的内容。 */
export type QueryAgenciesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
}

/** What may be asked. 可查询的内容。 */
export type QueryAgencyArgs = {
  creditCode: Scalars['CreditCode']['input']
}

/** What may be asked. 可查询的内容。 */
export type QueryClientsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
}

/** What may be asked. 可查询的内容。 */
export type QueryAccessRequestsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
}

/** What may be asked. 可查询的内容。 */
export type QueryAccessRequestArgs = {
  id: Scalars['ID']['input']
}

/** What may be asked. 可查询的内容。 */
export type QueryGrantsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
}

/** What may be asked. 可查询的内容。 */
export type QueryImportBatchArgs = {
  id: Scalars['ID']['input']
}

/** What may be asked. 可查询的内容。 */
export type QueryImportBatchesArgs = {
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
}

/** What may be asked. 可查询的内容。 */
export type QueryVerifyLicenceArgs = {
  document: Scalars['String']['input']
  validOn?: InputMaybe<Scalars['Date']['input']>
  proof?: InputMaybe<Scalars['String']['input']>
}

/** What may be asked. 可查询的内容。 */
export type QueryAccessesArgs = {
  agency?: InputMaybe<Scalars['CreditCode']['input']>
  resource?: InputMaybe<Scalars['String']['input']>
  subject?: InputMaybe<Scalars['SubjectNumber']['input']>
  subjectSearchId?: InputMaybe<Scalars['ID']['input']>
  from?: InputMaybe<Scalars['Instant']['input']>
  to?: InputMaybe<Scalars['Instant']['input']>
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
}

/** What may be asked. 可查询的内容。 */
export type QueryOwnAccessesArgs = {
  resource?: InputMaybe<Scalars['String']['input']>
  from?: InputMaybe<Scalars['Instant']['input']>
  to?: InputMaybe<Scalars['Instant']['input']>
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
}

/** What may be asked. 可查询的内容。 */
export type QuerySubjectSearchArgs = {
  id: Scalars['ID']['input']
}

/** What may be asked. 可查询的内容。 */
export type QuerySubjectSearchesArgs = {
  state?: InputMaybe<SubjectSearchState>
  isOwn?: InputMaybe<Scalars['Boolean']['input']>
  first?: InputMaybe<Scalars['Int']['input']>
  after?: InputMaybe<Scalars['String']['input']>
}

/** What may be asked. 可查询的内容。 */
export type QueryLedgerProofArgs = {
  leafId: Scalars['ID']['input']
}

/** What changes something, or discloses data and therefore leaves an entry in the ledger. 会产生变更，或因披露数据而写入存证日志的操作。 */
export type Mutation = {
  readonly __typename?: 'Mutation'
  /** Drafts a new catalog entry of the caller's agency. 为本部门起草一条新的信息资源。 */
  readonly registerResource: RegisterResourcePayload
  /** Changes a catalog entry; the change is a new revision. 修改一条信息资源，形成新版本。 */
  readonly editResource: EditResourcePayload
  /** Hands a draft to the reviewer. 将草稿提交审核。 */
  readonly submitResource: SubmitResourcePayload
  /** Publishes a submitted entry; never by the client that registered it. 发布已提交的资源；登记人本人不得发布。 */
  readonly publishResource: PublishResourcePayload
  /** Gives a submitted entry back with a reason. 退回已提交的资源并说明理由。 */
  readonly returnResource: ReturnResourcePayload
  /** Takes a published entry out of the catalog. 将已发布的资源撤下。 */
  readonly withdrawResource: WithdrawResourcePayload
  /** Registers a client: a departmental system, or a person at a desk. 登记客户端：部门业务系统或办事人员。 */
  readonly registerClient: RegisterClientPayload
  /** Ends a client's access at once. 立即停用客户端。 */
  readonly suspendClient: SuspendClientPayload
  /** Asks for access to a resource; an incomplete request gets one list of everything missing. 申请使用信息资源；不完整的申请一次性告知全部缺项。 */
  readonly requestAccess: RequestAccessPayload
  /** The requesting agency's head approves. 申请部门负责人审批。 */
  readonly approveAccessRequest: ApproveAccessRequestPayload
  /** The providing agency's head agrees or refuses, citing the clause. 提供部门负责人同意或拒绝（须引用条款）。 */
  readonly answerAccessRequest: AnswerAccessRequestPayload
  /** Suspends a grant. 暂停授权。 */
  readonly suspendGrant: SuspendGrantPayload
  /** Resumes a suspended grant. 恢复已暂停的授权。 */
  readonly resumeGrant: ResumeGrantPayload
  /** Revokes a grant for good. 撤销授权，不可恢复。 */
  readonly revokeGrant: RevokeGrantPayload
  /** Releases the granted fields of a subject's current records, with a signed receipt. 按授权字段披露某主体的现行记录，并附签名回执。 */
  readonly readRecords: ReadRecordsPayload
  /** Answers a yes/no question about a subject, with a signed receipt; nothing else is released. 回答关于某主体的核验问题，并附签名回执；不披露其他内容。 */
  readonly askPredicate: AskPredicatePayload
  /** The source agency announces maintenance of its register, or its end; meanwhile requests are told that the source is unavailable, never that there is no record. 数源部门公告基础库维护的开始或结束；维护期间答复数据源不可用，绝不答复查无记录。 */
  readonly setSourceState: SetSourceStatePayload
  /** Issues one licence: signs and registers it. 签发一份证照：签名并登记。 */
  readonly issueLicence: IssueLicencePayload
  /** Issues up to 500 licences; each succeeds or is refused by itself. 批量签发，最多 500 份；逐份成功或拒绝。 */
  readonly issueLicences: IssueLicencesPayload
  /** Suspends, resumes, revokes, cancels … a licence. 暂扣、恢复、吊销、注销证照等。 */
  readonly changeLicenceState: ChangeLicenceStatePayload
  /** Releases a licence in its granted form, whole or as a signed excerpt, with a signed receipt; binds a new case to all its holders, and in a bound one a party must be a holder. 按授权披露证照原件或签名摘录，并附签名回执；新办件绑定全部持证主体，已绑定的办件须有当事人为持证主体。 */
  readonly fetchLicence: FetchLicencePayload
  /** Answers which materials of a case the government already holds, with the proof of each, signed, and a receipt. 回答办件所需材料中政府已掌握哪些，逐项附证明，整体签名并附回执。 */
  readonly requestEvidence: RequestEvidencePayload
  /** An auditor asks to search accesses by subject; a second auditor must approve. 审计员申请按主体查询访问记录，须由另一名审计员批准。 */
  readonly requestSubjectAccesses: RequestSubjectAccessesPayload
  /** A second auditor approves a search by subject, having read it (`subjectSearch`). 另一名审计员查看（`subjectSearch`）后批准按主体查询。 */
  readonly approveSubjectAccesses: ApproveSubjectAccessesPayload
  /** Erases payload and salt of an entry by law; the leaf and all proofs stay. 依法擦除条目的载荷与盐值；叶子与全部证明保留。 */
  readonly eraseLedgerPayload: EraseLedgerPayloadPayload
}

/** What changes something, or discloses data and therefore leaves an entry in the ledger. 会产生变更，或因披露数据而写入存证日志的操作。 */
export type MutationRegisterResourceArgs = {
  input: RegisterResourceInput
}

/** What changes something, or discloses data and therefore leaves an entry in the ledger. 会产生变更，或因披露数据而写入存证日志的操作。 */
export type MutationEditResourceArgs = {
  input: EditResourceInput
}

/** What changes something, or discloses data and therefore leaves an entry in the ledger. 会产生变更，或因披露数据而写入存证日志的操作。 */
export type MutationSubmitResourceArgs = {
  input: SubmitResourceInput
}

/** What changes something, or discloses data and therefore leaves an entry in the ledger. 会产生变更，或因披露数据而写入存证日志的操作。 */
export type MutationPublishResourceArgs = {
  input: PublishResourceInput
}

/** What changes something, or discloses data and therefore leaves an entry in the ledger. 会产生变更，或因披露数据而写入存证日志的操作。 */
export type MutationReturnResourceArgs = {
  input: ReturnResourceInput
}

/** What changes something, or discloses data and therefore leaves an entry in the ledger. 会产生变更，或因披露数据而写入存证日志的操作。 */
export type MutationWithdrawResourceArgs = {
  input: WithdrawResourceInput
}

/** What changes something, or discloses data and therefore leaves an entry in the ledger. 会产生变更，或因披露数据而写入存证日志的操作。 */
export type MutationRegisterClientArgs = {
  input: RegisterClientInput
}

/** What changes something, or discloses data and therefore leaves an entry in the ledger. 会产生变更，或因披露数据而写入存证日志的操作。 */
export type MutationSuspendClientArgs = {
  input: SuspendClientInput
}

/** What changes something, or discloses data and therefore leaves an entry in the ledger. 会产生变更，或因披露数据而写入存证日志的操作。 */
export type MutationRequestAccessArgs = {
  input: RequestAccessInput
}

/** What changes something, or discloses data and therefore leaves an entry in the ledger. 会产生变更，或因披露数据而写入存证日志的操作。 */
export type MutationApproveAccessRequestArgs = {
  input: ApproveAccessRequestInput
}

/** What changes something, or discloses data and therefore leaves an entry in the ledger. 会产生变更，或因披露数据而写入存证日志的操作。 */
export type MutationAnswerAccessRequestArgs = {
  input: AnswerAccessRequestInput
}

/** What changes something, or discloses data and therefore leaves an entry in the ledger. 会产生变更，或因披露数据而写入存证日志的操作。 */
export type MutationSuspendGrantArgs = {
  input: SuspendGrantInput
}

/** What changes something, or discloses data and therefore leaves an entry in the ledger. 会产生变更，或因披露数据而写入存证日志的操作。 */
export type MutationResumeGrantArgs = {
  input: ResumeGrantInput
}

/** What changes something, or discloses data and therefore leaves an entry in the ledger. 会产生变更，或因披露数据而写入存证日志的操作。 */
export type MutationRevokeGrantArgs = {
  input: RevokeGrantInput
}

/** What changes something, or discloses data and therefore leaves an entry in the ledger. 会产生变更，或因披露数据而写入存证日志的操作。 */
export type MutationReadRecordsArgs = {
  input: ReadRecordsInput
}

/** What changes something, or discloses data and therefore leaves an entry in the ledger. 会产生变更，或因披露数据而写入存证日志的操作。 */
export type MutationAskPredicateArgs = {
  input: AskPredicateInput
}

/** What changes something, or discloses data and therefore leaves an entry in the ledger. 会产生变更，或因披露数据而写入存证日志的操作。 */
export type MutationSetSourceStateArgs = {
  input: SetSourceStateInput
}

/** What changes something, or discloses data and therefore leaves an entry in the ledger. 会产生变更，或因披露数据而写入存证日志的操作。 */
export type MutationIssueLicenceArgs = {
  input: IssueLicenceInput
}

/** What changes something, or discloses data and therefore leaves an entry in the ledger. 会产生变更，或因披露数据而写入存证日志的操作。 */
export type MutationIssueLicencesArgs = {
  input: IssueLicencesInput
}

/** What changes something, or discloses data and therefore leaves an entry in the ledger. 会产生变更，或因披露数据而写入存证日志的操作。 */
export type MutationChangeLicenceStateArgs = {
  input: ChangeLicenceStateInput
}

/** What changes something, or discloses data and therefore leaves an entry in the ledger. 会产生变更，或因披露数据而写入存证日志的操作。 */
export type MutationFetchLicenceArgs = {
  input: FetchLicenceInput
}

/** What changes something, or discloses data and therefore leaves an entry in the ledger. 会产生变更，或因披露数据而写入存证日志的操作。 */
export type MutationRequestEvidenceArgs = {
  input: RequestEvidenceInput
}

/** What changes something, or discloses data and therefore leaves an entry in the ledger. 会产生变更，或因披露数据而写入存证日志的操作。 */
export type MutationRequestSubjectAccessesArgs = {
  input: RequestSubjectAccessesInput
}

/** What changes something, or discloses data and therefore leaves an entry in the ledger. 会产生变更，或因披露数据而写入存证日志的操作。 */
export type MutationApproveSubjectAccessesArgs = {
  input: ApproveSubjectAccessesInput
}

/** What changes something, or discloses data and therefore leaves an entry in the ledger. 会产生变更，或因披露数据而写入存证日志的操作。 */
export type MutationEraseLedgerPayloadArgs = {
  input: EraseLedgerPayloadInput
}

/** A text in both languages. 双语文本。 */
export type Bilingual = {
  readonly __typename?: 'Bilingual'
  /** In Chinese. 中文。 */
  readonly zh: Scalars['String']['output']
  /** In English. 英文。 */
  readonly en: Scalars['String']['output']
}

/** A text in both languages. 双语文本。 */
export type BilingualInput = {
  /** In Chinese. 中文。 */
  readonly zh: Scalars['String']['input']
  /** In English. 英文。 */
  readonly en: Scalars['String']['input']
}

/** Where a page of a list stands (Relay connections). 列表分页信息（Relay 连接规范）。 */
export type PageInfo = {
  readonly __typename?: 'PageInfo'
  /** Whether there is more after this page. 后面是否还有数据。 */
  readonly hasNextPage: Scalars['Boolean']['output']
  /** Always false: lists are read forwards. 恒为 false：列表只能向后读取。 */
  readonly hasPreviousPage: Scalars['Boolean']['output']
  /** The cursor of the first edge, if it has one. 第一条的游标（如有）。 */
  readonly startCursor?: Maybe<Scalars['String']['output']>
  /** Pass it as `after` to go on; absent on the last page. 作为 `after` 传入以读取下一页；最后一页没有。 */
  readonly endCursor?: Maybe<Scalars['String']['output']>
}

/** Why data is asked for; everything that discloses takes one. 使用目的；凡披露数据的操作都须提供。 */
export type PurposeInput = {
  /** Codes of the service items being handled. 正在办理的事项代码。 */
  readonly serviceItems: ReadonlyArray<Scalars['String']['input']>
  /** The calling system's own number of the case; only its keyed digest enters the ledger. 调用系统自己的办件编号；存证日志中只保存其带密钥摘要。 */
  readonly caseNumber: Scalars['String']['input']
  /** The legal basis in words. 法律依据的文字表述。 */
  readonly basis: Scalars['String']['input']
}

/** The part that a subject plays in a case. 主体在办件中的角色。 */
export type PartyRole =
  /** Who applies. 申请人。 */
  | 'APPLICANT'
  /** Spouse of the applicant. 配偶。 */
  | 'SPOUSE'
  /** A child of the applicant. 子女。 */
  | 'CHILD'
  /** Mother. 母亲。 */
  | 'MOTHER'
  /** Father. 父亲。 */
  | 'FATHER'
  /** Who sells. 出卖人。 */
  | 'SELLER'
  /** Who buys. 买受人。 */
  | 'BUYER'
  /** A person who died. 死者。 */
  | 'DECEASED'
  /** Who lets a dwelling. 出租人。 */
  | 'LANDLORD'
  /** Who acts for another. 代理人。 */
  | 'AGENT'
  /** Guardian. 监护人。 */
  | 'GUARDIAN'
  /** The company the case is about. 企业。 */
  | 'COMPANY'
  /** Legal representative of the company. 法定代表人。 */
  | 'LEGAL_REPRESENTATIVE'
  /** Employer. 用人单位。 */
  | 'EMPLOYER'
  /** Another party. 其他当事人。 */
  | 'OTHER'

/** How a resource is shared (Order 809 art. 14-15). 共享类型（国务院令第809号第十四、十五条）。 */
export type SharingType =
  /** Granted at once, still recorded. 无条件共享：即时授权，仍留存记录。 */
  | 'UNCONDITIONAL'
  /** The provider answers each request. 有条件共享：由提供部门答复。 */
  | 'CONDITIONAL'
  /** Not shared, by a clause of law. 依法不予共享。 */
  | 'NOT_SHARED'

/** Where a catalog entry stands. 信息资源的状态。 */
export type ResourceState =
  /** Being written. 草稿。 */
  | 'DRAFT'
  /** Waiting for the reviewer. 待审核。 */
  | 'SUBMITTED'
  /** Given back by the reviewer. 已退回。 */
  | 'RETURNED'
  /** In force. 已发布。 */
  | 'PUBLISHED'
  /** Taken out of the catalog. 已撤下。 */
  | 'WITHDRAWN'

/** How often a resource is brought up to date. 更新周期。 */
export type UpdateCycle =
  /** At once. 实时。 */
  | 'REAL_TIME'
  /** Every day. 每日。 */
  | 'DAILY'
  /** Every week. 每周。 */
  | 'WEEKLY'
  /** Every month. 每月。 */
  | 'MONTHLY'
  /** Every quarter. 每季度。 */
  | 'QUARTERLY'
  /** Every half year. 每半年。 */
  | 'HALF_YEARLY'
  /** Every year. 每年。 */
  | 'YEARLY'

/** Form in which a resource is kept. 信息资源格式。 */
export type ResourceFormat =
  /** Electronic document. 电子文件。 */
  | 'E_DOCUMENT'
  /** Spreadsheet. 电子表格。 */
  | 'SPREADSHEET'
  /** Database. 数据库。 */
  | 'DATABASE'
  /** Image. 图形图像。 */
  | 'IMAGE'
  /** Audio or video stream. 流媒体。 */
  | 'STREAM'
  /** Self-describing format. 自描述格式。 */
  | 'SELF_DESCRIBING'
  /** Interface. 服务接口。 */
  | 'INTERFACE'

/** Way in which a resource is shared. 共享方式。 */
export type SharingMethod =
  /** Asked one by one over an interface. 接口方式。 */
  | 'INTERFACE'
  /** Exchanged in batches. 批量交换。 */
  | 'BATCH'
  /** As files. 文件方式。 */
  | 'FILE'

/** Type of a data item (2017 catalog guide). 信息项数据类型（2017年目录编制指南）。 */
export type DataType =
  /** Text. 字符型。 */
  | 'C'
  /** Number. 数值型。 */
  | 'N'
  /** Currency. 货币型。 */
  | 'Y'
  /** Date. 日期型。 */
  | 'D'
  /** Date and time. 日期时间型。 */
  | 'T'
  /** Yes or no. 逻辑型。 */
  | 'L'
  /** Memo. 备注型。 */
  | 'M'
  /** Embedded object. 通用型。 */
  | 'G'
  /** Double. 双精度型。 */
  | 'B'
  /** Integer. 整型。 */
  | 'I'
  /** Float. 浮点型。 */
  | 'F'

/** How sensitive a field is; masking follows from it. 字段敏感级别，据此脱敏。 */
export type FieldClass =
  /** Public. 公开。 */
  | 'P'
  /** Internal to the government. 政务内部。 */
  | 'I'
  /** Personal. 个人信息。 */
  | 'D'
  /** Sensitive personal. 敏感个人信息。 */
  | 'S'

/** What stands behind a resource. 信息资源对应的实体。 */
export type ResourceBindingKind =
  /** Nothing in this exchange yet. 尚无对应实体。 */
  | 'NONE'
  /** A register. 基础库。 */
  | 'REGISTER'
  /** A yes/no question of a register. 基础库的核验问题。 */
  | 'PREDICATE'
  /** A licence type. 证照类型。 */
  | 'LICENCE_TYPE'

/** What stands behind a resource. 信息资源对应的实体。 */
export type ResourceBinding = {
  readonly __typename?: 'ResourceBinding'
  /** Its kind. 种类。 */
  readonly kind: ResourceBindingKind
  /** Code of the register, for REGISTER and PREDICATE. 基础库代码（REGISTER、PREDICATE）。 */
  readonly register?: Maybe<Scalars['String']['output']>
  /** Name of the question, for PREDICATE. 核验问题名称（PREDICATE）。 */
  readonly predicate?: Maybe<Scalars['String']['output']>
  /** Code of the licence type, for LICENCE_TYPE. 证照类型代码（LICENCE_TYPE）。 */
  readonly licenceType?: Maybe<Scalars['String']['output']>
}

/** What stands behind a resource: data of the provider itself, a register whose source it is or a licence type that it issues. 信息资源对应的实体：须为提供部门自己的数据，即其为数源部门的基础库或其签发的证照类型。 */
export type ResourceBindingInput = {
  /** Its kind. 种类。 */
  readonly kind: ResourceBindingKind
  /** Code of the register, for REGISTER and PREDICATE. 基础库代码（REGISTER、PREDICATE）。 */
  readonly register?: InputMaybe<Scalars['String']['input']>
  /** Name of the question, for PREDICATE. 核验问题名称（PREDICATE）。 */
  readonly predicate?: InputMaybe<Scalars['String']['input']>
  /** Code of the licence type, for LICENCE_TYPE. 证照类型代码（LICENCE_TYPE）。 */
  readonly licenceType?: InputMaybe<Scalars['String']['input']>
}

/** One data item of a resource. 信息资源的一个信息项。 */
export type ResourceItem = {
  readonly __typename?: 'ResourceItem'
  /** Name used in grants and requests. 授权与请求中使用的名称。 */
  readonly name: Scalars['String']['output']
  /** Title for people. 中英文标题。 */
  readonly title: Bilingual
  /** Data type. 数据类型。 */
  readonly dataType: DataType
  /** Longest length. 最大长度。 */
  readonly length?: Maybe<Scalars['Int']['output']>
  /** How sensitive it is. 敏感级别。 */
  readonly class: FieldClass
}

/** One data item of a resource. 信息资源的一个信息项。 */
export type ResourceItemInput = {
  /** Name used in grants and requests. 授权与请求中使用的名称。 */
  readonly name: Scalars['String']['input']
  /** Title for people. 中英文标题。 */
  readonly title: BilingualInput
  /** Data type. 数据类型。 */
  readonly dataType: DataType
  /** Longest length. 最大长度。 */
  readonly length?: InputMaybe<Scalars['Int']['input']>
  /** How sensitive it is. 敏感级别。 */
  readonly class: FieldClass
}

/** A catalog entry: core metadata of the 2017 guide with the additions of Order 809. 一条信息资源：2017年指南核心元数据及第809号令新增元数据。 */
export type Resource = {
  readonly __typename?: 'Resource'
  /** Front code, slash, rear code: `101001/000001`. 资源代码：前段码/后段码。 */
  readonly code: Scalars['String']['output']
  /** Its name. 资源名称。 */
  readonly name: Bilingual
  /** Credit code of the agency that provides it. 提供部门的统一社会信用代码。 */
  readonly provider: Scalars['CreditCode']['output']
  /** The agency that provides it. 提供部门。 */
  readonly agency?: Maybe<Agency>
  /** What it holds. 资源摘要。 */
  readonly summary: Scalars['String']['output']
  /** Form in which it is kept. 资源格式。 */
  readonly format: ResourceFormat
  /** Its data items. 信息项。 */
  readonly items: ReadonlyArray<ResourceItem>
  /** How it is shared. 共享类型。 */
  readonly sharingType: SharingType
  /** Scope and purpose of conditional sharing. 有条件共享的范围与用途。 */
  readonly condition?: Maybe<Scalars['String']['output']>
  /** The clause by which it is not shared. 不予共享的法律条款。 */
  readonly clause?: Maybe<Scalars['String']['output']>
  /** Way in which it is shared. 共享方式。 */
  readonly sharingMethod: SharingMethod
  /** Whether it is open to society. 是否向社会开放。 */
  readonly isOpenToSociety: Scalars['Boolean']['output']
  /** Condition of that. 开放条件。 */
  readonly openCondition?: Maybe<Scalars['String']['output']>
  /** How often it is brought up to date. 更新周期。 */
  readonly updateCycle: UpdateCycle
  /** Day of publication. 发布日期。 */
  readonly publishedOn?: Maybe<Scalars['Date']['output']>
  /** Codes of related entries. 关联资源代码。 */
  readonly relatedCodes: ReadonlyArray<Scalars['String']['output']>
  /** Data class. 数据分类。 */
  readonly dataClass: Scalars['String']['output']
  /** Data grade, 1 to 4. 数据分级，1 至 4。 */
  readonly dataGrade: Scalars['Int']['output']
  /** What stands behind it. 对应的实体。 */
  readonly binding: ResourceBinding
  /** Where it stands. 状态。 */
  readonly state: ResourceState
  /** Counts every change, from 1. 版本号，从 1 起逐次递增。 */
  readonly revision: Scalars['Int']['output']
  /** When it was changed last. 最近修改时刻。 */
  readonly changedAt: Scalars['Instant']['output']
  /** Client that changed it last. 最近修改的客户端。 */
  readonly changedBy: Scalars['String']['output']
}

/** A catalog entry as it is to be. 信息资源的内容。 */
export type ResourceMetadataInput = {
  /** Front code, slash, rear code: `101001/000001`. 资源代码：前段码/后段码。 */
  readonly code: Scalars['String']['input']
  /** Its name. 资源名称。 */
  readonly name: BilingualInput
  /** Credit code of the agency that provides it. 提供部门的统一社会信用代码。 */
  readonly provider: Scalars['CreditCode']['input']
  /** What it holds. 资源摘要。 */
  readonly summary: Scalars['String']['input']
  /** Form in which it is kept. 资源格式。 */
  readonly format: ResourceFormat
  /** Its data items. 信息项。 */
  readonly items: ReadonlyArray<ResourceItemInput>
  /** How it is shared. 共享类型。 */
  readonly sharingType: SharingType
  /** Scope and purpose; required when CONDITIONAL. 范围与用途；有条件共享时必填。 */
  readonly condition?: InputMaybe<Scalars['String']['input']>
  /** The law, regulation or State Council decision; required when NOT_SHARED. 法律、行政法规或国务院决定；不予共享时必填。 */
  readonly clause?: InputMaybe<Scalars['String']['input']>
  /** Way in which it is shared. 共享方式。 */
  readonly sharingMethod: SharingMethod
  /** Whether it is open to society. 是否向社会开放。 */
  readonly isOpenToSociety: Scalars['Boolean']['input']
  /** Condition of that. 开放条件。 */
  readonly openCondition?: InputMaybe<Scalars['String']['input']>
  /** How often it is brought up to date. 更新周期。 */
  readonly updateCycle: UpdateCycle
  /** Day of publication. 发布日期。 */
  readonly publishedOn?: InputMaybe<Scalars['Date']['input']>
  /** Codes of related entries. 关联资源代码。 */
  readonly relatedCodes?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>
  /** Data class. 数据分类。 */
  readonly dataClass: Scalars['String']['input']
  /** Data grade, 1 to 4. 数据分级，1 至 4。 */
  readonly dataGrade: Scalars['Int']['input']
  /** What stands behind it; nothing when absent. 对应的实体；缺省为无。 */
  readonly binding?: InputMaybe<ResourceBindingInput>
}

/** A page of catalog entries. 信息资源分页。 */
export type ResourceConnection = {
  readonly __typename?: 'ResourceConnection'
  /** Its entries. 条目。 */
  readonly edges: ReadonlyArray<ResourceEdge>
  /** Where the page stands. 分页信息。 */
  readonly pageInfo: PageInfo
}

/** One entry of a page. 分页中的一条。 */
export type ResourceEdge = {
  readonly __typename?: 'ResourceEdge'
  /** Cursor to go on from here; on the last entry of a page that has more. 由此继续的游标；仅在未完页的最后一条上。 */
  readonly cursor?: Maybe<Scalars['String']['output']>
  /** The catalog entry. 信息资源。 */
  readonly node: Resource
}

/** A new catalog entry. 新的信息资源。 */
export type RegisterResourceInput = {
  /** Chosen by the caller. 由调用方选定的请求编号。 */
  readonly requestId: Scalars['RequestId']['input']
  /** Its content. 内容。 */
  readonly metadata: ResourceMetadataInput
}

/** A catalog entry as it shall be. 修改后的信息资源。 */
export type EditResourceInput = {
  /** Chosen by the caller. 由调用方选定的请求编号。 */
  readonly requestId: Scalars['RequestId']['input']
  /** Its content. 内容。 */
  readonly metadata: ResourceMetadataInput
  /** The revision that was read; another one in between is a CONFLICT. 读取时的版本号；期间若被修改则返回 CONFLICT。 */
  readonly expectedRevision: Scalars['Int']['input']
}

/** The draft to submit. 待提交的草稿。 */
export type SubmitResourceInput = {
  /** Chosen by the caller. 由调用方选定的请求编号。 */
  readonly requestId: Scalars['RequestId']['input']
  /** Code of the entry. 资源代码。 */
  readonly code: Scalars['String']['input']
}

/** The entry to publish. 待发布的资源。 */
export type PublishResourceInput = {
  /** Chosen by the caller. 由调用方选定的请求编号。 */
  readonly requestId: Scalars['RequestId']['input']
  /** Code of the entry. 资源代码。 */
  readonly code: Scalars['String']['input']
}

/** The entry to give back. 待退回的资源。 */
export type ReturnResourceInput = {
  /** Chosen by the caller. 由调用方选定的请求编号。 */
  readonly requestId: Scalars['RequestId']['input']
  /** Code of the entry. 资源代码。 */
  readonly code: Scalars['String']['input']
  /** What is to be corrected. 需更正之处。 */
  readonly reason: Scalars['String']['input']
}

/** The entry to take out. 待撤下的资源。 */
export type WithdrawResourceInput = {
  /** Chosen by the caller. 由调用方选定的请求编号。 */
  readonly requestId: Scalars['RequestId']['input']
  /** Code of the entry. 资源代码。 */
  readonly code: Scalars['String']['input']
  /** Why. 理由。 */
  readonly reason: Scalars['String']['input']
}

/** The entry registered. 已登记的资源。 */
export type RegisterResourcePayload = {
  readonly __typename?: 'RegisterResourcePayload'
  /** As it stands now. 当前内容。 */
  readonly resource: Resource
}

/** The entry edited. 已修改的资源。 */
export type EditResourcePayload = {
  readonly __typename?: 'EditResourcePayload'
  /** As it stands now. 当前内容。 */
  readonly resource: Resource
}

/** The entry submitted. 已提交的资源。 */
export type SubmitResourcePayload = {
  readonly __typename?: 'SubmitResourcePayload'
  /** As it stands now. 当前内容。 */
  readonly resource: Resource
}

/** The entry published. 已发布的资源。 */
export type PublishResourcePayload = {
  readonly __typename?: 'PublishResourcePayload'
  /** As it stands now. 当前内容。 */
  readonly resource: Resource
}

/** The entry given back. 已退回的资源。 */
export type ReturnResourcePayload = {
  readonly __typename?: 'ReturnResourcePayload'
  /** As it stands now. 当前内容。 */
  readonly resource: Resource
}

/** The entry taken out. 已撤下的资源。 */
export type WithdrawResourcePayload = {
  readonly __typename?: 'WithdrawResourcePayload'
  /** As it stands now. 当前内容。 */
  readonly resource: Resource
}

/** How sure a fact is. 事实的确定程度。 */
export type Provenance = {
  readonly __typename?: 'Provenance'
  /** Read in a source; otherwise to be confirmed by the region. 是否已有出处；否则待本地区确认。 */
  readonly isConfirmed: Scalars['Boolean']['output']
  /** The source. 出处。 */
  readonly source?: Maybe<Scalars['String']['output']>
  /** What remains to be confirmed. 待确认事项。 */
  readonly note?: Maybe<Scalars['String']['output']>
}

/** Level of an agency. 部门层级。 */
export type AgencyLevel =
  /** Province. 省级。 */
  | 'PROVINCE'
  /** City. 市级。 */
  | 'CITY'
  /** County. 县级。 */
  | 'COUNTY'

/** A government body. 政府部门。 */
export type Agency = {
  readonly __typename?: 'Agency'
  /** Unified social credit code. 统一社会信用代码。 */
  readonly creditCode: Scalars['CreditCode']['output']
  /** Two digits, the department number in resource codes. 两位部门编号，用于资源代码。 */
  readonly number: Scalars['String']['output']
  /** Its name. 名称。 */
  readonly name: Bilingual
  /** What it does. 职能。 */
  readonly functions: Bilingual
  /** Division code (GB/T 2260). 行政区划代码（GB/T 2260）。 */
  readonly division: Scalars['String']['output']
  /** Its level. 层级。 */
  readonly level: AgencyLevel
}

/** A page of agencies. 部门分页。 */
export type AgencyConnection = {
  readonly __typename?: 'AgencyConnection'
  /** Its entries. 条目。 */
  readonly edges: ReadonlyArray<AgencyEdge>
  /** Where the page stands. 分页信息。 */
  readonly pageInfo: PageInfo
}

/** One entry of a page. 分页中的一条。 */
export type AgencyEdge = {
  readonly __typename?: 'AgencyEdge'
  /** Cursor to go on from here. 由此继续的游标。 */
  readonly cursor?: Maybe<Scalars['String']['output']>
  /** The agency. 部门。 */
  readonly node: Agency
}

/** Who may hold a licence. 持证主体类别。 */
export type HolderKind =
  /** A natural person. 自然人。 */
  | 'PERSON'
  /** A legal entity. 法人及其他组织。 */
  | 'LEGAL_ENTITY'
  /** Either. 自然人或法人。 */
  | 'BOTH'

/** The body that defines a licence type. 证照定义机构。 */
export type LicenceTypeDefiner = {
  readonly __typename?: 'LicenceTypeDefiner'
  /** Its name. 名称。 */
  readonly name: Bilingual
  /** Its credit code, where known. 统一社会信用代码（如已知）。 */
  readonly creditCode?: Maybe<Scalars['String']['output']>
}

/** A type of licence (GB/T 36902). 证照类型（GB/T 36902）。 */
export type LicenceType = {
  readonly __typename?: 'LicenceType'
  /** Its code in this catalog. 本目录中的代码。 */
  readonly code: Scalars['String']['output']
  /** Its name. 名称。 */
  readonly name: Bilingual
  /** National type code, 21 characters, where known. 国家证照类型代码，21 位（如已知）。 */
  readonly nationalTypeCode?: Maybe<Scalars['String']['output']>
  /** Type code under which this region issues, 21 characters. 本地区签发所用的类型代码，21 位。 */
  readonly typeCode: Scalars['String']['output']
  /** Who defines it. 定义机构。 */
  readonly definer: LicenceTypeDefiner
  /** The agencies that may issue it. 可签发的部门。 */
  readonly issuers: ReadonlyArray<Agency>
  /** Who may hold it. 持证主体类别。 */
  readonly holder: HolderKind
  /** At most so many holders. 持证主体数量上限。 */
  readonly maxHolders: Scalars['Int']['output']
  /** 1 public register to 4 sensitive personal. 隐私级别：1 公开登记至 4 敏感个人信息。 */
  readonly privacy: Scalars['Int']['output']
  /** How long it is valid. 有效期限。 */
  readonly validity: Bilingual
  /** Pattern of the number printed on it. 证照编号规则。 */
  readonly numberPattern?: Maybe<Scalars['String']['output']>
  /** Version of this definition. 定义版本。 */
  readonly version: Scalars['Int']['output']
  /** JSON Schema of the face data. 照面数据的 JSON Schema。 */
  readonly schema: Scalars['JsonObject']['output']
  /** How sure it is. 确定程度。 */
  readonly provenance: Provenance
}

/** A page of licence types. 证照类型分页。 */
export type LicenceTypeConnection = {
  readonly __typename?: 'LicenceTypeConnection'
  /** Its entries. 条目。 */
  readonly edges: ReadonlyArray<LicenceTypeEdge>
  /** Where the page stands. 分页信息。 */
  readonly pageInfo: PageInfo
}

/** One entry of a page. 分页中的一条。 */
export type LicenceTypeEdge = {
  readonly __typename?: 'LicenceTypeEdge'
  /** Cursor to go on from here. 由此继续的游标。 */
  readonly cursor?: Maybe<Scalars['String']['output']>
  /** The licence type. 证照类型。 */
  readonly node: LicenceType
}

/** A field of a register. 基础库的一个字段。 */
export type RegisterField = {
  readonly __typename?: 'RegisterField'
  /** Its name. 字段名。 */
  readonly name: Scalars['String']['output']
  /** Title for people. 中英文标题。 */
  readonly title: Bilingual
  /** How sensitive it is. 敏感级别。 */
  readonly class: FieldClass
  /** JSON Schema of the value. 取值的 JSON Schema。 */
  readonly schema: Scalars['JsonObject']['output']
  /** Whether every record has it. 是否必填。 */
  readonly isRequired: Scalars['Boolean']['output']
}

/** A yes/no question that a register answers. 基础库可回答的核验问题。 */
export type PredicateDeclaration = {
  readonly __typename?: 'PredicateDeclaration'
  /** Its name. 名称。 */
  readonly name: Scalars['String']['output']
  /** Title for people. 中英文标题。 */
  readonly title: Bilingual
  /** JSON Schema of the arguments. 参数的 JSON Schema。 */
  readonly arguments: Scalars['JsonObject']['output']
}

/** A register: records of one kind keyed by subject. 基础库：以主体为键的一类记录。 */
export type Register = {
  readonly __typename?: 'Register'
  /** Its code. 代码。 */
  readonly code: Scalars['String']['output']
  /** Its name. 名称。 */
  readonly name: Bilingual
  /** The agency that is the source. 数据来源部门。 */
  readonly sourceAgency?: Maybe<Agency>
  /** Fields that together are the key of a record. 构成记录主键的字段。 */
  readonly key: ReadonlyArray<Scalars['String']['output']>
  /** Its fields. 字段。 */
  readonly fields: ReadonlyArray<RegisterField>
  /** Before this date it is not complete. 此日期之前数据不完整。 */
  readonly coverageFrom: Scalars['Date']['output']
  /** How often it is brought up to date. 更新周期。 */
  readonly updateCycle: UpdateCycle
  /** Version of this definition. 定义版本。 */
  readonly version: Scalars['Int']['output']
  /** How sure it is. 确定程度。 */
  readonly provenance: Provenance
  /** The questions it answers. 可回答的核验问题。 */
  readonly predicates: ReadonlyArray<PredicateDeclaration>
}

/** A page of registers. 基础库分页。 */
export type RegisterConnection = {
  readonly __typename?: 'RegisterConnection'
  /** Its entries. 条目。 */
  readonly edges: ReadonlyArray<RegisterEdge>
  /** Where the page stands. 分页信息。 */
  readonly pageInfo: PageInfo
}

/** One entry of a page. 分页中的一条。 */
export type RegisterEdge = {
  readonly __typename?: 'RegisterEdge'
  /** Cursor to go on from here. 由此继续的游标。 */
  readonly cursor?: Maybe<Scalars['String']['output']>
  /** The register. 基础库。 */
  readonly node: Register
}

/** Kind of a service item. 事项类型。 */
export type ServiceItemKind =
  /** Permit. 行政许可。 */
  | 'PERMIT'
  /** Payment. 行政给付。 */
  | 'PAYMENT'
  /** Confirmation. 行政确认。 */
  | 'CONFIRMATION'
  /** Public service. 公共服务。 */
  | 'PUBLIC_SERVICE'
  /** Other. 其他。 */
  | 'OTHER'

/** Level at which a service item is handled. 行使层级。 */
export type ServiceItemLevel =
  /** National. 国家级。 */
  | 'NATIONAL'
  /** Province. 省级。 */
  | 'PROVINCE'
  /** City. 市级。 */
  | 'CITY'
  /** County. 县级。 */
  | 'COUNTY'
  /** Township. 乡镇级。 */
  | 'TOWNSHIP'

/** Who applies for a service item. 事项的申请主体。 */
export type ApplicantKind =
  /** A natural person. 自然人。 */
  | 'PERSON'
  /** A household. 家庭。 */
  | 'HOUSEHOLD'
  /** A legal entity. 法人。 */
  | 'LEGAL_ENTITY'

/** Who makes a material. 材料的出具方。 */
export type MaterialMaker =
  /** The applicant. 申请人自备。 */
  | 'APPLICANT'
  /** The government. 政府部门核发。 */
  | 'GOVERNMENT'
  /** A third party. 其他机构出具。 */
  | 'THIRD_PARTY'

/** When a material is necessary. 材料何时必要。 */
export type NecessityKind =
  /** Always. 必要。 */
  | 'ALWAYS'
  /** When one of the situations is chosen. 选择相应情形时必要。 */
  | 'WHEN'
  /** When that party takes part. 有该当事人时必要。 */
  | 'WHEN_PARTY'
  /** Not necessary. 非必要。 */
  | 'NOT_NECESSARY'

/** When a material is necessary. 材料何时必要。 */
export type Necessity = {
  readonly __typename?: 'Necessity'
  /** The rule. 规则。 */
  readonly kind: NecessityKind
  /** Situations that make it necessary, for WHEN. 使其必要的情形（WHEN）。 */
  readonly situations: ReadonlyArray<Scalars['String']['output']>
  /** The party that makes it necessary, for WHEN_PARTY. 使其必要的当事人（WHEN_PARTY）。 */
  readonly party?: Maybe<PartyRole>
}

/** A licence that meets a material. 可满足材料的证照。 */
export type LicenceAlternative = {
  readonly __typename?: 'LicenceAlternative'
  /** Code of the licence type. 证照类型代码。 */
  readonly licenceType: Scalars['String']['output']
  /** Issued at most so many months ago. 签发距今不超过的月数。 */
  readonly maxAgeMonths?: Maybe<Scalars['Int']['output']>
}

/** A record that meets a material. 可满足材料的记录。 */
export type RecordAlternative = {
  readonly __typename?: 'RecordAlternative'
  /** Code of the register. 基础库代码。 */
  readonly register: Scalars['String']['output']
  /** Fields that it must have. 所需字段。 */
  readonly fields: ReadonlyArray<Scalars['String']['output']>
}

/** A yes/no question that meets a material. 可满足材料的核验问题。 */
export type PredicateAlternative = {
  readonly __typename?: 'PredicateAlternative'
  /** Code of the register. 基础库代码。 */
  readonly register: Scalars['String']['output']
  /** Name of the question. 核验问题名称。 */
  readonly predicate: Scalars['String']['output']
  /** Other parties that the question is about. 问题涉及的其他当事人。 */
  readonly with: ReadonlyArray<PartyRole>
}

/** One way to meet a material. 满足材料的一种方式。 */
export type MaterialAlternative = LicenceAlternative | RecordAlternative | PredicateAlternative

/** One thing that a service item requires. 事项要求的一份材料。 */
export type Material = {
  readonly __typename?: 'Material'
  /** Its code within the service item. 事项内的材料代码。 */
  readonly code: Scalars['String']['output']
  /** Its name. 名称。 */
  readonly name: Bilingual
  /** The party it is about. 所涉当事人。 */
  readonly party: PartyRole
  /** When it is necessary. 何时必要。 */
  readonly necessity: Necessity
  /** Who makes it. 出具方。 */
  readonly madeBy: MaterialMaker
  /** Ways to meet it, in order of preference. 满足方式，按优先顺序。 */
  readonly alternatives: ReadonlyArray<MaterialAlternative>
  /** Whether a commitment may stand in for it. 是否可告知承诺。 */
  readonly mayCommit: Scalars['Boolean']['output']
  /** Whether it may be handed in later. 是否可容缺后补。 */
  readonly mayDefer: Scalars['Boolean']['output']
  /** Whether the paper original is still taken in. 是否仍收取纸质原件。 */
  readonly isPaperOriginal: Scalars['Boolean']['output']
  /** A note. 说明。 */
  readonly note?: Maybe<Bilingual>
}

/** A situation to choose, which decides on materials. 供选择的情形，决定所需材料。 */
export type Situation = {
  readonly __typename?: 'Situation'
  /** Its code. 代码。 */
  readonly code: Scalars['String']['output']
  /** The question behind it. 对应的问题。 */
  readonly question: Bilingual
}

/** What a citizen or company applies for. 公民或企业申办的事项。 */
export type ServiceItem = {
  readonly __typename?: 'ServiceItem'
  /** Its code. 代码。 */
  readonly code: Scalars['String']['output']
  /** Its name. 名称。 */
  readonly name: Bilingual
  /** The agency that handles it. 办理部门。 */
  readonly agency?: Maybe<Agency>
  /** Its kind. 类型。 */
  readonly kind: ServiceItemKind
  /** Level at which it is handled. 行使层级。 */
  readonly level: ServiceItemLevel
  /** Who applies. 申请主体。 */
  readonly applicant: ReadonlyArray<ApplicantKind>
  /** Basic code, 12 digits, where known. 事项基本编码，12 位（如已知）。 */
  readonly basicCode?: Maybe<Scalars['String']['output']>
  /** Legal basis. 法律依据。 */
  readonly basis: Bilingual
  /** Time limit. 办理时限。 */
  readonly timeLimit: Bilingual
  /** What comes out. 办理结果。 */
  readonly result: Bilingual
  /** Situations to choose from. 可选情形。 */
  readonly situations: ReadonlyArray<Situation>
  /** Its materials. 材料。 */
  readonly materials: ReadonlyArray<Material>
  /** Version of this definition. 定义版本。 */
  readonly version: Scalars['Int']['output']
  /** How sure it is. 确定程度。 */
  readonly provenance: Provenance
}

/** A page of service items. 事项分页。 */
export type ServiceItemConnection = {
  readonly __typename?: 'ServiceItemConnection'
  /** Its entries. 条目。 */
  readonly edges: ReadonlyArray<ServiceItemEdge>
  /** Where the page stands. 分页信息。 */
  readonly pageInfo: PageInfo
}

/** One entry of a page. 分页中的一条。 */
export type ServiceItemEdge = {
  readonly __typename?: 'ServiceItemEdge'
  /** Cursor to go on from here. 由此继续的游标。 */
  readonly cursor?: Maybe<Scalars['String']['output']>
  /** The service item. 事项。 */
  readonly node: ServiceItem
}

/** "One thing": several items of several agencies for one applicant. “一件事”：面向同一申请人的多部门多事项。 */
export type Bundle = {
  readonly __typename?: 'Bundle'
  /** Its code. 代码。 */
  readonly code: Scalars['String']['output']
  /** Its name. 名称。 */
  readonly name: Bilingual
  /** Its service items. 包含的事项。 */
  readonly items: ReadonlyArray<ServiceItem>
  /** Version of this definition. 定义版本。 */
  readonly version: Scalars['Int']['output']
  /** How sure it is. 确定程度。 */
  readonly provenance: Provenance
}

/** A page of bundles. “一件事”分页。 */
export type BundleConnection = {
  readonly __typename?: 'BundleConnection'
  /** Its entries. 条目。 */
  readonly edges: ReadonlyArray<BundleEdge>
  /** Where the page stands. 分页信息。 */
  readonly pageInfo: PageInfo
}

/** One entry of a page. 分页中的一条。 */
export type BundleEdge = {
  readonly __typename?: 'BundleEdge'
  /** Cursor to go on from here. 由此继续的游标。 */
  readonly cursor?: Maybe<Scalars['String']['output']>
  /** The bundle. “一件事”。 */
  readonly node: Bundle
}

/** What a client may do; one client has one role. 客户端角色；一个客户端只有一个角色。 */
export type Role =
  /** A departmental system: asks, imports and issues for its agency. 业务系统：代表本部门查询、导入、签发。 */
  | 'SYSTEM'
  /** Head of an agency's sharing unit: approves and answers access requests. 部门共享负责人：审批与答复共享申请。 */
  | 'HEAD'
  /** Drafts and submits catalog entries of its agency. 目录登记员：起草并提交本部门资源。 */
  | 'REGISTRAR'
  /** The sharing authority: publishes entries, suspends and revokes grants. 共享主管部门审核员：发布资源，暂停与撤销授权。 */
  | 'REVIEWER'
  /** Reads accesses and verifies. 审计员：查阅访问记录并验证。 */
  | 'AUDITOR'
  /** Registers clients. 管理员：登记客户端。 */
  | 'ADMINISTRATOR'

/** How a client proves itself at the token endpoint. 客户端在令牌端点的认证方式。 */
export type ClientAuthMethod =
  /** A signed assertion (RFC 7523). 私钥签名断言（RFC 7523）。 */
  | 'PRIVATE_KEY_JWT'
  /** A shared secret in the Authorization header (RFC 6749). 基本认证密钥（RFC 6749）。 */
  | 'CLIENT_SECRET_BASIC'

/** Whether a client may get tokens. 客户端是否可获取令牌。 */
export type ClientState =
  /** It may. 启用。 */
  | 'ACTIVE'
  /** It may not. 停用。 */
  | 'SUSPENDED'

/** A client that may get tokens. 可获取令牌的客户端。 */
export type Client = {
  readonly __typename?: 'Client'
  /** Its id. 编号。 */
  readonly clientId: Scalars['ID']['output']
  /** Its name. 名称。 */
  readonly name: Scalars['String']['output']
  /** Its role. 角色。 */
  readonly role: Role
  /** Credit code of its agency. 所属部门的统一社会信用代码。 */
  readonly agency: Scalars['CreditCode']['output']
  /** How it proves itself. 认证方式。 */
  readonly authMethod: ClientAuthMethod
  /** Its public key, for PRIVATE_KEY_JWT. 公钥（PRIVATE_KEY_JWT）。 */
  readonly publicJwk?: Maybe<Scalars['JsonObject']['output']>
  /** Whether it may get tokens. 状态。 */
  readonly state: ClientState
  /** When it was registered. 登记时刻。 */
  readonly registeredAt: Scalars['Instant']['output']
}

/** A page of clients. 客户端分页。 */
export type ClientConnection = {
  readonly __typename?: 'ClientConnection'
  /** Its entries. 条目。 */
  readonly edges: ReadonlyArray<ClientEdge>
  /** Where the page stands. 分页信息。 */
  readonly pageInfo: PageInfo
}

/** One entry of a page. 分页中的一条。 */
export type ClientEdge = {
  readonly __typename?: 'ClientEdge'
  /** Cursor to go on from here; on the last entry of a page that has more. 由此继续的游标；仅在未完页的最后一条上。 */
  readonly cursor?: Maybe<Scalars['String']['output']>
  /** The client. 客户端。 */
  readonly node: Client
}

/** A new client. 新客户端。 */
export type RegisterClientInput = {
  /** Chosen by the caller. 由调用方选定的请求编号。 */
  readonly requestId: Scalars['RequestId']['input']
  /** Its name. 名称。 */
  readonly name: Scalars['String']['input']
  /** Its role. 角色。 */
  readonly role: Role
  /** Credit code of its agency. 所属部门的统一社会信用代码。 */
  readonly agency: Scalars['CreditCode']['input']
  /** How it proves itself. 认证方式。 */
  readonly authMethod: ClientAuthMethod
  /** Its public key (ES256 or RS256), for PRIVATE_KEY_JWT. 公钥（ES256 或 RS256），用于 PRIVATE_KEY_JWT。 */
  readonly publicJwk?: InputMaybe<Scalars['JsonObject']['input']>
  /** Opaque id of the natural person behind a human client: four eyes are two persons. 办事人员的不透明标识：双人复核须为两个自然人。 */
  readonly personId?: InputMaybe<Scalars['String']['input']>
}

/** The client to suspend. 待停用的客户端。 */
export type SuspendClientInput = {
  /** Chosen by the caller. 由调用方选定的请求编号。 */
  readonly requestId: Scalars['RequestId']['input']
  /** Its id. 编号。 */
  readonly clientId: Scalars['ID']['input']
  /** Why. 理由。 */
  readonly reason: Scalars['String']['input']
}

/** The client registered. 已登记的客户端。 */
export type RegisterClientPayload = {
  readonly __typename?: 'RegisterClientPayload'
  /** The client. 客户端。 */
  readonly client: Client
  /** The secret of CLIENT_SECRET_BASIC: shown once, never again. CLIENT_SECRET_BASIC 的密钥：仅显示一次。 */
  readonly clientSecret?: Maybe<Scalars['String']['output']>
}

/** The client suspended. 已停用的客户端。 */
export type SuspendClientPayload = {
  readonly __typename?: 'SuspendClientPayload'
  /** The client. 客户端。 */
  readonly client: Client
}

/** Where an access request stands. 共享申请的状态。 */
export type AccessRequestState =
  /** Something is missing. 缺项待补。 */
  | 'INCOMPLETE'
  /** Waiting for the requesting head. 待申请部门审批。 */
  | 'AWAITING_APPROVAL'
  /** Waiting for the provider's answer. 待提供部门答复。 */
  | 'AWAITING_ANSWER'
  /** A grant was born from it. 已授权。 */
  | 'GRANTED'
  /** Refused. 已拒绝。 */
  | 'REFUSED'

/** The provider's answer. 提供部门的答复。 */
export type AccessAnswer =
  /** Yes. 同意。 */
  | 'AGREE'
  /** No, by a clause. 拒绝（须引用条款）。 */
  | 'REFUSE'

/** Whether a grant is in force. 授权状态。 */
export type GrantState =
  /** In force. 有效。 */
  | 'ACTIVE'
  /** Suspended. 暂停。 */
  | 'SUSPENDED'
  /** Revoked. 撤销。 */
  | 'REVOKED'

/** A rule that refuses access; each refusal names one. 拒绝访问的规则；每次拒绝均指明一条。 */
export type RefusalRule =
  /** No grant covers this resource for the agency. 该部门没有该资源的授权。 */
  | 'NO_GRANT'
  /** A field goes beyond the grant. 字段超出授权范围。 */
  | 'FIELD_NOT_GRANTED'
  /** The service item is outside the grant. 事项不在授权范围内。 */
  | 'PURPOSE_NOT_GRANTED'
  /** The grant has not begun. 授权尚未生效。 */
  | 'GRANT_NOT_STARTED'
  /** The grant has expired. 授权已到期。 */
  | 'GRANT_EXPIRED'
  /** The grant is suspended. 授权已暂停。 */
  | 'GRANT_SUSPENDED'
  /** The grant was revoked. 授权已撤销。 */
  | 'GRANT_REVOKED'
  /** The daily quota of persons is used up. 当日人次配额已用完。 */
  | 'QUOTA_EXCEEDED'
  /** The grant does not cover the whole document. 授权不包含证照原件。 */
  | 'DOCUMENT_NOT_GRANTED'
  /** The resource is not shared by law. 该资源依法不予共享。 */
  | 'NOT_SHARED'
  /** Another person under the same case. 同一办件下出现其他当事人。 */
  | 'CASE_SUBJECT_MISMATCH'

/** An agency's request to use a resource. 部门使用信息资源的申请。 */
export type AccessRequest = {
  readonly __typename?: 'AccessRequest'
  /** Its id. 编号。 */
  readonly id: Scalars['ID']['output']
  /** Credit code of the requesting agency. 申请部门的统一社会信用代码。 */
  readonly agency: Scalars['CreditCode']['output']
  /** Credit code of the providing agency. 提供部门的统一社会信用代码。 */
  readonly provider: Scalars['CreditCode']['output']
  /** Code of the resource. 资源代码。 */
  readonly resource: Scalars['String']['output']
  /** Legal basis. 法律依据。 */
  readonly basis?: Maybe<Scalars['String']['output']>
  /** Scene of use. 应用场景。 */
  readonly scene?: Maybe<Scalars['String']['output']>
  /** Service items it is for. 所用于的事项。 */
  readonly serviceItems: ReadonlyArray<Scalars['String']['output']>
  /** Fields asked for. 申请的字段。 */
  readonly fields: ReadonlyArray<Scalars['String']['output']>
  /** Fields asked for unmasked. 申请不脱敏的字段。 */
  readonly rawFields: ReadonlyArray<Scalars['String']['output']>
  /** Method of use. 使用方式。 */
  readonly method?: Maybe<Scalars['String']['output']>
  /** From this day. 起始日期。 */
  readonly validFrom?: Maybe<Scalars['Date']['output']>
  /** To this day, inclusive. 截止日期（含）。 */
  readonly validTo?: Maybe<Scalars['Date']['output']>
  /** Persons a day. 每日人次。 */
  readonly quota?: Maybe<Scalars['Int']['output']>
  /** Where it stands. 状态。 */
  readonly state: AccessRequestState
  /** Everything that is still missing. 全部缺项。 */
  readonly missing: ReadonlyArray<Scalars['String']['output']>
  /** Client that asked. 提出申请的客户端。 */
  readonly requestedBy: Scalars['String']['output']
  /** Client of the head that approved. 审批负责人的客户端。 */
  readonly approvedBy?: Maybe<Scalars['String']['output']>
  /** Client of the head that answered. 答复负责人的客户端。 */
  readonly answeredBy?: Maybe<Scalars['String']['output']>
  /** The clause that a refusal cites. 拒绝所引用的条款。 */
  readonly refusalClause?: Maybe<Scalars['String']['output']>
  /** What the provider said with its answer. 提供部门答复时的说明。 */
  readonly answerReason?: Maybe<Scalars['String']['output']>
  /** When it was received. 收到时刻。 */
  readonly receivedAt: Scalars['Instant']['output']
  /** By when the provider must answer, in working days. 答复期限（按工作日计）。 */
  readonly answerDueOn?: Maybe<Scalars['Date']['output']>
  /** The grant born from it. 由此产生的授权。 */
  readonly grantId?: Maybe<Scalars['ID']['output']>
}

/** A page of access requests. 共享申请分页。 */
export type AccessRequestConnection = {
  readonly __typename?: 'AccessRequestConnection'
  /** Its entries. 条目。 */
  readonly edges: ReadonlyArray<AccessRequestEdge>
  /** Where the page stands. 分页信息。 */
  readonly pageInfo: PageInfo
}

/** One entry of a page. 分页中的一条。 */
export type AccessRequestEdge = {
  readonly __typename?: 'AccessRequestEdge'
  /** Cursor to go on from here; on the last entry of a page that has more. 由此继续的游标；仅在未完页的最后一条上。 */
  readonly cursor?: Maybe<Scalars['String']['output']>
  /** The access request. 共享申请。 */
  readonly node: AccessRequest
}

/** What an agency may use, for what, until when. 部门可使用的内容、用途与期限。 */
export type Grant = {
  readonly __typename?: 'Grant'
  /** Its id. 编号。 */
  readonly id: Scalars['ID']['output']
  /** Counts every change. 版本号。 */
  readonly version: Scalars['Int']['output']
  /** The access request it was born from. 对应的共享申请。 */
  readonly accessRequestId: Scalars['ID']['output']
  /** Credit code of the agency that may use it. 使用部门的统一社会信用代码。 */
  readonly agency: Scalars['CreditCode']['output']
  /** Credit code of the providing agency. 提供部门的统一社会信用代码。 */
  readonly provider: Scalars['CreditCode']['output']
  /** Code of the resource. 资源代码。 */
  readonly resource: Scalars['String']['output']
  /** Fields granted; `document` is the whole licence, `answer` a yes/no answer. 授权字段；`document` 为证照原件，`answer` 为核验结果。 */
  readonly fields: ReadonlyArray<Scalars['String']['output']>
  /** Fields that may be released unmasked. 可不脱敏的字段。 */
  readonly rawFields: ReadonlyArray<Scalars['String']['output']>
  /** Service items it is for. 所用于的事项。 */
  readonly serviceItems: ReadonlyArray<Scalars['String']['output']>
  /** Legal basis. 法律依据。 */
  readonly basis: Scalars['String']['output']
  /** From this day. 起始日期。 */
  readonly validFrom: Scalars['Date']['output']
  /** To this day, inclusive. 截止日期（含）。 */
  readonly validTo: Scalars['Date']['output']
  /** Persons a day. 每日人次。 */
  readonly quota: Scalars['Int']['output']
  /** Whether it is in force. 状态。 */
  readonly state: GrantState
  /** Reason of the last change. 最近变更的理由。 */
  readonly reason?: Maybe<Scalars['String']['output']>
}

/** A page of grants. 授权分页。 */
export type GrantConnection = {
  readonly __typename?: 'GrantConnection'
  /** Its entries. 条目。 */
  readonly edges: ReadonlyArray<GrantEdge>
  /** Where the page stands. 分页信息。 */
  readonly pageInfo: PageInfo
}

/** One entry of a page. 分页中的一条。 */
export type GrantEdge = {
  readonly __typename?: 'GrantEdge'
  /** Cursor to go on from here; on the last entry of a page that has more. 由此继续的游标；仅在未完页的最后一条上。 */
  readonly cursor?: Maybe<Scalars['String']['output']>
  /** The grant. 授权。 */
  readonly node: Grant
}

/** How much of a grant is used. 授权的使用情况。 */
export type OwnUse = {
  readonly __typename?: 'OwnUse'
  /** The grant. 授权。 */
  readonly grant: Grant
  /** Persons used today. 今日已用人次。 */
  readonly usedToday: Scalars['Int']['output']
  /** Persons left today. 今日剩余人次。 */
  readonly leftToday: Scalars['Int']['output']
  /** Days to expiry. 距到期天数。 */
  readonly daysToExpiry: Scalars['Int']['output']
}

/** A request to use a resource. 使用信息资源的申请。 */
export type RequestAccessInput = {
  /** Chosen by the caller. 由调用方选定的请求编号。 */
  readonly requestId: Scalars['RequestId']['input']
  /** Code of the resource. 资源代码。 */
  readonly resource: Scalars['String']['input']
  /** Legal basis. 法律依据。 */
  readonly basis?: InputMaybe<Scalars['String']['input']>
  /** Scene of use. 应用场景。 */
  readonly scene?: InputMaybe<Scalars['String']['input']>
  /** Service items it is for. 所用于的事项。 */
  readonly serviceItems?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>
  /** Fields asked for. 申请的字段。 */
  readonly fields?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>
  /** Fields asked for unmasked. 申请不脱敏的字段。 */
  readonly rawFields?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>
  /** Method of use. 使用方式。 */
  readonly method?: InputMaybe<Scalars['String']['input']>
  /** From this day. 起始日期。 */
  readonly validFrom?: InputMaybe<Scalars['Date']['input']>
  /** To this day, inclusive. 截止日期（含）。 */
  readonly validTo?: InputMaybe<Scalars['Date']['input']>
  /** Persons a day. 每日人次。 */
  readonly quota?: InputMaybe<Scalars['Int']['input']>
}

/** The request to approve. 待审批的申请。 */
export type ApproveAccessRequestInput = {
  /** Chosen by the caller. 由调用方选定的请求编号。 */
  readonly requestId: Scalars['RequestId']['input']
  /** Id of the access request. 共享申请编号。 */
  readonly id: Scalars['ID']['input']
}

/** The provider's answer to a request. 对申请的答复。 */
export type AnswerAccessRequestInput = {
  /** Chosen by the caller. 由调用方选定的请求编号。 */
  readonly requestId: Scalars['RequestId']['input']
  /** Id of the access request. 共享申请编号。 */
  readonly id: Scalars['ID']['input']
  /** Yes or no. 同意或拒绝。 */
  readonly answer: AccessAnswer
  /** The clause, required with REFUSE. 条款，拒绝时必填。 */
  readonly clause?: InputMaybe<Scalars['String']['input']>
  /** In words; shown to the agency that asked. 说明，申请部门可见。 */
  readonly reason?: InputMaybe<Scalars['String']['input']>
}

/** The grant to suspend. 待暂停的授权。 */
export type SuspendGrantInput = {
  /** Chosen by the caller. 由调用方选定的请求编号。 */
  readonly requestId: Scalars['RequestId']['input']
  /** Id of the grant. 授权编号。 */
  readonly grantId: Scalars['ID']['input']
  /** Why. 理由。 */
  readonly reason: Scalars['String']['input']
}

/** The grant to resume. 待恢复的授权。 */
export type ResumeGrantInput = {
  /** Chosen by the caller. 由调用方选定的请求编号。 */
  readonly requestId: Scalars['RequestId']['input']
  /** Id of the grant. 授权编号。 */
  readonly grantId: Scalars['ID']['input']
  /** Why. 理由。 */
  readonly reason: Scalars['String']['input']
}

/** The grant to revoke. 待撤销的授权。 */
export type RevokeGrantInput = {
  /** Chosen by the caller. 由调用方选定的请求编号。 */
  readonly requestId: Scalars['RequestId']['input']
  /** Id of the grant. 授权编号。 */
  readonly grantId: Scalars['ID']['input']
  /** Why. 理由。 */
  readonly reason: Scalars['String']['input']
}

/** The access request made. 已提出的申请。 */
export type RequestAccessPayload = {
  readonly __typename?: 'RequestAccessPayload'
  /** As it stands now. 当前状态。 */
  readonly accessRequest: AccessRequest
}

/** The access request approved. 已审批的申请。 */
export type ApproveAccessRequestPayload = {
  readonly __typename?: 'ApproveAccessRequestPayload'
  /** As it stands now. 当前状态。 */
  readonly accessRequest: AccessRequest
}

/** The access request answered. 已答复的申请。 */
export type AnswerAccessRequestPayload = {
  readonly __typename?: 'AnswerAccessRequestPayload'
  /** As it stands now. 当前状态。 */
  readonly accessRequest: AccessRequest
  /** The grant, when agreed. 同意时产生的授权。 */
  readonly grant?: Maybe<Grant>
}

/** The grant suspended. 已暂停的授权。 */
export type SuspendGrantPayload = {
  readonly __typename?: 'SuspendGrantPayload'
  /** As it stands now. 当前状态。 */
  readonly grant: Grant
  /** From then on no process uses it. 自此时刻起任何进程均不再使用该授权。 */
  readonly effectiveEverywhereAt: Scalars['Instant']['output']
}

/** The grant resumed. 已恢复的授权。 */
export type ResumeGrantPayload = {
  readonly __typename?: 'ResumeGrantPayload'
  /** As it stands now. 当前状态。 */
  readonly grant: Grant
  /** From then on every process may use it. 自此时刻起所有进程均可使用该授权。 */
  readonly effectiveEverywhereAt: Scalars['Instant']['output']
}

/** The grant revoked. 已撤销的授权。 */
export type RevokeGrantPayload = {
  readonly __typename?: 'RevokeGrantPayload'
  /** As it stands now. 当前状态。 */
  readonly grant: Grant
  /** From then on no process uses it. 自此时刻起任何进程均不再使用该授权。 */
  readonly effectiveEverywhereAt: Scalars['Instant']['output']
}

/** Whether the source of a register answers. 基础库数据源状态。 */
export type SourceState =
  /** It answers. 可用。 */
  | 'AVAILABLE'
  /** Under maintenance: it answers nothing. 维护中：不作任何应答。 */
  | 'MAINTENANCE'

/** Announces the state of a source. 公告数据源状态。 */
export type SetSourceStateInput = {
  /** Chosen by the caller; the same again gives the same result. 由调用方指定，重复提交结果相同。 */
  readonly requestId: Scalars['RequestId']['input']
  /** Code of the register. 基础库代码。 */
  readonly register: Scalars['String']['input']
  /** The state. 状态。 */
  readonly state: SourceState
  /** Why, for the operators of other systems. 理由，供其他系统运维人员参考。 */
  readonly reason: Scalars['String']['input']
}

/** What was announced. 公告结果。 */
export type SetSourceStatePayload = {
  readonly __typename?: 'SetSourceStatePayload'
  /** Code of the register. 基础库代码。 */
  readonly register: Scalars['String']['output']
  /** The state now. 当前状态。 */
  readonly state: SourceState
}

/** How far an import is. 导入状态。 */
export type ImportBatchState =
  /** Under way, or interrupted: repeat it with the same id to go on. 进行中或已中断：以相同编号重新提交即可续传。 */
  | 'RUNNING'
  /** Ended. 已完成。 */
  | 'FINISHED'
  /** Given up. 已失败。 */
  | 'FAILED'

/** Why a row was refused; it never quotes the value. 某行被拒绝的原因；不含原值。 */
export type RowRefusal = {
  readonly __typename?: 'RowRefusal'
  /** Number of the row, from 1. 行号，从 1 起。 */
  readonly row: Scalars['Int']['output']
  /** The field. 字段。 */
  readonly field: Scalars['String']['output']
  /** A closed code. 代码。 */
  readonly code: Scalars['String']['output']
  /** In words. 说明。 */
  readonly text: Bilingual
}

/** One import of a file into a register. 一次文件导入。 */
export type ImportBatch = {
  readonly __typename?: 'ImportBatch'
  /** Its id. 批次编号。 */
  readonly id: Scalars['ID']['output']
  /** Code of the register. 基础库代码。 */
  readonly register: Scalars['String']['output']
  /** How far it is. 状态。 */
  readonly state: ImportBatchState
  /** SHA-256 of the file, once read. 文件的 SHA-256（读完后）。 */
  readonly fileDigest?: Maybe<Scalars['String']['output']>
  /** Rows read. 已读行数。 */
  readonly rowsRead: Scalars['Int']['output']
  /** New records. 新增记录数。 */
  readonly inserted: Scalars['Int']['output']
  /** Records changed. 变更记录数。 */
  readonly changed: Scalars['Int']['output']
  /** Rows that changed nothing. 未引起变化的行数。 */
  readonly unchanged: Scalars['Int']['output']
  /** Rows refused. 被拒绝的行数。 */
  readonly refused: Scalars['Int']['output']
  /** The first refusals. 前若干条拒绝原因。 */
  readonly refusals: ReadonlyArray<RowRefusal>
  /** When it began. 开始时刻。 */
  readonly startedAt: Scalars['Instant']['output']
  /** When it ended. 结束时刻。 */
  readonly finishedAt?: Maybe<Scalars['Instant']['output']>
}

/** One import of a file into a register. 一次文件导入。 */
export type ImportBatchRefusalsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>
}

/** A page of imports. 导入批次分页。 */
export type ImportBatchConnection = {
  readonly __typename?: 'ImportBatchConnection'
  /** Its entries. 条目。 */
  readonly edges: ReadonlyArray<ImportBatchEdge>
  /** Where the page stands. 分页信息。 */
  readonly pageInfo: PageInfo
}

/** One entry of a page. 分页中的一条。 */
export type ImportBatchEdge = {
  readonly __typename?: 'ImportBatchEdge'
  /** Cursor to go on from here; on the last entry of a page that has more. 由此继续的游标；仅在未完页的最后一条上。 */
  readonly cursor?: Maybe<Scalars['String']['output']>
  /** The import. 导入批次。 */
  readonly node: ImportBatch
}

/** Which fields of whose records. 读取哪个主体记录的哪些字段。 */
export type ReadRecordsInput = {
  /** Chosen by the caller. 由调用方选定的请求编号。 */
  readonly requestId: Scalars['RequestId']['input']
  /** Why. 使用目的。 */
  readonly purpose: PurposeInput
  /** Code of the register. 基础库代码。 */
  readonly register: Scalars['String']['input']
  /** Number of the subject. 主体代码。 */
  readonly subject: Scalars['SubjectNumber']['input']
  /** The subject's part in the case; APPLICANT when absent. 主体在办件中的角色；缺省为申请人。 */
  readonly role?: InputMaybe<PartyRole>
  /** Names of the fields. 字段名。 */
  readonly fields: ReadonlyArray<Scalars['String']['input']>
}

/** A record as far as it was granted. 授权范围内的记录。 */
export type DisclosedRecord = {
  readonly __typename?: 'DisclosedRecord'
  /** Its id. 编号。 */
  readonly recordId: Scalars['ID']['output']
  /** Credit code of the agency that is its source. 来源部门的统一社会信用代码。 */
  readonly sourceAgency: Scalars['CreditCode']['output']
  /** Valid from this day. 生效日期。 */
  readonly validFrom: Scalars['Date']['output']
  /** When it was changed last. 最近变更时刻。 */
  readonly changedAt: Scalars['Instant']['output']
  /** Granted fields only; identity numbers masked unless the grant names the raw field. 仅授权字段；除授权明示外，证件号码均脱敏。 */
  readonly data: Scalars['JsonObject']['output']
}

/** The records released. 已披露的记录。 */
export type ReadRecordsPayload = {
  readonly __typename?: 'ReadRecordsPayload'
  /** The current records; an empty list means that there is none. 现行记录；空列表表示没有记录。 */
  readonly records: ReadonlyArray<DisclosedRecord>
  /** Signed promise that this access is in the ledger (compact JWS). 本次访问已入存证日志的签名承诺（紧凑 JWS）。 */
  readonly receipt: Scalars['String']['output']
  /** Id of its entry in the ledger. 存证条目编号。 */
  readonly leafId: Scalars['ID']['output']
}

/** A yes/no question about a subject. 关于某主体的核验问题。 */
export type AskPredicateInput = {
  /** Chosen by the caller. 由调用方选定的请求编号。 */
  readonly requestId: Scalars['RequestId']['input']
  /** Why. 使用目的。 */
  readonly purpose: PurposeInput
  /** Code of the register. 基础库代码。 */
  readonly register: Scalars['String']['input']
  /** Name of the question. 核验问题名称。 */
  readonly predicate: Scalars['String']['input']
  /** Number of the subject. 主体代码。 */
  readonly subject: Scalars['SubjectNumber']['input']
  /** Others that the question is about. 问题涉及的其他主体。 */
  readonly others?: InputMaybe<ReadonlyArray<Scalars['SubjectNumber']['input']>>
  /** Arguments, as the register declares them. 参数，按基础库声明。 */
  readonly arguments?: InputMaybe<Scalars['JsonObject']['input']>
  /** The date asked about; today when absent. 所问日期；缺省为今日。 */
  readonly asOf?: InputMaybe<Scalars['Date']['input']>
}

/** TRUE, FALSE and CANNOT_TELL are three answers. “是”“否”“无法判断”是三种不同的回答。 */
export type PredicateResult =
  /** Yes. 是。 */
  | 'TRUE'
  /** No, by a complete source. 否（来源完整）。 */
  | 'FALSE'
  /** The source cannot tell. 无法判断。 */
  | 'CANNOT_TELL'

/** The answer to a yes/no question. 核验问题的回答。 */
export type PredicateAnswer = {
  readonly __typename?: 'PredicateAnswer'
  /** The answer. 回答。 */
  readonly answer: PredicateResult
  /** Why it cannot tell. 无法判断的原因。 */
  readonly reason?: Maybe<Scalars['String']['output']>
  /** The date asked about. 所问日期。 */
  readonly asOf: Scalars['Date']['output']
  /** Version of the rule that answered. 所用规则版本。 */
  readonly ruleVersion: Scalars['Int']['output']
  /** The source is complete only from this day. 数据自此日起完整。 */
  readonly coverageFrom?: Maybe<Scalars['Date']['output']>
}

/** The question answered. 已回答的问题。 */
export type AskPredicatePayload = {
  readonly __typename?: 'AskPredicatePayload'
  /** The answer. 回答。 */
  readonly answer: PredicateAnswer
  /** Signed promise that this access is in the ledger (compact JWS). 本次访问已入存证日志的签名承诺（紧凑 JWS）。 */
  readonly receipt: Scalars['String']['output']
  /** Id of its entry in the ledger. 存证条目编号。 */
  readonly leafId: Scalars['ID']['output']
}

/** Where a licence stands (GB/T 36903); expiry is computed from its end date. 证照状态（GB/T 36903）；到期由有效期截止日期推算。 */
export type LicenceState =
  /** In force. 有效。 */
  | 'VALID'
  /** Suspended. 暂扣。 */
  | 'SUSPENDED'
  /** Replaced by a newer one. 已被新证替代。 */
  | 'SUPERSEDED'
  /** Cancelled on application. 注销。 */
  | 'CANCELLED'
  /** Rescinded, as wrongly issued. 撤销。 */
  | 'RESCINDED'
  /** Revoked as a penalty. 吊销。 */
  | 'REVOKED'
  /** Transferred to another authority. 已迁出。 */
  | 'TRANSFERRED_OUT'

/** Who holds a licence. 持证主体。 */
export type Holder = {
  readonly __typename?: 'Holder'
  /** Name. 名称。 */
  readonly name: Scalars['String']['output']
  /** Number: citizen number, credit code or passport number, by its type. 代码：按类型为公民身份号码、统一社会信用代码或护照号等。 */
  readonly code: Scalars['String']['output']
  /** Type of the number (GB/T 36903 annex A): 111 citizen number, 001 credit code. 代码类型（GB/T 36903 附录A）：111 公民身份号码，001 统一社会信用代码。 */
  readonly codeType: Scalars['String']['output']
}

/** Who holds a licence. 持证主体。 */
export type HolderInput = {
  /** Name. 名称。 */
  readonly name: Scalars['String']['input']
  /** Number, by its type. 代码，按类型填写。 */
  readonly code: Scalars['String']['input']
  /** Type of the number (GB/T 36903 annex A): 111 citizen number, 001 credit code. 代码类型（GB/T 36903 附录A）：111 公民身份号码，001 统一社会信用代码。 */
  readonly codeType: Scalars['String']['input']
}

/** Authority, reason and basis of the last change of state. 最近一次状态变更的机关、理由与依据。 */
export type LicenceStateReason = {
  readonly __typename?: 'LicenceStateReason'
  /** Credit code or name of the authority. 作出变更的机关。 */
  readonly authority: Scalars['String']['output']
  /** Reason. 理由。 */
  readonly reason: Scalars['String']['output']
  /** Legal basis. 法律依据。 */
  readonly basis: Scalars['String']['output']
  /** On this day. 日期。 */
  readonly on: Scalars['Date']['output']
}

/** One change of a licence's state. 一次证照状态变更。 */
export type LicenceStateChange = {
  readonly __typename?: 'LicenceStateChange'
  /** The new state. 变更后的状态。 */
  readonly state: LicenceState
  /** When. 时刻。 */
  readonly at: Scalars['Instant']['output']
  /** On this day. 日期。 */
  readonly on: Scalars['Date']['output']
  /** Credit code or name of the authority. 作出变更的机关。 */
  readonly authority: Scalars['String']['output']
  /** Reason. 理由。 */
  readonly reason: Scalars['String']['output']
  /** Legal basis. 法律依据。 */
  readonly basis: Scalars['String']['output']
}

/** A licence as its issuer sees it. 签发部门视角下的证照。 */
export type Licence = {
  readonly __typename?: 'Licence'
  /** Its identifier. 证照标识。 */
  readonly identifier: Scalars['LicenceIdentifier']['output']
  /** Code of the licence type. 证照类型代码。 */
  readonly licenceType: Scalars['String']['output']
  /** Number printed on it. 证照编号。 */
  readonly number: Scalars['String']['output']
  /** Day of issue. 签发日期。 */
  readonly issuedOn: Scalars['Date']['output']
  /** Valid from this day. 有效期起始日期。 */
  readonly validFrom?: Maybe<Scalars['Date']['output']>
  /** To this day, inclusive; absent means long-term. 有效期截止日期（含）；缺省为长期。 */
  readonly validTo?: Maybe<Scalars['Date']['output']>
  /** Who holds it. 持证主体。 */
  readonly holders: ReadonlyArray<Holder>
  /** The signed licence (compact JWS). 已签名的证照（紧凑 JWS）。 */
  readonly document: Scalars['String']['output']
  /** Where it stands. 状态。 */
  readonly state: LicenceState
  /** Since when. 状态变更时刻。 */
  readonly stateChangedAt: Scalars['Instant']['output']
  /** Why. 状态变更原因。 */
  readonly stateReason?: Maybe<LicenceStateReason>
  /** Every change since issue, the oldest first. 签发以来的全部变更，从旧到新。 */
  readonly changes: ReadonlyArray<LicenceStateChange>
  /** Id of its entry in the ledger. 存证条目编号。 */
  readonly leafId: Scalars['ID']['output']
}

/** What a licence says. 证照内容。 */
export type LicenceInput = {
  /** Code of the licence type. 证照类型代码。 */
  readonly licenceType: Scalars['String']['input']
  /** Who holds it. 持证主体。 */
  readonly holders: ReadonlyArray<HolderInput>
  /** Number printed on it. 证照编号。 */
  readonly number: Scalars['String']['input']
  /** Day of issue. 签发日期。 */
  readonly issuedOn: Scalars['Date']['input']
  /** Valid from this day. 有效期起始日期。 */
  readonly validFrom?: InputMaybe<Scalars['Date']['input']>
  /** To this day, inclusive; absent means long-term. 有效期截止日期（含）；缺省为长期。 */
  readonly validTo?: InputMaybe<Scalars['Date']['input']>
  /** Face data, as the type's JSON Schema says. 照面数据，按证照类型的 JSON Schema。 */
  readonly data: Scalars['JsonObject']['input']
  /** The licence that this one replaces. 被替代的证照标识。 */
  readonly previous?: InputMaybe<Scalars['LicenceIdentifier']['input']>
  /** Serial of the identifier; a new one when absent. 标识中的流水号；缺省自动生成。 */
  readonly serial?: InputMaybe<Scalars['String']['input']>
}

/** A licence to issue. 待签发的证照。 */
export type IssueLicenceInput = {
  /** Chosen by the caller. 由调用方选定的请求编号。 */
  readonly requestId: Scalars['RequestId']['input']
  /** What it says. 内容。 */
  readonly licence: LicenceInput
}

/** Licences to issue. 待批量签发的证照。 */
export type IssueLicencesInput = {
  /** Chosen by the caller. 由调用方选定的请求编号。 */
  readonly requestId: Scalars['RequestId']['input']
  /** What they say; at most 500. 内容；最多 500 份。 */
  readonly licences: ReadonlyArray<LicenceInput>
}

/** The licence issued. 已签发的证照。 */
export type IssueLicencePayload = {
  readonly __typename?: 'IssueLicencePayload'
  /** The licence. 证照。 */
  readonly licence: Licence
}

/** What became of one licence of many. 批量签发中一份的结果。 */
export type IssueResult = {
  readonly __typename?: 'IssueResult'
  /** Whether it was issued. 是否已签发。 */
  readonly ok: Scalars['Boolean']['output']
  /** Its identifier, when issued. 证照标识（已签发时）。 */
  readonly identifier?: Maybe<Scalars['LicenceIdentifier']['output']>
  /** Error code, when refused. 错误代码（被拒绝时）。 */
  readonly code?: Maybe<Scalars['String']['output']>
  /** In words, when refused. 说明（被拒绝时）。 */
  readonly text?: Maybe<Bilingual>
}

/** The licences issued, in the order of the input. 批量签发结果，与输入顺序一致。 */
export type IssueLicencesPayload = {
  readonly __typename?: 'IssueLicencesPayload'
  /** One result each. 逐份结果。 */
  readonly results: ReadonlyArray<IssueResult>
}

/** A change of a licence's state. 证照状态变更。 */
export type ChangeLicenceStateInput = {
  /** Chosen by the caller. 由调用方选定的请求编号。 */
  readonly requestId: Scalars['RequestId']['input']
  /** Its identifier. 证照标识。 */
  readonly identifier: Scalars['LicenceIdentifier']['input']
  /** The new state. 目标状态。 */
  readonly to: LicenceState
  /** Reason. 理由。 */
  readonly reason: Scalars['String']['input']
  /** Legal basis. 法律依据。 */
  readonly basis: Scalars['String']['input']
}

/** The licence changed. 已变更的证照。 */
export type ChangeLicenceStatePayload = {
  readonly __typename?: 'ChangeLicenceStatePayload'
  /** As it stands now. 当前状态。 */
  readonly licence: Licence
}

/** A licence to release. 待披露的证照。 */
export type FetchLicenceInput = {
  /** Chosen by the caller. 由调用方选定的请求编号。 */
  readonly requestId: Scalars['RequestId']['input']
  /** Why. 使用目的。 */
  readonly purpose: PurposeInput
  /** Its identifier. 证照标识。 */
  readonly identifier: Scalars['LicenceIdentifier']['input']
  /** Names of the fields; `document` for the whole licence. 字段名；`document` 表示证照原件。 */
  readonly fields: ReadonlyArray<Scalars['String']['input']>
}

/** In which form a licence is released. 证照的披露形式。 */
export type DisclosureForm =
  /** The whole signed licence. 签名证照原件。 */
  | 'DOCUMENT'
  /** An excerpt signed by the exchange. 由交换平台签名的摘录。 */
  | 'EXCERPT'

/** A licence as far as it was granted. 授权范围内的证照。 */
export type DisclosedLicence = {
  readonly __typename?: 'DisclosedLicence'
  /** Its identifier. 证照标识。 */
  readonly identifier: Scalars['LicenceIdentifier']['output']
  /** Code of the licence type. 证照类型代码。 */
  readonly licenceType: Scalars['String']['output']
  /** In which form. 披露形式。 */
  readonly form: DisclosureForm
  /** Compact JWS. 紧凑 JWS。 */
  readonly jws: Scalars['String']['output']
  /** Where it stands. 状态。 */
  readonly state: LicenceState
  /** Day of issue. 签发日期。 */
  readonly issuedOn: Scalars['Date']['output']
  /** To this day, inclusive; absent means long-term. 有效期截止日期（含）；缺省为长期。 */
  readonly validTo?: Maybe<Scalars['Date']['output']>
}

/** The licence released. 已披露的证照。 */
export type FetchLicencePayload = {
  readonly __typename?: 'FetchLicencePayload'
  /** The licence. 证照。 */
  readonly licence: DisclosedLicence
  /** Signed promise that this access is in the ledger (compact JWS). 本次访问已入存证日志的签名承诺（紧凑 JWS）。 */
  readonly receipt: Scalars['String']['output']
  /** Id of its entry in the ledger. 存证条目编号。 */
  readonly leafId: Scalars['ID']['output']
}

/** Valid, not valid and cannot tell are three answers. “有效”“无效”“无法判断”是三种不同的结论。 */
export type VerdictResult =
  /** Every step passed. 全部步骤通过。 */
  | 'VALID'
  /** A step failed. 有步骤未通过。 */
  | 'NOT_VALID'
  /** A step could not tell. 有步骤无法判断。 */
  | 'CANNOT_TELL'

/** A step of verifying. 验证步骤。 */
export type VerifyStep =
  /** Form. 格式。 */
  | 'FORM'
  /** Signature. 签名。 */
  | 'SIGNATURE'
  /** Certificate chain. 证书链。 */
  | 'CHAIN'
  /** The signer's authority for this type at that time. 签发机关当时的签发权限。 */
  | 'AUTHORITY'
  /** Period of validity. 有效期。 */
  | 'PERIOD'
  /** Status. 状态。 */
  | 'STATUS'
  /** Inclusion in the ledger. 存证日志收录。 */
  | 'INCLUSION'

/** How a step ended. 步骤结果。 */
export type StepOutcome =
  /** Passed. 通过。 */
  | 'PASSED'
  /** Failed. 未通过。 */
  | 'FAILED'
  /** Cannot tell. 无法判断。 */
  | 'CANNOT_TELL'
  /** Not reached. 未执行。 */
  | 'NOT_REACHED'

/** What was verified. 所验证的文件种类。 */
export type DocumentKind =
  /** A licence. 证照。 */
  | 'LICENCE'
  /** An excerpt. 摘录。 */
  | 'EXCERPT'
  /** Evidence. 佐证。 */
  | 'EVIDENCE'
  /** A receipt. 回执。 */
  | 'RECEIPT'
  /** Nothing that could be read as one of these. 无法识别的文件。 */
  | 'UNKNOWN'

/** The result of one step. 单个步骤的结果。 */
export type StepResult = {
  readonly __typename?: 'StepResult'
  /** Which step. 步骤。 */
  readonly step: VerifyStep
  /** How it ended. 结果。 */
  readonly result: StepOutcome
  /** A closed code; absent when passed. 代码；通过时没有。 */
  readonly code?: Maybe<Scalars['String']['output']>
  /** In words; absent when passed. 说明；通过时没有。 */
  readonly text?: Maybe<Bilingual>
}

/** The result of verifying, with each step's own. 验证结论及各步骤结果。 */
export type Verdict = {
  readonly __typename?: 'Verdict'
  /** The whole. 总体结论。 */
  readonly verdict: VerdictResult
  /** The date asked about. 所问日期。 */
  readonly validOn: Scalars['Date']['output']
  /** Every step. 各步骤。 */
  readonly steps: ReadonlyArray<StepResult>
  /** What was verified. 文件种类。 */
  readonly documentKind: DocumentKind
  /** Identifier, when the form allowed to read it. 标识（格式可读时）。 */
  readonly identifier?: Maybe<Scalars['String']['output']>
  /** Of evidence: the state now of each licence that it names, apart from whether it was true on its date. 对佐证：其所列证照的当前状态，与其出具日是否属实分开给出。 */
  readonly stateNow: ReadonlyArray<LicenceStateNow>
}

/** The state now of a licence that evidence names. 佐证所列证照的当前状态。 */
export type LicenceStateNow = {
  readonly __typename?: 'LicenceStateNow'
  /** Its identifier. 电子证照标识。 */
  readonly identifier: Scalars['LicenceIdentifier']['output']
  /** Its state, as the status list or the registry says; ENDED when a list does not say how. 状态，以状态列表或登记为准；列表未说明方式时为 ENDED。 */
  readonly state: Scalars['String']['output']
  /** Since this day, as far as it is known. 起始日期（如已知）。 */
  readonly since?: Maybe<Scalars['Date']['output']>
}

/** A subject and its part in the case. 当事人及其角色。 */
export type PartyInput = {
  /** Its part. 角色。 */
  readonly role: PartyRole
  /** Type of the number: CITIZEN_ID or CREDIT_CODE. 代码类型。 */
  readonly idType: PartyIdType
  /** The number. 主体代码。 */
  readonly id: Scalars['SubjectNumber']['input']
}

/** Type of a party's number (GB/T 36903 annex A). 当事人代码类型（GB/T 36903 附录A）。 */
export type PartyIdType =
  /** 111, citizen identity number. 111，公民身份号码。 */
  | 'CITIZEN_ID'
  /** 001, unified social credit code. 001，统一社会信用代码。 */
  | 'CREDIT_CODE'

/** The question: which materials are held? 提问：哪些材料政府已掌握？ */
export type RequestEvidenceInput = {
  /** Chosen by the caller; the same id with the same input gives the same signed bytes. 由调用方选定；相同编号与内容得到相同的签名字节。 */
  readonly requestId: Scalars['RequestId']['input']
  /** Why, and for which service items. 使用目的与事项。 */
  readonly purpose: PurposeInput
  /** Code of a bundle, for "one thing": all its items are meant; `purpose` may name none but these. “一件事”代码：指其全部事项，`purpose` 不得含其他事项。 */
  readonly bundle?: InputMaybe<Scalars['String']['input']>
  /** The parties of the case: one APPLICANT, or the COMPANY that applies, and the others. 办件当事人：一名申请人（APPLICANT）或提出申请的企业（COMPANY），以及其他当事人。 */
  readonly parties: ReadonlyArray<PartyInput>
  /** Codes of the situations chosen. 所选情形代码。 */
  readonly situations?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>
  /** The date the question is about; today when absent. 所问日期；缺省为今日。 */
  readonly asOf?: InputMaybe<Scalars['Date']['input']>
}

/** What becomes of a material. 材料的处理结果。 */
export type MaterialState =
  /** The government holds it: nothing to hand in. 政府已掌握，免提交。 */
  | 'HELD'
  /** A commitment stands in for it. 以告知承诺替代。 */
  | 'COMMITMENT'
  /** It may be handed in later. 可容缺后补。 */
  | 'DEFERRABLE'
  /** It has to be handed in, for the reason given. 须提交，原因见说明。 */
  | 'SUBMIT'

/** Why a material has to be handed in. 须提交材料的原因。 */
export type SubmitReason =
  /** Made by the applicant. 由申请人自行制作。 */
  | 'MADE_BY_APPLICANT'
  /** Made by a third party, not held here. 由第三方出具，政府未持有。 */
  | 'MADE_BY_THIRD_PARTY'
  /** None is held. 未查到。 */
  | 'NONE_HELD'
  /** The licence held has expired. 所持证照已过期。 */
  | 'EXPIRED'
  /** The licence held is not in force. 所持证照不在有效状态。 */
  | 'NOT_IN_FORCE'
  /** What is held is too old for this purpose. 所持材料超过时限。 */
  | 'TOO_OLD'
  /** Access was refused by a rule. 访问被规则拒绝。 */
  | 'REFUSED_BY_RULE'
  /** The register answers no. 核验结果为否。 */
  | 'ANSWERED_NO'
  /** The register cannot tell. 无法判断。 */
  | 'CANNOT_TELL'
  /** The source did not answer; this is not "no record". 数据源未应答，不等于“无记录”。 */
  | 'SOURCE_UNAVAILABLE'
  /** The case names no such party. 办件未提供该当事人。 */
  | 'PARTY_MISSING'
  /** The paper original is still taken in. 仍须收取纸质原件。 */
  | 'PAPER_ORIGINAL'

/** Why a material has to be handed in. 须提交材料的原因。 */
export type MaterialReason = {
  readonly __typename?: 'MaterialReason'
  /** The reason. 原因代码。 */
  readonly code: SubmitReason
  /** In words. 说明。 */
  readonly text: Bilingual
  /** The rule that refused, with REFUSED_BY_RULE. 拒绝的规则（REFUSED_BY_RULE）。 */
  readonly rule?: Maybe<RefusalRule>
  /** That rule in words. 该规则的说明。 */
  readonly ruleText?: Maybe<Bilingual>
}

/** A licence proves the material. 以证照证明。 */
export type LicenceProof = {
  readonly __typename?: 'LicenceProof'
  /** The licence in its granted form. 授权形式的证照。 */
  readonly licence: DisclosedLicence
}

/** A record proves the material. 以记录证明。 */
export type RecordProof = {
  readonly __typename?: 'RecordProof'
  /** Code of the register. 基础库代码。 */
  readonly register: Scalars['String']['output']
  /** Id of the record. 记录编号。 */
  readonly recordId: Scalars['ID']['output']
  /** Granted fields, masked by class. 授权字段，按级别脱敏。 */
  readonly data: Scalars['JsonObject']['output']
}

/** The answer yes to a question proves the material. 以核验结果“是”证明。 */
export type PredicateProof = {
  readonly __typename?: 'PredicateProof'
  /** Code of the register. 基础库代码。 */
  readonly register: Scalars['String']['output']
  /** Name of the question. 核验问题名称。 */
  readonly predicate: Scalars['String']['output']
  /** The answer: always TRUE here. 回答：此处恒为“是”。 */
  readonly answer: PredicateResult
  /** The date asked about. 所问日期。 */
  readonly asOf: Scalars['Date']['output']
  /** Version of the rule that answered. 所用规则版本。 */
  readonly ruleVersion: Scalars['Int']['output']
}

/** What proves a material that is held. 已掌握材料的证明。 */
export type Proof = LicenceProof | RecordProof | PredicateProof

/** A licence that would have met the material, but for its state. 因状态而未被采纳的证照。 */
export type NotAcceptedLicence = {
  readonly __typename?: 'NotAcceptedLicence'
  /** Its identifier. 证照标识。 */
  readonly identifier: Scalars['LicenceIdentifier']['output']
  /** Its state, or EXPIRED. 状态，或 EXPIRED（已过期）。 */
  readonly state: Scalars['String']['output']
  /** Since this day. 日期。 */
  readonly on?: Maybe<Scalars['Date']['output']>
  /** Why. 理由。 */
  readonly reason?: Maybe<Scalars['String']['output']>
  /** By which authority. 作出决定的机关。 */
  readonly authority?: Maybe<Scalars['String']['output']>
}

/** Why a register cannot tell. 基础库无法判断的原因。 */
export type CannotTell = {
  readonly __typename?: 'CannotTell'
  /** The reason. 原因。 */
  readonly reason: Scalars['String']['output']
  /** The register is complete only from this day. 数据自此日起完整。 */
  readonly coverageFrom?: Maybe<Scalars['Date']['output']>
}

/** What became of one material. 单份材料的结果。 */
export type MaterialAnswer = {
  readonly __typename?: 'MaterialAnswer'
  /** Its code. 材料代码。 */
  readonly code: Scalars['String']['output']
  /** Its name. 名称。 */
  readonly name: Bilingual
  /** The party it is about. 所涉当事人。 */
  readonly party: PartyRole
  /** The party's number, masked: a case may have several parties in one role. 当事人代码（脱敏）：同一角色可能有多名当事人。 */
  readonly subject?: Maybe<Scalars['String']['output']>
  /** The service items that ask for it. 要求该材料的事项。 */
  readonly serviceItems: ReadonlyArray<Scalars['String']['output']>
  /** What becomes of it. 处理结果。 */
  readonly state: MaterialState
  /** What proves it, when HELD. 证明（HELD 时）。 */
  readonly proof?: Maybe<Proof>
  /** Why it is not held, otherwise. 未掌握的原因（其他情形）。 */
  readonly reason?: Maybe<MaterialReason>
  /** Why the register cannot tell, with CANNOT_TELL. 无法判断的原因（CANNOT_TELL）。 */
  readonly cannotTell?: Maybe<CannotTell>
  /** A licence that was not accepted, shown so that a clerk can explain. 未被采纳的证照，便于窗口解释。 */
  readonly notAccepted?: Maybe<NotAcceptedLicence>
  /** Sources that failed to answer, even when another one met the material. 未应答的数据源，即使材料已由其他来源满足。 */
  readonly sourcesUnavailable: ReadonlyArray<Scalars['String']['output']>
}

/** The signed answer. 已签名的回答。 */
export type Evidence = {
  readonly __typename?: 'Evidence'
  /** Its id. 编号。 */
  readonly evidenceId: Scalars['ID']['output']
  /** The date it is about. 所问日期。 */
  readonly asOf: Scalars['Date']['output']
  /** Every material. 全部材料。 */
  readonly materials: ReadonlyArray<MaterialAnswer>
  /** Number of the necessary materials. 必要材料数。 */
  readonly materialsAsked: Scalars['Int']['output']
  /** Number of those that need not be submitted. 其中免提交的数量。 */
  readonly materialsHeld: Scalars['Int']['output']
  /** The signed evidence document (compact JWS). 已签名的佐证文件（紧凑 JWS）。 */
  readonly document: Scalars['String']['output']
  /** Signed promise that this access is in the ledger (compact JWS). 本次访问已入存证日志的签名承诺（紧凑 JWS）。 */
  readonly receipt: Scalars['String']['output']
  /** Id of its entry in the ledger. 存证条目编号。 */
  readonly leafId: Scalars['ID']['output']
  /** Whether this is the stored answer to the same request again. 是否为同一请求已存回答的重放。 */
  readonly isReplay: Scalars['Boolean']['output']
}

/** The evidence. 佐证。 */
export type RequestEvidencePayload = {
  readonly __typename?: 'RequestEvidencePayload'
  /** The signed answer. 已签名的回答。 */
  readonly evidence: Evidence
}

/** Where a search by subject stands. 按主体查询的状态。 */
export type SubjectSearchState =
  /** Waits for a second auditor. 待另一名审计员批准。 */
  | 'REQUESTED'
  /** Approved; it may be used for seven days. 已批准，七日内可用。 */
  | 'APPROVED'
  /** Approved more than seven days ago; ask for a new one. 批准已超过七日，须重新申请。 */
  | 'EXPIRED'

/** A search by subject. 按主体查询。 */
export type SubjectSearch = {
  readonly __typename?: 'SubjectSearch'
  /** Its id. 查询编号。 */
  readonly id: Scalars['ID']['output']
  /** Number of the subject; a citizen's is masked. 主体代码，公民身份号码脱敏。 */
  readonly subject: Scalars['String']['output']
  /** Why it was asked for. 理由。 */
  readonly reason: Scalars['String']['output']
  /** Where it stands. 状态。 */
  readonly state: SubjectSearchState
  /** Client of the auditor who asks; alone that one may use it. 申请审计员的客户端，仅其可使用。 */
  readonly requestedBy: Scalars['ID']['output']
  /** When it was asked for. 申请时刻。 */
  readonly requestedAt: Scalars['Instant']['output']
  /** Client of the auditor who approved. 批准审计员的客户端。 */
  readonly approvedBy?: Maybe<Scalars['ID']['output']>
  /** When it was approved. 批准时刻。 */
  readonly approvedAt?: Maybe<Scalars['Instant']['output']>
}

/** A page of searches by subject. 按主体查询分页。 */
export type SubjectSearchConnection = {
  readonly __typename?: 'SubjectSearchConnection'
  /** Its searches. 查询。 */
  readonly edges: ReadonlyArray<SubjectSearchEdge>
  /** Where the page stands. 分页信息。 */
  readonly pageInfo: PageInfo
}

/** One search of a page. 分页中的一条。 */
export type SubjectSearchEdge = {
  readonly __typename?: 'SubjectSearchEdge'
  /** Cursor to go on from here; on the last search of a page that has more. 由此继续的游标；仅在未完页的最后一条上。 */
  readonly cursor?: Maybe<Scalars['String']['output']>
  /** The search. 按主体查询。 */
  readonly node: SubjectSearch
}

/** What an entry records; the list is closed. 存证条目的种类（封闭列表）。 */
export type AuditEventKind =
  /** A signed answer to which materials are held. 出具佐证。 */
  | 'EVIDENCE_ISSUED'
  /** The stored answer given again. 重放佐证。 */
  | 'EVIDENCE_REPLAYED'
  /** Records released. 披露记录。 */
  | 'RECORD_READ'
  /** A yes/no question answered. 回答核验问题。 */
  | 'PREDICATE_ANSWERED'
  /** A whole licence released. 披露证照原件。 */
  | 'LICENCE_FETCHED'
  /** An excerpt of a licence released. 披露证照摘录。 */
  | 'LICENCE_EXCERPTED'
  /** An access or an operation refused, with the rule. 拒绝访问或操作（附规则）。 */
  | 'ACCESS_REFUSED'
  /** An auditor read accesses, or searches by subject. 审计员查阅访问记录或按主体查询。 */
  | 'ACCESSES_READ'
  /** A second auditor approved a search by subject. 批准按主体查询。 */
  | 'SUBJECT_ACCESSES_APPROVED'
  /** Identifier reserved, bytes to be signed recorded. 预留标识并记录待签字节。 */
  | 'LICENCE_INTENDED'
  /** A licence signed and registered. 签发证照。 */
  | 'LICENCE_ISSUED'
  /** An unfinished issue ended without a licence. 作废未完成的签发。 */
  | 'LICENCE_VOIDED'
  /** A licence's state changed. 证照状态变更。 */
  | 'LICENCE_STATE_CHANGED'
  /** A verdict given. 出具验证结论。 */
  | 'LICENCE_VERIFIED'
  /** An access request submitted. 提出共享申请。 */
  | 'ACCESS_REQUESTED'
  /** An access request approved by the requester's head. 申请部门审批。 */
  | 'ACCESS_REQUEST_APPROVED'
  /** An access request answered by the provider's head. 提供部门答复。 */
  | 'ACCESS_REQUEST_ANSWERED'
  /** A grant begins. 产生授权。 */
  | 'GRANT_CREATED'
  /** A grant suspended, resumed or revoked. 授权变更。 */
  | 'GRANT_CHANGED'
  /** An import began. 开始导入。 */
  | 'IMPORT_STARTED'
  /** An import ended. 结束导入。 */
  | 'IMPORT_FINISHED'
  /** A source announced maintenance, or its end. 数据源公告维护或维护结束。 */
  | 'SOURCE_CHANGED'
  /** A catalog entry changed. 信息资源变更。 */
  | 'RESOURCE_CHANGED'
  /** Entries of the catalog files taken over. 载入目录文件。 */
  | 'CATALOG_SEEDED'
  /** A client registered or suspended. 客户端登记或停用。 */
  | 'CLIENT_CHANGED'
  /** A key created, rotated or revoked. 密钥变更。 */
  | 'KEY_CHANGED'
  /** Payload and salt of an entry erased. 擦除条目载荷。 */
  | 'PAYLOAD_ERASED'
  /** A gap recorded after restoring an older copy. 记录恢复旧副本后的缺口。 */
  | 'LOG_GAP_RECORDED'

/** One entry of the ledger with its payload. 一条存证及其载荷。 */
export type AccessEntry = {
  readonly __typename?: 'AccessEntry'
  /** Its id. 编号。 */
  readonly leafId: Scalars['ID']['output']
  /** What it records. 种类。 */
  readonly kind: AuditEventKind
  /** When. 时刻。 */
  readonly at: Scalars['Instant']['output']
  /** Client that acted; absent for what the service does by itself. 操作的客户端；系统自动操作时没有。 */
  readonly clientId?: Maybe<Scalars['ID']['output']>
  /** Credit code of its agency. 所属部门的统一社会信用代码。 */
  readonly agency?: Maybe<Scalars['CreditCode']['output']>
  /** Codes of the resources touched. 涉及的资源代码。 */
  readonly resources: ReadonlyArray<Scalars['String']['output']>
  /** requestId of the call. 调用的请求编号。 */
  readonly requestId?: Maybe<Scalars['String']['output']>
  /** What belongs to the kind: rule, grant version, counts, digests; no personal data. 该种类的内容：规则、授权版本、数量、摘要；不含个人信息。 */
  readonly data: Scalars['JsonObject']['output']
  /** Position in the ledger; absent while it waits to be numbered. 在日志中的序号；等待编号时没有。 */
  readonly index?: Maybe<Scalars['Int']['output']>
}

/** A page of ledger entries. 存证条目分页。 */
export type AccessEntryConnection = {
  readonly __typename?: 'AccessEntryConnection'
  /** Its entries. 条目。 */
  readonly edges: ReadonlyArray<AccessEntryEdge>
  /** Where the page stands. 分页信息。 */
  readonly pageInfo: PageInfo
}

/** One entry of a page. 分页中的一条。 */
export type AccessEntryEdge = {
  readonly __typename?: 'AccessEntryEdge'
  /** Cursor to go on from here; on the last entry of a page that has more. 由此继续的游标；仅在未完页的最后一条上。 */
  readonly cursor?: Maybe<Scalars['String']['output']>
  /** The ledger entry. 存证条目。 */
  readonly node: AccessEntry
}

/** Whether an entry is in a published checkpoint yet. 条目是否已被已发布的检查点收录。 */
export type LedgerProofState =
  /** In a checkpoint. 已收录。 */
  | 'INCLUDED'
  /** Waiting; ask again within the delay that the receipt promises. 等待收录；请在回执承诺的时限内再次查询。 */
  | 'PENDING'

/** The proof of an entry. 条目的收录证明。 */
export type LedgerProof = {
  readonly __typename?: 'LedgerProof'
  /** Whether there is a proof yet. 是否已有证明。 */
  readonly state: LedgerProofState
  /** C2SP tlog-proof@v1 with payload and salt in its extra line, when INCLUDED. C2SP tlog-proof@v1，附加行含载荷与盐值（INCLUDED 时）。 */
  readonly proof?: Maybe<Scalars['String']['output']>
}

/** A search by subject to be approved. 待批准的按主体查询。 */
export type RequestSubjectAccessesInput = {
  /** Chosen by the caller. 由调用方选定的请求编号。 */
  readonly requestId: Scalars['RequestId']['input']
  /** Number of the subject. 主体代码。 */
  readonly subject: Scalars['SubjectNumber']['input']
  /** Why. 理由。 */
  readonly reason: Scalars['String']['input']
}

/** The search to approve. 待批准的查询。 */
export type ApproveSubjectAccessesInput = {
  /** Chosen by the caller. 由调用方选定的请求编号。 */
  readonly requestId: Scalars['RequestId']['input']
  /** Id of the search. 查询编号。 */
  readonly id: Scalars['ID']['input']
}

/** The entry to erase. 待擦除的条目。 */
export type EraseLedgerPayloadInput = {
  /** Chosen by the caller. 由调用方选定的请求编号。 */
  readonly requestId: Scalars['RequestId']['input']
  /** Id of the entry. 存证条目编号。 */
  readonly leafId: Scalars['ID']['input']
  /** Legal basis. 法律依据。 */
  readonly basis: Scalars['String']['input']
}

/** The search that waits for approval. 等待批准的查询。 */
export type RequestSubjectAccessesPayload = {
  readonly __typename?: 'RequestSubjectAccessesPayload'
  /** Its id. 查询编号。 */
  readonly id: Scalars['ID']['output']
}

/** The search approved. 已批准的查询。 */
export type ApproveSubjectAccessesPayload = {
  readonly __typename?: 'ApproveSubjectAccessesPayload'
  /** Its id. 查询编号。 */
  readonly id: Scalars['ID']['output']
}

/** The entry erased. 已擦除的条目。 */
export type EraseLedgerPayloadPayload = {
  readonly __typename?: 'EraseLedgerPayloadPayload'
  /** Its id. 存证条目编号。 */
  readonly leafId: Scalars['ID']['output']
}

export type ResolverTypeWrapper<T> = Promise<T> | T

export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>
}
export type Resolver<
  TResult,
  TParent = Record<PropertyKey, never>,
  TContext = Record<PropertyKey, never>,
  TArgs = Record<PropertyKey, never>,
> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo,
) => Promise<TResult> | TResult

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo,
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo,
) => TResult | Promise<TResult>

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>

export type SubscriptionResolver<
  TResult,
  TKey extends string,
  TParent = Record<PropertyKey, never>,
  TContext = Record<PropertyKey, never>,
  TArgs = Record<PropertyKey, never>,
> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo,
) => Maybe<TTypes> | Promise<Maybe<TTypes>>

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  obj: T,
  context: TContext,
  info: GraphQLResolveInfo,
) => boolean | Promise<boolean>

export type NextResolverFn<T> = () => Promise<T>

export type DirectiveResolverFn<
  TResult = Record<PropertyKey, never>,
  TParent = Record<PropertyKey, never>,
  TContext = Record<PropertyKey, never>,
  TArgs = Record<PropertyKey, never>,
> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo,
) => TResult | Promise<TResult>

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>
  String: ResolverTypeWrapper<Scalars['String']['output']>
  Int: ResolverTypeWrapper<Scalars['Int']['output']>
  ID: ResolverTypeWrapper<Scalars['ID']['output']>
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>
  Date: ResolverTypeWrapper<Scalars['Date']['output']>
  Instant: ResolverTypeWrapper<Scalars['Instant']['output']>
  CreditCode: ResolverTypeWrapper<Scalars['CreditCode']['output']>
  SubjectNumber: ResolverTypeWrapper<Scalars['SubjectNumber']['output']>
  LicenceIdentifier: ResolverTypeWrapper<Scalars['LicenceIdentifier']['output']>
  RequestId: ResolverTypeWrapper<Scalars['RequestId']['output']>
  JsonObject: ResolverTypeWrapper<Scalars['JsonObject']['output']>
  Bilingual: ResolverTypeWrapper<Bilingual>
  BilingualInput: BilingualInput
  PageInfo: ResolverTypeWrapper<PageInfo>
  PurposeInput: PurposeInput
  PartyRole: PartyRole
  SharingType: SharingType
  ResourceState: ResourceState
  UpdateCycle: UpdateCycle
  ResourceFormat: ResourceFormat
  SharingMethod: SharingMethod
  DataType: DataType
  FieldClass: FieldClass
  ResourceBindingKind: ResourceBindingKind
  ResourceBinding: ResolverTypeWrapper<ResourceBindingModel>
  ResourceBindingInput: ResourceBindingInput
  ResourceItem: ResolverTypeWrapper<ResourceItem>
  ResourceItemInput: ResourceItemInput
  Resource: ResolverTypeWrapper<ResourceModel>
  ResourceMetadataInput: ResourceMetadataInput
  ResourceConnection: ResolverTypeWrapper<
    Omit<ResourceConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['ResourceEdge']> }
  >
  ResourceEdge: ResolverTypeWrapper<Omit<ResourceEdge, 'node'> & { node: ResolversTypes['Resource'] }>
  RegisterResourceInput: RegisterResourceInput
  EditResourceInput: EditResourceInput
  SubmitResourceInput: SubmitResourceInput
  PublishResourceInput: PublishResourceInput
  ReturnResourceInput: ReturnResourceInput
  WithdrawResourceInput: WithdrawResourceInput
  RegisterResourcePayload: ResolverTypeWrapper<
    Omit<RegisterResourcePayload, 'resource'> & { resource: ResolversTypes['Resource'] }
  >
  EditResourcePayload: ResolverTypeWrapper<
    Omit<EditResourcePayload, 'resource'> & { resource: ResolversTypes['Resource'] }
  >
  SubmitResourcePayload: ResolverTypeWrapper<
    Omit<SubmitResourcePayload, 'resource'> & { resource: ResolversTypes['Resource'] }
  >
  PublishResourcePayload: ResolverTypeWrapper<
    Omit<PublishResourcePayload, 'resource'> & { resource: ResolversTypes['Resource'] }
  >
  ReturnResourcePayload: ResolverTypeWrapper<
    Omit<ReturnResourcePayload, 'resource'> & { resource: ResolversTypes['Resource'] }
  >
  WithdrawResourcePayload: ResolverTypeWrapper<
    Omit<WithdrawResourcePayload, 'resource'> & { resource: ResolversTypes['Resource'] }
  >
  Provenance: ResolverTypeWrapper<Provenance>
  AgencyLevel: AgencyLevel
  Agency: ResolverTypeWrapper<AgencyModel>
  AgencyConnection: ResolverTypeWrapper<
    Omit<AgencyConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['AgencyEdge']> }
  >
  AgencyEdge: ResolverTypeWrapper<Omit<AgencyEdge, 'node'> & { node: ResolversTypes['Agency'] }>
  HolderKind: HolderKind
  LicenceTypeDefiner: ResolverTypeWrapper<LicenceTypeDefiner>
  LicenceType: ResolverTypeWrapper<LicenceTypeModel>
  LicenceTypeConnection: ResolverTypeWrapper<
    Omit<LicenceTypeConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['LicenceTypeEdge']> }
  >
  LicenceTypeEdge: ResolverTypeWrapper<Omit<LicenceTypeEdge, 'node'> & { node: ResolversTypes['LicenceType'] }>
  RegisterField: ResolverTypeWrapper<RegisterField>
  PredicateDeclaration: ResolverTypeWrapper<PredicateDeclaration>
  Register: ResolverTypeWrapper<RegisterModel>
  RegisterConnection: ResolverTypeWrapper<
    Omit<RegisterConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['RegisterEdge']> }
  >
  RegisterEdge: ResolverTypeWrapper<Omit<RegisterEdge, 'node'> & { node: ResolversTypes['Register'] }>
  ServiceItemKind: ServiceItemKind
  ServiceItemLevel: ServiceItemLevel
  ApplicantKind: ApplicantKind
  MaterialMaker: MaterialMaker
  NecessityKind: NecessityKind
  Necessity: ResolverTypeWrapper<NecessityModel>
  LicenceAlternative: ResolverTypeWrapper<LicenceAlternative>
  RecordAlternative: ResolverTypeWrapper<RecordAlternative>
  PredicateAlternative: ResolverTypeWrapper<PredicateAlternative>
  MaterialAlternative: ResolverTypeWrapper<AlternativeModel>
  Material: ResolverTypeWrapper<MaterialModel>
  Situation: ResolverTypeWrapper<Situation>
  ServiceItem: ResolverTypeWrapper<ServiceItemModel>
  ServiceItemConnection: ResolverTypeWrapper<
    Omit<ServiceItemConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['ServiceItemEdge']> }
  >
  ServiceItemEdge: ResolverTypeWrapper<Omit<ServiceItemEdge, 'node'> & { node: ResolversTypes['ServiceItem'] }>
  Bundle: ResolverTypeWrapper<BundleModel>
  BundleConnection: ResolverTypeWrapper<
    Omit<BundleConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['BundleEdge']> }
  >
  BundleEdge: ResolverTypeWrapper<Omit<BundleEdge, 'node'> & { node: ResolversTypes['Bundle'] }>
  Role: Role
  ClientAuthMethod: ClientAuthMethod
  ClientState: ClientState
  Client: ResolverTypeWrapper<ClientModel>
  ClientConnection: ResolverTypeWrapper<
    Omit<ClientConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['ClientEdge']> }
  >
  ClientEdge: ResolverTypeWrapper<Omit<ClientEdge, 'node'> & { node: ResolversTypes['Client'] }>
  RegisterClientInput: RegisterClientInput
  SuspendClientInput: SuspendClientInput
  RegisterClientPayload: ResolverTypeWrapper<
    Omit<RegisterClientPayload, 'client'> & { client: ResolversTypes['Client'] }
  >
  SuspendClientPayload: ResolverTypeWrapper<Omit<SuspendClientPayload, 'client'> & { client: ResolversTypes['Client'] }>
  AccessRequestState: AccessRequestState
  AccessAnswer: AccessAnswer
  GrantState: GrantState
  RefusalRule: RefusalRule
  AccessRequest: ResolverTypeWrapper<AccessRequestModel>
  AccessRequestConnection: ResolverTypeWrapper<
    Omit<AccessRequestConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['AccessRequestEdge']> }
  >
  AccessRequestEdge: ResolverTypeWrapper<Omit<AccessRequestEdge, 'node'> & { node: ResolversTypes['AccessRequest'] }>
  Grant: ResolverTypeWrapper<GrantModel>
  GrantConnection: ResolverTypeWrapper<
    Omit<GrantConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['GrantEdge']> }
  >
  GrantEdge: ResolverTypeWrapper<Omit<GrantEdge, 'node'> & { node: ResolversTypes['Grant'] }>
  OwnUse: ResolverTypeWrapper<Omit<OwnUse, 'grant'> & { grant: ResolversTypes['Grant'] }>
  RequestAccessInput: RequestAccessInput
  ApproveAccessRequestInput: ApproveAccessRequestInput
  AnswerAccessRequestInput: AnswerAccessRequestInput
  SuspendGrantInput: SuspendGrantInput
  ResumeGrantInput: ResumeGrantInput
  RevokeGrantInput: RevokeGrantInput
  RequestAccessPayload: ResolverTypeWrapper<
    Omit<RequestAccessPayload, 'accessRequest'> & { accessRequest: ResolversTypes['AccessRequest'] }
  >
  ApproveAccessRequestPayload: ResolverTypeWrapper<
    Omit<ApproveAccessRequestPayload, 'accessRequest'> & { accessRequest: ResolversTypes['AccessRequest'] }
  >
  AnswerAccessRequestPayload: ResolverTypeWrapper<
    Omit<AnswerAccessRequestPayload, 'accessRequest' | 'grant'> & {
      accessRequest: ResolversTypes['AccessRequest']
      grant?: Maybe<ResolversTypes['Grant']>
    }
  >
  SuspendGrantPayload: ResolverTypeWrapper<Omit<SuspendGrantPayload, 'grant'> & { grant: ResolversTypes['Grant'] }>
  ResumeGrantPayload: ResolverTypeWrapper<Omit<ResumeGrantPayload, 'grant'> & { grant: ResolversTypes['Grant'] }>
  RevokeGrantPayload: ResolverTypeWrapper<Omit<RevokeGrantPayload, 'grant'> & { grant: ResolversTypes['Grant'] }>
  SourceState: SourceState
  SetSourceStateInput: SetSourceStateInput
  SetSourceStatePayload: ResolverTypeWrapper<SetSourceStatePayload>
  ImportBatchState: ImportBatchState
  RowRefusal: ResolverTypeWrapper<RowRefusalModel>
  ImportBatch: ResolverTypeWrapper<ImportBatchModel>
  ImportBatchConnection: ResolverTypeWrapper<
    Omit<ImportBatchConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['ImportBatchEdge']> }
  >
  ImportBatchEdge: ResolverTypeWrapper<Omit<ImportBatchEdge, 'node'> & { node: ResolversTypes['ImportBatch'] }>
  ReadRecordsInput: ReadRecordsInput
  DisclosedRecord: ResolverTypeWrapper<DisclosedRecord>
  ReadRecordsPayload: ResolverTypeWrapper<ReadRecordsPayload>
  AskPredicateInput: AskPredicateInput
  PredicateResult: PredicateResult
  PredicateAnswer: ResolverTypeWrapper<PredicateAnswerModel>
  AskPredicatePayload: ResolverTypeWrapper<
    Omit<AskPredicatePayload, 'answer'> & { answer: ResolversTypes['PredicateAnswer'] }
  >
  LicenceState: LicenceState
  Holder: ResolverTypeWrapper<Holder>
  HolderInput: HolderInput
  LicenceStateReason: ResolverTypeWrapper<LicenceStateReason>
  LicenceStateChange: ResolverTypeWrapper<LicenceStateChange>
  Licence: ResolverTypeWrapper<LicenceModel>
  LicenceInput: LicenceInput
  IssueLicenceInput: IssueLicenceInput
  IssueLicencesInput: IssueLicencesInput
  IssueLicencePayload: ResolverTypeWrapper<
    Omit<IssueLicencePayload, 'licence'> & { licence: ResolversTypes['Licence'] }
  >
  IssueResult: ResolverTypeWrapper<IssueResult>
  IssueLicencesPayload: ResolverTypeWrapper<IssueLicencesPayload>
  ChangeLicenceStateInput: ChangeLicenceStateInput
  ChangeLicenceStatePayload: ResolverTypeWrapper<
    Omit<ChangeLicenceStatePayload, 'licence'> & { licence: ResolversTypes['Licence'] }
  >
  FetchLicenceInput: FetchLicenceInput
  DisclosureForm: DisclosureForm
  DisclosedLicence: ResolverTypeWrapper<DisclosedLicence>
  FetchLicencePayload: ResolverTypeWrapper<FetchLicencePayload>
  VerdictResult: VerdictResult
  VerifyStep: VerifyStep
  StepOutcome: StepOutcome
  DocumentKind: DocumentKind
  StepResult: ResolverTypeWrapper<StepResultModel>
  Verdict: ResolverTypeWrapper<VerdictModel>
  LicenceStateNow: ResolverTypeWrapper<LicenceStateNow>
  PartyInput: PartyInput
  PartyIdType: PartyIdType
  RequestEvidenceInput: RequestEvidenceInput
  MaterialState: MaterialState
  SubmitReason: SubmitReason
  MaterialReason: ResolverTypeWrapper<MaterialReason>
  LicenceProof: ResolverTypeWrapper<LicenceProof>
  RecordProof: ResolverTypeWrapper<RecordProof>
  PredicateProof: ResolverTypeWrapper<PredicateProof>
  Proof: ResolverTypeWrapper<ProofModel>
  NotAcceptedLicence: ResolverTypeWrapper<NotAcceptedLicence>
  CannotTell: ResolverTypeWrapper<CannotTell>
  MaterialAnswer: ResolverTypeWrapper<MaterialAnswerModel>
  Evidence: ResolverTypeWrapper<EvidenceModel>
  RequestEvidencePayload: ResolverTypeWrapper<
    Omit<RequestEvidencePayload, 'evidence'> & { evidence: ResolversTypes['Evidence'] }
  >
  SubjectSearchState: SubjectSearchState
  SubjectSearch: ResolverTypeWrapper<SubjectSearch>
  SubjectSearchConnection: ResolverTypeWrapper<SubjectSearchConnection>
  SubjectSearchEdge: ResolverTypeWrapper<SubjectSearchEdge>
  AuditEventKind: AuditEventKind
  AccessEntry: ResolverTypeWrapper<AccessEntryModel>
  AccessEntryConnection: ResolverTypeWrapper<
    Omit<AccessEntryConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['AccessEntryEdge']> }
  >
  AccessEntryEdge: ResolverTypeWrapper<Omit<AccessEntryEdge, 'node'> & { node: ResolversTypes['AccessEntry'] }>
  LedgerProofState: LedgerProofState
  LedgerProof: ResolverTypeWrapper<LedgerProof>
  RequestSubjectAccessesInput: RequestSubjectAccessesInput
  ApproveSubjectAccessesInput: ApproveSubjectAccessesInput
  EraseLedgerPayloadInput: EraseLedgerPayloadInput
  RequestSubjectAccessesPayload: ResolverTypeWrapper<RequestSubjectAccessesPayload>
  ApproveSubjectAccessesPayload: ResolverTypeWrapper<ApproveSubjectAccessesPayload>
  EraseLedgerPayloadPayload: ResolverTypeWrapper<EraseLedgerPayloadPayload>
}

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Query: Record<PropertyKey, never>
  String: Scalars['String']['output']
  Int: Scalars['Int']['output']
  ID: Scalars['ID']['output']
  Boolean: Scalars['Boolean']['output']
  Mutation: Record<PropertyKey, never>
  Date: Scalars['Date']['output']
  Instant: Scalars['Instant']['output']
  CreditCode: Scalars['CreditCode']['output']
  SubjectNumber: Scalars['SubjectNumber']['output']
  LicenceIdentifier: Scalars['LicenceIdentifier']['output']
  RequestId: Scalars['RequestId']['output']
  JsonObject: Scalars['JsonObject']['output']
  Bilingual: Bilingual
  BilingualInput: BilingualInput
  PageInfo: PageInfo
  PurposeInput: PurposeInput
  ResourceBinding: ResourceBindingModel
  ResourceBindingInput: ResourceBindingInput
  ResourceItem: ResourceItem
  ResourceItemInput: ResourceItemInput
  Resource: ResourceModel
  ResourceMetadataInput: ResourceMetadataInput
  ResourceConnection: Omit<ResourceConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['ResourceEdge']> }
  ResourceEdge: Omit<ResourceEdge, 'node'> & { node: ResolversParentTypes['Resource'] }
  RegisterResourceInput: RegisterResourceInput
  EditResourceInput: EditResourceInput
  SubmitResourceInput: SubmitResourceInput
  PublishResourceInput: PublishResourceInput
  ReturnResourceInput: ReturnResourceInput
  WithdrawResourceInput: WithdrawResourceInput
  RegisterResourcePayload: Omit<RegisterResourcePayload, 'resource'> & { resource: ResolversParentTypes['Resource'] }
  EditResourcePayload: Omit<EditResourcePayload, 'resource'> & { resource: ResolversParentTypes['Resource'] }
  SubmitResourcePayload: Omit<SubmitResourcePayload, 'resource'> & { resource: ResolversParentTypes['Resource'] }
  PublishResourcePayload: Omit<PublishResourcePayload, 'resource'> & { resource: ResolversParentTypes['Resource'] }
  ReturnResourcePayload: Omit<ReturnResourcePayload, 'resource'> & { resource: ResolversParentTypes['Resource'] }
  WithdrawResourcePayload: Omit<WithdrawResourcePayload, 'resource'> & { resource: ResolversParentTypes['Resource'] }
  Provenance: Provenance
  Agency: AgencyModel
  AgencyConnection: Omit<AgencyConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['AgencyEdge']> }
  AgencyEdge: Omit<AgencyEdge, 'node'> & { node: ResolversParentTypes['Agency'] }
  LicenceTypeDefiner: LicenceTypeDefiner
  LicenceType: LicenceTypeModel
  LicenceTypeConnection: Omit<LicenceTypeConnection, 'edges'> & {
    edges: ReadonlyArray<ResolversParentTypes['LicenceTypeEdge']>
  }
  LicenceTypeEdge: Omit<LicenceTypeEdge, 'node'> & { node: ResolversParentTypes['LicenceType'] }
  RegisterField: RegisterField
  PredicateDeclaration: PredicateDeclaration
  Register: RegisterModel
  RegisterConnection: Omit<RegisterConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['RegisterEdge']> }
  RegisterEdge: Omit<RegisterEdge, 'node'> & { node: ResolversParentTypes['Register'] }
  Necessity: NecessityModel
  LicenceAlternative: LicenceAlternative
  RecordAlternative: RecordAlternative
  PredicateAlternative: PredicateAlternative
  MaterialAlternative: AlternativeModel
  Material: MaterialModel
  Situation: Situation
  ServiceItem: ServiceItemModel
  ServiceItemConnection: Omit<ServiceItemConnection, 'edges'> & {
    edges: ReadonlyArray<ResolversParentTypes['ServiceItemEdge']>
  }
  ServiceItemEdge: Omit<ServiceItemEdge, 'node'> & { node: ResolversParentTypes['ServiceItem'] }
  Bundle: BundleModel
  BundleConnection: Omit<BundleConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['BundleEdge']> }
  BundleEdge: Omit<BundleEdge, 'node'> & { node: ResolversParentTypes['Bundle'] }
  Client: ClientModel
  ClientConnection: Omit<ClientConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['ClientEdge']> }
  ClientEdge: Omit<ClientEdge, 'node'> & { node: ResolversParentTypes['Client'] }
  RegisterClientInput: RegisterClientInput
  SuspendClientInput: SuspendClientInput
  RegisterClientPayload: Omit<RegisterClientPayload, 'client'> & { client: ResolversParentTypes['Client'] }
  SuspendClientPayload: Omit<SuspendClientPayload, 'client'> & { client: ResolversParentTypes['Client'] }
  AccessRequest: AccessRequestModel
  AccessRequestConnection: Omit<AccessRequestConnection, 'edges'> & {
    edges: ReadonlyArray<ResolversParentTypes['AccessRequestEdge']>
  }
  AccessRequestEdge: Omit<AccessRequestEdge, 'node'> & { node: ResolversParentTypes['AccessRequest'] }
  Grant: GrantModel
  GrantConnection: Omit<GrantConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['GrantEdge']> }
  GrantEdge: Omit<GrantEdge, 'node'> & { node: ResolversParentTypes['Grant'] }
  OwnUse: Omit<OwnUse, 'grant'> & { grant: ResolversParentTypes['Grant'] }
  RequestAccessInput: RequestAccessInput
  ApproveAccessRequestInput: ApproveAccessRequestInput
  AnswerAccessRequestInput: AnswerAccessRequestInput
  SuspendGrantInput: SuspendGrantInput
  ResumeGrantInput: ResumeGrantInput
  RevokeGrantInput: RevokeGrantInput
  RequestAccessPayload: Omit<RequestAccessPayload, 'accessRequest'> & {
    accessRequest: ResolversParentTypes['AccessRequest']
  }
  ApproveAccessRequestPayload: Omit<ApproveAccessRequestPayload, 'accessRequest'> & {
    accessRequest: ResolversParentTypes['AccessRequest']
  }
  AnswerAccessRequestPayload: Omit<AnswerAccessRequestPayload, 'accessRequest' | 'grant'> & {
    accessRequest: ResolversParentTypes['AccessRequest']
    grant?: Maybe<ResolversParentTypes['Grant']>
  }
  SuspendGrantPayload: Omit<SuspendGrantPayload, 'grant'> & { grant: ResolversParentTypes['Grant'] }
  ResumeGrantPayload: Omit<ResumeGrantPayload, 'grant'> & { grant: ResolversParentTypes['Grant'] }
  RevokeGrantPayload: Omit<RevokeGrantPayload, 'grant'> & { grant: ResolversParentTypes['Grant'] }
  SetSourceStateInput: SetSourceStateInput
  SetSourceStatePayload: SetSourceStatePayload
  RowRefusal: RowRefusalModel
  ImportBatch: ImportBatchModel
  ImportBatchConnection: Omit<ImportBatchConnection, 'edges'> & {
    edges: ReadonlyArray<ResolversParentTypes['ImportBatchEdge']>
  }
  ImportBatchEdge: Omit<ImportBatchEdge, 'node'> & { node: ResolversParentTypes['ImportBatch'] }
  ReadRecordsInput: ReadRecordsInput
  DisclosedRecord: DisclosedRecord
  ReadRecordsPayload: ReadRecordsPayload
  AskPredicateInput: AskPredicateInput
  PredicateAnswer: PredicateAnswerModel
  AskPredicatePayload: Omit<AskPredicatePayload, 'answer'> & { answer: ResolversParentTypes['PredicateAnswer'] }
  Holder: Holder
  HolderInput: HolderInput
  LicenceStateReason: LicenceStateReason
  LicenceStateChange: LicenceStateChange
  Licence: LicenceModel
  LicenceInput: LicenceInput
  IssueLicenceInput: IssueLicenceInput
  IssueLicencesInput: IssueLicencesInput
  IssueLicencePayload: Omit<IssueLicencePayload, 'licence'> & { licence: ResolversParentTypes['Licence'] }
  IssueResult: IssueResult
  IssueLicencesPayload: IssueLicencesPayload
  ChangeLicenceStateInput: ChangeLicenceStateInput
  ChangeLicenceStatePayload: Omit<ChangeLicenceStatePayload, 'licence'> & { licence: ResolversParentTypes['Licence'] }
  FetchLicenceInput: FetchLicenceInput
  DisclosedLicence: DisclosedLicence
  FetchLicencePayload: FetchLicencePayload
  StepResult: StepResultModel
  Verdict: VerdictModel
  LicenceStateNow: LicenceStateNow
  PartyInput: PartyInput
  RequestEvidenceInput: RequestEvidenceInput
  MaterialReason: MaterialReason
  LicenceProof: LicenceProof
  RecordProof: RecordProof
  PredicateProof: PredicateProof
  Proof: ProofModel
  NotAcceptedLicence: NotAcceptedLicence
  CannotTell: CannotTell
  MaterialAnswer: MaterialAnswerModel
  Evidence: EvidenceModel
  RequestEvidencePayload: Omit<RequestEvidencePayload, 'evidence'> & { evidence: ResolversParentTypes['Evidence'] }
  SubjectSearch: SubjectSearch
  SubjectSearchConnection: SubjectSearchConnection
  SubjectSearchEdge: SubjectSearchEdge
  AccessEntry: AccessEntryModel
  AccessEntryConnection: Omit<AccessEntryConnection, 'edges'> & {
    edges: ReadonlyArray<ResolversParentTypes['AccessEntryEdge']>
  }
  AccessEntryEdge: Omit<AccessEntryEdge, 'node'> & { node: ResolversParentTypes['AccessEntry'] }
  LedgerProof: LedgerProof
  RequestSubjectAccessesInput: RequestSubjectAccessesInput
  ApproveSubjectAccessesInput: ApproveSubjectAccessesInput
  EraseLedgerPayloadInput: EraseLedgerPayloadInput
  RequestSubjectAccessesPayload: RequestSubjectAccessesPayload
  ApproveSubjectAccessesPayload: ApproveSubjectAccessesPayload
  EraseLedgerPayloadPayload: EraseLedgerPayloadPayload
}

export type QueryResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query'],
> = {
  resources?: Resolver<
    ResolversTypes['ResourceConnection'],
    ParentType,
    ContextType,
    RequireFields<QueryResourcesArgs, 'first'>
  >
  resource?: Resolver<
    Maybe<ResolversTypes['Resource']>,
    ParentType,
    ContextType,
    RequireFields<QueryResourceArgs, 'code'>
  >
  resourceHistory?: Resolver<
    ReadonlyArray<ResolversTypes['Resource']>,
    ParentType,
    ContextType,
    RequireFields<QueryResourceHistoryArgs, 'code'>
  >
  serviceItems?: Resolver<
    ResolversTypes['ServiceItemConnection'],
    ParentType,
    ContextType,
    RequireFields<QueryServiceItemsArgs, 'first'>
  >
  serviceItem?: Resolver<
    Maybe<ResolversTypes['ServiceItem']>,
    ParentType,
    ContextType,
    RequireFields<QueryServiceItemArgs, 'code'>
  >
  bundles?: Resolver<
    ResolversTypes['BundleConnection'],
    ParentType,
    ContextType,
    RequireFields<QueryBundlesArgs, 'first'>
  >
  bundle?: Resolver<Maybe<ResolversTypes['Bundle']>, ParentType, ContextType, RequireFields<QueryBundleArgs, 'code'>>
  licenceTypes?: Resolver<
    ResolversTypes['LicenceTypeConnection'],
    ParentType,
    ContextType,
    RequireFields<QueryLicenceTypesArgs, 'first'>
  >
  licenceType?: Resolver<
    Maybe<ResolversTypes['LicenceType']>,
    ParentType,
    ContextType,
    RequireFields<QueryLicenceTypeArgs, 'code'>
  >
  registers?: Resolver<
    ResolversTypes['RegisterConnection'],
    ParentType,
    ContextType,
    RequireFields<QueryRegistersArgs, 'first'>
  >
  register?: Resolver<
    Maybe<ResolversTypes['Register']>,
    ParentType,
    ContextType,
    RequireFields<QueryRegisterArgs, 'code'>
  >
  agencies?: Resolver<
    ResolversTypes['AgencyConnection'],
    ParentType,
    ContextType,
    RequireFields<QueryAgenciesArgs, 'first'>
  >
  agency?: Resolver<
    Maybe<ResolversTypes['Agency']>,
    ParentType,
    ContextType,
    RequireFields<QueryAgencyArgs, 'creditCode'>
  >
  clients?: Resolver<
    ResolversTypes['ClientConnection'],
    ParentType,
    ContextType,
    RequireFields<QueryClientsArgs, 'first'>
  >
  accessRequests?: Resolver<
    ResolversTypes['AccessRequestConnection'],
    ParentType,
    ContextType,
    RequireFields<QueryAccessRequestsArgs, 'first'>
  >
  accessRequest?: Resolver<
    Maybe<ResolversTypes['AccessRequest']>,
    ParentType,
    ContextType,
    RequireFields<QueryAccessRequestArgs, 'id'>
  >
  grants?: Resolver<ResolversTypes['GrantConnection'], ParentType, ContextType, RequireFields<QueryGrantsArgs, 'first'>>
  ownUse?: Resolver<ReadonlyArray<ResolversTypes['OwnUse']>, ParentType, ContextType>
  importBatch?: Resolver<
    Maybe<ResolversTypes['ImportBatch']>,
    ParentType,
    ContextType,
    RequireFields<QueryImportBatchArgs, 'id'>
  >
  importBatches?: Resolver<
    ResolversTypes['ImportBatchConnection'],
    ParentType,
    ContextType,
    RequireFields<QueryImportBatchesArgs, 'first'>
  >
  verifyLicence?: Resolver<
    ResolversTypes['Verdict'],
    ParentType,
    ContextType,
    RequireFields<QueryVerifyLicenceArgs, 'document'>
  >
  accesses?: Resolver<
    ResolversTypes['AccessEntryConnection'],
    ParentType,
    ContextType,
    RequireFields<QueryAccessesArgs, 'first'>
  >
  ownAccesses?: Resolver<
    ResolversTypes['AccessEntryConnection'],
    ParentType,
    ContextType,
    RequireFields<QueryOwnAccessesArgs, 'first'>
  >
  subjectSearch?: Resolver<
    ResolversTypes['SubjectSearch'],
    ParentType,
    ContextType,
    RequireFields<QuerySubjectSearchArgs, 'id'>
  >
  subjectSearches?: Resolver<
    ResolversTypes['SubjectSearchConnection'],
    ParentType,
    ContextType,
    RequireFields<QuerySubjectSearchesArgs, 'first'>
  >
  ledgerProof?: Resolver<
    ResolversTypes['LedgerProof'],
    ParentType,
    ContextType,
    RequireFields<QueryLedgerProofArgs, 'leafId'>
  >
}

export type MutationResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation'],
> = {
  registerResource?: Resolver<
    ResolversTypes['RegisterResourcePayload'],
    ParentType,
    ContextType,
    RequireFields<MutationRegisterResourceArgs, 'input'>
  >
  editResource?: Resolver<
    ResolversTypes['EditResourcePayload'],
    ParentType,
    ContextType,
    RequireFields<MutationEditResourceArgs, 'input'>
  >
  submitResource?: Resolver<
    ResolversTypes['SubmitResourcePayload'],
    ParentType,
    ContextType,
    RequireFields<MutationSubmitResourceArgs, 'input'>
  >
  publishResource?: Resolver<
    ResolversTypes['PublishResourcePayload'],
    ParentType,
    ContextType,
    RequireFields<MutationPublishResourceArgs, 'input'>
  >
  returnResource?: Resolver<
    ResolversTypes['ReturnResourcePayload'],
    ParentType,
    ContextType,
    RequireFields<MutationReturnResourceArgs, 'input'>
  >
  withdrawResource?: Resolver<
    ResolversTypes['WithdrawResourcePayload'],
    ParentType,
    ContextType,
    RequireFields<MutationWithdrawResourceArgs, 'input'>
  >
  registerClient?: Resolver<
    ResolversTypes['RegisterClientPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationRegisterClientArgs, 'input'>
  >
  suspendClient?: Resolver<
    ResolversTypes['SuspendClientPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationSuspendClientArgs, 'input'>
  >
  requestAccess?: Resolver<
    ResolversTypes['RequestAccessPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationRequestAccessArgs, 'input'>
  >
  approveAccessRequest?: Resolver<
    ResolversTypes['ApproveAccessRequestPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationApproveAccessRequestArgs, 'input'>
  >
  answerAccessRequest?: Resolver<
    ResolversTypes['AnswerAccessRequestPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationAnswerAccessRequestArgs, 'input'>
  >
  suspendGrant?: Resolver<
    ResolversTypes['SuspendGrantPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationSuspendGrantArgs, 'input'>
  >
  resumeGrant?: Resolver<
    ResolversTypes['ResumeGrantPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationResumeGrantArgs, 'input'>
  >
  revokeGrant?: Resolver<
    ResolversTypes['RevokeGrantPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationRevokeGrantArgs, 'input'>
  >
  readRecords?: Resolver<
    ResolversTypes['ReadRecordsPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationReadRecordsArgs, 'input'>
  >
  askPredicate?: Resolver<
    ResolversTypes['AskPredicatePayload'],
    ParentType,
    ContextType,
    RequireFields<MutationAskPredicateArgs, 'input'>
  >
  setSourceState?: Resolver<
    ResolversTypes['SetSourceStatePayload'],
    ParentType,
    ContextType,
    RequireFields<MutationSetSourceStateArgs, 'input'>
  >
  issueLicence?: Resolver<
    ResolversTypes['IssueLicencePayload'],
    ParentType,
    ContextType,
    RequireFields<MutationIssueLicenceArgs, 'input'>
  >
  issueLicences?: Resolver<
    ResolversTypes['IssueLicencesPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationIssueLicencesArgs, 'input'>
  >
  changeLicenceState?: Resolver<
    ResolversTypes['ChangeLicenceStatePayload'],
    ParentType,
    ContextType,
    RequireFields<MutationChangeLicenceStateArgs, 'input'>
  >
  fetchLicence?: Resolver<
    ResolversTypes['FetchLicencePayload'],
    ParentType,
    ContextType,
    RequireFields<MutationFetchLicenceArgs, 'input'>
  >
  requestEvidence?: Resolver<
    ResolversTypes['RequestEvidencePayload'],
    ParentType,
    ContextType,
    RequireFields<MutationRequestEvidenceArgs, 'input'>
  >
  requestSubjectAccesses?: Resolver<
    ResolversTypes['RequestSubjectAccessesPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationRequestSubjectAccessesArgs, 'input'>
  >
  approveSubjectAccesses?: Resolver<
    ResolversTypes['ApproveSubjectAccessesPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationApproveSubjectAccessesArgs, 'input'>
  >
  eraseLedgerPayload?: Resolver<
    ResolversTypes['EraseLedgerPayloadPayload'],
    ParentType,
    ContextType,
    RequireFields<MutationEraseLedgerPayloadArgs, 'input'>
  >
}

export interface DateScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Date'], any> {
  name: 'Date'
}

export interface InstantScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Instant'], any> {
  name: 'Instant'
}

export interface CreditCodeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['CreditCode'], any> {
  name: 'CreditCode'
}

export interface SubjectNumberScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['SubjectNumber'], any> {
  name: 'SubjectNumber'
}

export interface LicenceIdentifierScalarConfig extends GraphQLScalarTypeConfig<
  ResolversTypes['LicenceIdentifier'],
  any
> {
  name: 'LicenceIdentifier'
}

export interface RequestIdScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['RequestId'], any> {
  name: 'RequestId'
}

export interface JsonObjectScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JsonObject'], any> {
  name: 'JsonObject'
}

export type BilingualResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['Bilingual'] = ResolversParentTypes['Bilingual'],
> = {
  zh?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  en?: Resolver<ResolversTypes['String'], ParentType, ContextType>
}

export type PageInfoResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo'],
> = {
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
}

export type ResourceBindingResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['ResourceBinding'] = ResolversParentTypes['ResourceBinding'],
> = {
  kind?: Resolver<ResolversTypes['ResourceBindingKind'], ParentType, ContextType>
  register?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  predicate?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  licenceType?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
}

export type ResourceItemResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['ResourceItem'] = ResolversParentTypes['ResourceItem'],
> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  title?: Resolver<ResolversTypes['Bilingual'], ParentType, ContextType>
  dataType?: Resolver<ResolversTypes['DataType'], ParentType, ContextType>
  length?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>
  class?: Resolver<ResolversTypes['FieldClass'], ParentType, ContextType>
}

export type ResourceResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['Resource'] = ResolversParentTypes['Resource'],
> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  name?: Resolver<ResolversTypes['Bilingual'], ParentType, ContextType>
  provider?: Resolver<ResolversTypes['CreditCode'], ParentType, ContextType>
  agency?: Resolver<Maybe<ResolversTypes['Agency']>, ParentType, ContextType>
  summary?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  format?: Resolver<ResolversTypes['ResourceFormat'], ParentType, ContextType>
  items?: Resolver<ReadonlyArray<ResolversTypes['ResourceItem']>, ParentType, ContextType>
  sharingType?: Resolver<ResolversTypes['SharingType'], ParentType, ContextType>
  condition?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  clause?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  sharingMethod?: Resolver<ResolversTypes['SharingMethod'], ParentType, ContextType>
  isOpenToSociety?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>
  openCondition?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  updateCycle?: Resolver<ResolversTypes['UpdateCycle'], ParentType, ContextType>
  publishedOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>
  relatedCodes?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>
  dataClass?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  dataGrade?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  binding?: Resolver<ResolversTypes['ResourceBinding'], ParentType, ContextType>
  state?: Resolver<ResolversTypes['ResourceState'], ParentType, ContextType>
  revision?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  changedAt?: Resolver<ResolversTypes['Instant'], ParentType, ContextType>
  changedBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>
}

export type ResourceConnectionResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['ResourceConnection'] = ResolversParentTypes['ResourceConnection'],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ResourceEdge']>, ParentType, ContextType>
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>
}

export type ResourceEdgeResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['ResourceEdge'] = ResolversParentTypes['ResourceEdge'],
> = {
  cursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  node?: Resolver<ResolversTypes['Resource'], ParentType, ContextType>
}

export type RegisterResourcePayloadResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['RegisterResourcePayload'] = ResolversParentTypes['RegisterResourcePayload'],
> = {
  resource?: Resolver<ResolversTypes['Resource'], ParentType, ContextType>
}

export type EditResourcePayloadResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['EditResourcePayload'] = ResolversParentTypes['EditResourcePayload'],
> = {
  resource?: Resolver<ResolversTypes['Resource'], ParentType, ContextType>
}

export type SubmitResourcePayloadResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['SubmitResourcePayload'] = ResolversParentTypes['SubmitResourcePayload'],
> = {
  resource?: Resolver<ResolversTypes['Resource'], ParentType, ContextType>
}

export type PublishResourcePayloadResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['PublishResourcePayload'] = ResolversParentTypes['PublishResourcePayload'],
> = {
  resource?: Resolver<ResolversTypes['Resource'], ParentType, ContextType>
}

export type ReturnResourcePayloadResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['ReturnResourcePayload'] = ResolversParentTypes['ReturnResourcePayload'],
> = {
  resource?: Resolver<ResolversTypes['Resource'], ParentType, ContextType>
}

export type WithdrawResourcePayloadResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['WithdrawResourcePayload'] = ResolversParentTypes['WithdrawResourcePayload'],
> = {
  resource?: Resolver<ResolversTypes['Resource'], ParentType, ContextType>
}

export type ProvenanceResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['Provenance'] = ResolversParentTypes['Provenance'],
> = {
  isConfirmed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>
  source?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  note?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
}

export type AgencyResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['Agency'] = ResolversParentTypes['Agency'],
> = {
  creditCode?: Resolver<ResolversTypes['CreditCode'], ParentType, ContextType>
  number?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  name?: Resolver<ResolversTypes['Bilingual'], ParentType, ContextType>
  functions?: Resolver<ResolversTypes['Bilingual'], ParentType, ContextType>
  division?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  level?: Resolver<ResolversTypes['AgencyLevel'], ParentType, ContextType>
}

export type AgencyConnectionResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['AgencyConnection'] = ResolversParentTypes['AgencyConnection'],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['AgencyEdge']>, ParentType, ContextType>
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>
}

export type AgencyEdgeResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['AgencyEdge'] = ResolversParentTypes['AgencyEdge'],
> = {
  cursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  node?: Resolver<ResolversTypes['Agency'], ParentType, ContextType>
}

export type LicenceTypeDefinerResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['LicenceTypeDefiner'] = ResolversParentTypes['LicenceTypeDefiner'],
> = {
  name?: Resolver<ResolversTypes['Bilingual'], ParentType, ContextType>
  creditCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
}

export type LicenceTypeResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['LicenceType'] = ResolversParentTypes['LicenceType'],
> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  name?: Resolver<ResolversTypes['Bilingual'], ParentType, ContextType>
  nationalTypeCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  typeCode?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  definer?: Resolver<ResolversTypes['LicenceTypeDefiner'], ParentType, ContextType>
  issuers?: Resolver<ReadonlyArray<ResolversTypes['Agency']>, ParentType, ContextType>
  holder?: Resolver<ResolversTypes['HolderKind'], ParentType, ContextType>
  maxHolders?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  privacy?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  validity?: Resolver<ResolversTypes['Bilingual'], ParentType, ContextType>
  numberPattern?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  schema?: Resolver<ResolversTypes['JsonObject'], ParentType, ContextType>
  provenance?: Resolver<ResolversTypes['Provenance'], ParentType, ContextType>
}

export type LicenceTypeConnectionResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['LicenceTypeConnection'] = ResolversParentTypes['LicenceTypeConnection'],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['LicenceTypeEdge']>, ParentType, ContextType>
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>
}

export type LicenceTypeEdgeResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['LicenceTypeEdge'] = ResolversParentTypes['LicenceTypeEdge'],
> = {
  cursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  node?: Resolver<ResolversTypes['LicenceType'], ParentType, ContextType>
}

export type RegisterFieldResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['RegisterField'] = ResolversParentTypes['RegisterField'],
> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  title?: Resolver<ResolversTypes['Bilingual'], ParentType, ContextType>
  class?: Resolver<ResolversTypes['FieldClass'], ParentType, ContextType>
  schema?: Resolver<ResolversTypes['JsonObject'], ParentType, ContextType>
  isRequired?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>
}

export type PredicateDeclarationResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['PredicateDeclaration'] = ResolversParentTypes['PredicateDeclaration'],
> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  title?: Resolver<ResolversTypes['Bilingual'], ParentType, ContextType>
  arguments?: Resolver<ResolversTypes['JsonObject'], ParentType, ContextType>
}

export type RegisterResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['Register'] = ResolversParentTypes['Register'],
> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  name?: Resolver<ResolversTypes['Bilingual'], ParentType, ContextType>
  sourceAgency?: Resolver<Maybe<ResolversTypes['Agency']>, ParentType, ContextType>
  key?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>
  fields?: Resolver<ReadonlyArray<ResolversTypes['RegisterField']>, ParentType, ContextType>
  coverageFrom?: Resolver<ResolversTypes['Date'], ParentType, ContextType>
  updateCycle?: Resolver<ResolversTypes['UpdateCycle'], ParentType, ContextType>
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  provenance?: Resolver<ResolversTypes['Provenance'], ParentType, ContextType>
  predicates?: Resolver<ReadonlyArray<ResolversTypes['PredicateDeclaration']>, ParentType, ContextType>
}

export type RegisterConnectionResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['RegisterConnection'] = ResolversParentTypes['RegisterConnection'],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['RegisterEdge']>, ParentType, ContextType>
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>
}

export type RegisterEdgeResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['RegisterEdge'] = ResolversParentTypes['RegisterEdge'],
> = {
  cursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  node?: Resolver<ResolversTypes['Register'], ParentType, ContextType>
}

export type NecessityResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['Necessity'] = ResolversParentTypes['Necessity'],
> = {
  kind?: Resolver<ResolversTypes['NecessityKind'], ParentType, ContextType>
  situations?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>
  party?: Resolver<Maybe<ResolversTypes['PartyRole']>, ParentType, ContextType>
}

export type LicenceAlternativeResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['LicenceAlternative'] = ResolversParentTypes['LicenceAlternative'],
> = {
  licenceType?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  maxAgeMonths?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>
}

export type RecordAlternativeResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['RecordAlternative'] = ResolversParentTypes['RecordAlternative'],
> = {
  register?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  fields?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>
}

export type PredicateAlternativeResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['PredicateAlternative'] = ResolversParentTypes['PredicateAlternative'],
> = {
  register?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  predicate?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  with?: Resolver<ReadonlyArray<ResolversTypes['PartyRole']>, ParentType, ContextType>
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>
}

export type MaterialAlternativeResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['MaterialAlternative'] = ResolversParentTypes['MaterialAlternative'],
> = {
  __resolveType: TypeResolveFn<
    'LicenceAlternative' | 'RecordAlternative' | 'PredicateAlternative',
    ParentType,
    ContextType
  >
}

export type MaterialResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['Material'] = ResolversParentTypes['Material'],
> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  name?: Resolver<ResolversTypes['Bilingual'], ParentType, ContextType>
  party?: Resolver<ResolversTypes['PartyRole'], ParentType, ContextType>
  necessity?: Resolver<ResolversTypes['Necessity'], ParentType, ContextType>
  madeBy?: Resolver<ResolversTypes['MaterialMaker'], ParentType, ContextType>
  alternatives?: Resolver<ReadonlyArray<ResolversTypes['MaterialAlternative']>, ParentType, ContextType>
  mayCommit?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>
  mayDefer?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>
  isPaperOriginal?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>
  note?: Resolver<Maybe<ResolversTypes['Bilingual']>, ParentType, ContextType>
}

export type SituationResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['Situation'] = ResolversParentTypes['Situation'],
> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  question?: Resolver<ResolversTypes['Bilingual'], ParentType, ContextType>
}

export type ServiceItemResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['ServiceItem'] = ResolversParentTypes['ServiceItem'],
> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  name?: Resolver<ResolversTypes['Bilingual'], ParentType, ContextType>
  agency?: Resolver<Maybe<ResolversTypes['Agency']>, ParentType, ContextType>
  kind?: Resolver<ResolversTypes['ServiceItemKind'], ParentType, ContextType>
  level?: Resolver<ResolversTypes['ServiceItemLevel'], ParentType, ContextType>
  applicant?: Resolver<ReadonlyArray<ResolversTypes['ApplicantKind']>, ParentType, ContextType>
  basicCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  basis?: Resolver<ResolversTypes['Bilingual'], ParentType, ContextType>
  timeLimit?: Resolver<ResolversTypes['Bilingual'], ParentType, ContextType>
  result?: Resolver<ResolversTypes['Bilingual'], ParentType, ContextType>
  situations?: Resolver<ReadonlyArray<ResolversTypes['Situation']>, ParentType, ContextType>
  materials?: Resolver<ReadonlyArray<ResolversTypes['Material']>, ParentType, ContextType>
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  provenance?: Resolver<ResolversTypes['Provenance'], ParentType, ContextType>
}

export type ServiceItemConnectionResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['ServiceItemConnection'] = ResolversParentTypes['ServiceItemConnection'],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ServiceItemEdge']>, ParentType, ContextType>
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>
}

export type ServiceItemEdgeResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['ServiceItemEdge'] = ResolversParentTypes['ServiceItemEdge'],
> = {
  cursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  node?: Resolver<ResolversTypes['ServiceItem'], ParentType, ContextType>
}

export type BundleResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['Bundle'] = ResolversParentTypes['Bundle'],
> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  name?: Resolver<ResolversTypes['Bilingual'], ParentType, ContextType>
  items?: Resolver<ReadonlyArray<ResolversTypes['ServiceItem']>, ParentType, ContextType>
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  provenance?: Resolver<ResolversTypes['Provenance'], ParentType, ContextType>
}

export type BundleConnectionResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['BundleConnection'] = ResolversParentTypes['BundleConnection'],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['BundleEdge']>, ParentType, ContextType>
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>
}

export type BundleEdgeResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['BundleEdge'] = ResolversParentTypes['BundleEdge'],
> = {
  cursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  node?: Resolver<ResolversTypes['Bundle'], ParentType, ContextType>
}

export type ClientResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['Client'] = ResolversParentTypes['Client'],
> = {
  clientId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  role?: Resolver<ResolversTypes['Role'], ParentType, ContextType>
  agency?: Resolver<ResolversTypes['CreditCode'], ParentType, ContextType>
  authMethod?: Resolver<ResolversTypes['ClientAuthMethod'], ParentType, ContextType>
  publicJwk?: Resolver<Maybe<ResolversTypes['JsonObject']>, ParentType, ContextType>
  state?: Resolver<ResolversTypes['ClientState'], ParentType, ContextType>
  registeredAt?: Resolver<ResolversTypes['Instant'], ParentType, ContextType>
}

export type ClientConnectionResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['ClientConnection'] = ResolversParentTypes['ClientConnection'],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ClientEdge']>, ParentType, ContextType>
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>
}

export type ClientEdgeResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['ClientEdge'] = ResolversParentTypes['ClientEdge'],
> = {
  cursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  node?: Resolver<ResolversTypes['Client'], ParentType, ContextType>
}

export type RegisterClientPayloadResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['RegisterClientPayload'] = ResolversParentTypes['RegisterClientPayload'],
> = {
  client?: Resolver<ResolversTypes['Client'], ParentType, ContextType>
  clientSecret?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
}

export type SuspendClientPayloadResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['SuspendClientPayload'] = ResolversParentTypes['SuspendClientPayload'],
> = {
  client?: Resolver<ResolversTypes['Client'], ParentType, ContextType>
}

export type AccessRequestResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['AccessRequest'] = ResolversParentTypes['AccessRequest'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  agency?: Resolver<ResolversTypes['CreditCode'], ParentType, ContextType>
  provider?: Resolver<ResolversTypes['CreditCode'], ParentType, ContextType>
  resource?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  basis?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  scene?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  serviceItems?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>
  fields?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>
  rawFields?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>
  method?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  validFrom?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>
  validTo?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>
  quota?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>
  state?: Resolver<ResolversTypes['AccessRequestState'], ParentType, ContextType>
  missing?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>
  requestedBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  approvedBy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  answeredBy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  refusalClause?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  answerReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  receivedAt?: Resolver<ResolversTypes['Instant'], ParentType, ContextType>
  answerDueOn?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>
  grantId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>
}

export type AccessRequestConnectionResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['AccessRequestConnection'] = ResolversParentTypes['AccessRequestConnection'],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['AccessRequestEdge']>, ParentType, ContextType>
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>
}

export type AccessRequestEdgeResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['AccessRequestEdge'] = ResolversParentTypes['AccessRequestEdge'],
> = {
  cursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  node?: Resolver<ResolversTypes['AccessRequest'], ParentType, ContextType>
}

export type GrantResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['Grant'] = ResolversParentTypes['Grant'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  accessRequestId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  agency?: Resolver<ResolversTypes['CreditCode'], ParentType, ContextType>
  provider?: Resolver<ResolversTypes['CreditCode'], ParentType, ContextType>
  resource?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  fields?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>
  rawFields?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>
  serviceItems?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>
  basis?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  validFrom?: Resolver<ResolversTypes['Date'], ParentType, ContextType>
  validTo?: Resolver<ResolversTypes['Date'], ParentType, ContextType>
  quota?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  state?: Resolver<ResolversTypes['GrantState'], ParentType, ContextType>
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
}

export type GrantConnectionResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['GrantConnection'] = ResolversParentTypes['GrantConnection'],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['GrantEdge']>, ParentType, ContextType>
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>
}

export type GrantEdgeResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['GrantEdge'] = ResolversParentTypes['GrantEdge'],
> = {
  cursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  node?: Resolver<ResolversTypes['Grant'], ParentType, ContextType>
}

export type OwnUseResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['OwnUse'] = ResolversParentTypes['OwnUse'],
> = {
  grant?: Resolver<ResolversTypes['Grant'], ParentType, ContextType>
  usedToday?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  leftToday?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  daysToExpiry?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
}

export type RequestAccessPayloadResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['RequestAccessPayload'] = ResolversParentTypes['RequestAccessPayload'],
> = {
  accessRequest?: Resolver<ResolversTypes['AccessRequest'], ParentType, ContextType>
}

export type ApproveAccessRequestPayloadResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['ApproveAccessRequestPayload'] =
    ResolversParentTypes['ApproveAccessRequestPayload'],
> = {
  accessRequest?: Resolver<ResolversTypes['AccessRequest'], ParentType, ContextType>
}

export type AnswerAccessRequestPayloadResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['AnswerAccessRequestPayload'] =
    ResolversParentTypes['AnswerAccessRequestPayload'],
> = {
  accessRequest?: Resolver<ResolversTypes['AccessRequest'], ParentType, ContextType>
  grant?: Resolver<Maybe<ResolversTypes['Grant']>, ParentType, ContextType>
}

export type SuspendGrantPayloadResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['SuspendGrantPayload'] = ResolversParentTypes['SuspendGrantPayload'],
> = {
  grant?: Resolver<ResolversTypes['Grant'], ParentType, ContextType>
  effectiveEverywhereAt?: Resolver<ResolversTypes['Instant'], ParentType, ContextType>
}

export type ResumeGrantPayloadResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['ResumeGrantPayload'] = ResolversParentTypes['ResumeGrantPayload'],
> = {
  grant?: Resolver<ResolversTypes['Grant'], ParentType, ContextType>
  effectiveEverywhereAt?: Resolver<ResolversTypes['Instant'], ParentType, ContextType>
}

export type RevokeGrantPayloadResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['RevokeGrantPayload'] = ResolversParentTypes['RevokeGrantPayload'],
> = {
  grant?: Resolver<ResolversTypes['Grant'], ParentType, ContextType>
  effectiveEverywhereAt?: Resolver<ResolversTypes['Instant'], ParentType, ContextType>
}

export type SetSourceStatePayloadResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['SetSourceStatePayload'] = ResolversParentTypes['SetSourceStatePayload'],
> = {
  register?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  state?: Resolver<ResolversTypes['SourceState'], ParentType, ContextType>
}

export type RowRefusalResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['RowRefusal'] = ResolversParentTypes['RowRefusal'],
> = {
  row?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  text?: Resolver<ResolversTypes['Bilingual'], ParentType, ContextType>
}

export type ImportBatchResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['ImportBatch'] = ResolversParentTypes['ImportBatch'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  register?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  state?: Resolver<ResolversTypes['ImportBatchState'], ParentType, ContextType>
  fileDigest?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  rowsRead?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  inserted?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  changed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  unchanged?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  refused?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  refusals?: Resolver<
    ReadonlyArray<ResolversTypes['RowRefusal']>,
    ParentType,
    ContextType,
    RequireFields<ImportBatchRefusalsArgs, 'first'>
  >
  startedAt?: Resolver<ResolversTypes['Instant'], ParentType, ContextType>
  finishedAt?: Resolver<Maybe<ResolversTypes['Instant']>, ParentType, ContextType>
}

export type ImportBatchConnectionResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['ImportBatchConnection'] = ResolversParentTypes['ImportBatchConnection'],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ImportBatchEdge']>, ParentType, ContextType>
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>
}

export type ImportBatchEdgeResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['ImportBatchEdge'] = ResolversParentTypes['ImportBatchEdge'],
> = {
  cursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  node?: Resolver<ResolversTypes['ImportBatch'], ParentType, ContextType>
}

export type DisclosedRecordResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['DisclosedRecord'] = ResolversParentTypes['DisclosedRecord'],
> = {
  recordId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  sourceAgency?: Resolver<ResolversTypes['CreditCode'], ParentType, ContextType>
  validFrom?: Resolver<ResolversTypes['Date'], ParentType, ContextType>
  changedAt?: Resolver<ResolversTypes['Instant'], ParentType, ContextType>
  data?: Resolver<ResolversTypes['JsonObject'], ParentType, ContextType>
}

export type ReadRecordsPayloadResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['ReadRecordsPayload'] = ResolversParentTypes['ReadRecordsPayload'],
> = {
  records?: Resolver<ReadonlyArray<ResolversTypes['DisclosedRecord']>, ParentType, ContextType>
  receipt?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  leafId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
}

export type PredicateAnswerResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['PredicateAnswer'] = ResolversParentTypes['PredicateAnswer'],
> = {
  answer?: Resolver<ResolversTypes['PredicateResult'], ParentType, ContextType>
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  asOf?: Resolver<ResolversTypes['Date'], ParentType, ContextType>
  ruleVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  coverageFrom?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>
}

export type AskPredicatePayloadResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['AskPredicatePayload'] = ResolversParentTypes['AskPredicatePayload'],
> = {
  answer?: Resolver<ResolversTypes['PredicateAnswer'], ParentType, ContextType>
  receipt?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  leafId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
}

export type HolderResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['Holder'] = ResolversParentTypes['Holder'],
> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  codeType?: Resolver<ResolversTypes['String'], ParentType, ContextType>
}

export type LicenceStateReasonResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['LicenceStateReason'] = ResolversParentTypes['LicenceStateReason'],
> = {
  authority?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  basis?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  on?: Resolver<ResolversTypes['Date'], ParentType, ContextType>
}

export type LicenceStateChangeResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['LicenceStateChange'] = ResolversParentTypes['LicenceStateChange'],
> = {
  state?: Resolver<ResolversTypes['LicenceState'], ParentType, ContextType>
  at?: Resolver<ResolversTypes['Instant'], ParentType, ContextType>
  on?: Resolver<ResolversTypes['Date'], ParentType, ContextType>
  authority?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  basis?: Resolver<ResolversTypes['String'], ParentType, ContextType>
}

export type LicenceResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['Licence'] = ResolversParentTypes['Licence'],
> = {
  identifier?: Resolver<ResolversTypes['LicenceIdentifier'], ParentType, ContextType>
  licenceType?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  number?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  issuedOn?: Resolver<ResolversTypes['Date'], ParentType, ContextType>
  validFrom?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>
  validTo?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>
  holders?: Resolver<ReadonlyArray<ResolversTypes['Holder']>, ParentType, ContextType>
  document?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  state?: Resolver<ResolversTypes['LicenceState'], ParentType, ContextType>
  stateChangedAt?: Resolver<ResolversTypes['Instant'], ParentType, ContextType>
  stateReason?: Resolver<Maybe<ResolversTypes['LicenceStateReason']>, ParentType, ContextType>
  changes?: Resolver<ReadonlyArray<ResolversTypes['LicenceStateChange']>, ParentType, ContextType>
  leafId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
}

export type IssueLicencePayloadResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['IssueLicencePayload'] = ResolversParentTypes['IssueLicencePayload'],
> = {
  licence?: Resolver<ResolversTypes['Licence'], ParentType, ContextType>
}

export type IssueResultResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['IssueResult'] = ResolversParentTypes['IssueResult'],
> = {
  ok?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>
  identifier?: Resolver<Maybe<ResolversTypes['LicenceIdentifier']>, ParentType, ContextType>
  code?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  text?: Resolver<Maybe<ResolversTypes['Bilingual']>, ParentType, ContextType>
}

export type IssueLicencesPayloadResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['IssueLicencesPayload'] = ResolversParentTypes['IssueLicencesPayload'],
> = {
  results?: Resolver<ReadonlyArray<ResolversTypes['IssueResult']>, ParentType, ContextType>
}

export type ChangeLicenceStatePayloadResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['ChangeLicenceStatePayload'] =
    ResolversParentTypes['ChangeLicenceStatePayload'],
> = {
  licence?: Resolver<ResolversTypes['Licence'], ParentType, ContextType>
}

export type DisclosedLicenceResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['DisclosedLicence'] = ResolversParentTypes['DisclosedLicence'],
> = {
  identifier?: Resolver<ResolversTypes['LicenceIdentifier'], ParentType, ContextType>
  licenceType?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  form?: Resolver<ResolversTypes['DisclosureForm'], ParentType, ContextType>
  jws?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  state?: Resolver<ResolversTypes['LicenceState'], ParentType, ContextType>
  issuedOn?: Resolver<ResolversTypes['Date'], ParentType, ContextType>
  validTo?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>
}

export type FetchLicencePayloadResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['FetchLicencePayload'] = ResolversParentTypes['FetchLicencePayload'],
> = {
  licence?: Resolver<ResolversTypes['DisclosedLicence'], ParentType, ContextType>
  receipt?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  leafId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
}

export type StepResultResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['StepResult'] = ResolversParentTypes['StepResult'],
> = {
  step?: Resolver<ResolversTypes['VerifyStep'], ParentType, ContextType>
  result?: Resolver<ResolversTypes['StepOutcome'], ParentType, ContextType>
  code?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  text?: Resolver<Maybe<ResolversTypes['Bilingual']>, ParentType, ContextType>
}

export type VerdictResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['Verdict'] = ResolversParentTypes['Verdict'],
> = {
  verdict?: Resolver<ResolversTypes['VerdictResult'], ParentType, ContextType>
  validOn?: Resolver<ResolversTypes['Date'], ParentType, ContextType>
  steps?: Resolver<ReadonlyArray<ResolversTypes['StepResult']>, ParentType, ContextType>
  documentKind?: Resolver<ResolversTypes['DocumentKind'], ParentType, ContextType>
  identifier?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  stateNow?: Resolver<ReadonlyArray<ResolversTypes['LicenceStateNow']>, ParentType, ContextType>
}

export type LicenceStateNowResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['LicenceStateNow'] = ResolversParentTypes['LicenceStateNow'],
> = {
  identifier?: Resolver<ResolversTypes['LicenceIdentifier'], ParentType, ContextType>
  state?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  since?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>
}

export type MaterialReasonResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['MaterialReason'] = ResolversParentTypes['MaterialReason'],
> = {
  code?: Resolver<ResolversTypes['SubmitReason'], ParentType, ContextType>
  text?: Resolver<ResolversTypes['Bilingual'], ParentType, ContextType>
  rule?: Resolver<Maybe<ResolversTypes['RefusalRule']>, ParentType, ContextType>
  ruleText?: Resolver<Maybe<ResolversTypes['Bilingual']>, ParentType, ContextType>
}

export type LicenceProofResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['LicenceProof'] = ResolversParentTypes['LicenceProof'],
> = {
  licence?: Resolver<ResolversTypes['DisclosedLicence'], ParentType, ContextType>
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>
}

export type RecordProofResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['RecordProof'] = ResolversParentTypes['RecordProof'],
> = {
  register?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  recordId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  data?: Resolver<ResolversTypes['JsonObject'], ParentType, ContextType>
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>
}

export type PredicateProofResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['PredicateProof'] = ResolversParentTypes['PredicateProof'],
> = {
  register?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  predicate?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  answer?: Resolver<ResolversTypes['PredicateResult'], ParentType, ContextType>
  asOf?: Resolver<ResolversTypes['Date'], ParentType, ContextType>
  ruleVersion?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>
}

export type ProofResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['Proof'] = ResolversParentTypes['Proof'],
> = {
  __resolveType: TypeResolveFn<'LicenceProof' | 'RecordProof' | 'PredicateProof', ParentType, ContextType>
}

export type NotAcceptedLicenceResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['NotAcceptedLicence'] = ResolversParentTypes['NotAcceptedLicence'],
> = {
  identifier?: Resolver<ResolversTypes['LicenceIdentifier'], ParentType, ContextType>
  state?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  on?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  authority?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
}

export type CannotTellResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['CannotTell'] = ResolversParentTypes['CannotTell'],
> = {
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  coverageFrom?: Resolver<Maybe<ResolversTypes['Date']>, ParentType, ContextType>
}

export type MaterialAnswerResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['MaterialAnswer'] = ResolversParentTypes['MaterialAnswer'],
> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  name?: Resolver<ResolversTypes['Bilingual'], ParentType, ContextType>
  party?: Resolver<ResolversTypes['PartyRole'], ParentType, ContextType>
  subject?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  serviceItems?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>
  state?: Resolver<ResolversTypes['MaterialState'], ParentType, ContextType>
  proof?: Resolver<Maybe<ResolversTypes['Proof']>, ParentType, ContextType>
  reason?: Resolver<Maybe<ResolversTypes['MaterialReason']>, ParentType, ContextType>
  cannotTell?: Resolver<Maybe<ResolversTypes['CannotTell']>, ParentType, ContextType>
  notAccepted?: Resolver<Maybe<ResolversTypes['NotAcceptedLicence']>, ParentType, ContextType>
  sourcesUnavailable?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>
}

export type EvidenceResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['Evidence'] = ResolversParentTypes['Evidence'],
> = {
  evidenceId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  asOf?: Resolver<ResolversTypes['Date'], ParentType, ContextType>
  materials?: Resolver<ReadonlyArray<ResolversTypes['MaterialAnswer']>, ParentType, ContextType>
  materialsAsked?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  materialsHeld?: Resolver<ResolversTypes['Int'], ParentType, ContextType>
  document?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  receipt?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  leafId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  isReplay?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>
}

export type RequestEvidencePayloadResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['RequestEvidencePayload'] = ResolversParentTypes['RequestEvidencePayload'],
> = {
  evidence?: Resolver<ResolversTypes['Evidence'], ParentType, ContextType>
}

export type SubjectSearchResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['SubjectSearch'] = ResolversParentTypes['SubjectSearch'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  subject?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>
  state?: Resolver<ResolversTypes['SubjectSearchState'], ParentType, ContextType>
  requestedBy?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  requestedAt?: Resolver<ResolversTypes['Instant'], ParentType, ContextType>
  approvedBy?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>
  approvedAt?: Resolver<Maybe<ResolversTypes['Instant']>, ParentType, ContextType>
}

export type SubjectSearchConnectionResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['SubjectSearchConnection'] = ResolversParentTypes['SubjectSearchConnection'],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['SubjectSearchEdge']>, ParentType, ContextType>
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>
}

export type SubjectSearchEdgeResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['SubjectSearchEdge'] = ResolversParentTypes['SubjectSearchEdge'],
> = {
  cursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  node?: Resolver<ResolversTypes['SubjectSearch'], ParentType, ContextType>
}

export type AccessEntryResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['AccessEntry'] = ResolversParentTypes['AccessEntry'],
> = {
  leafId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
  kind?: Resolver<ResolversTypes['AuditEventKind'], ParentType, ContextType>
  at?: Resolver<ResolversTypes['Instant'], ParentType, ContextType>
  clientId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>
  agency?: Resolver<Maybe<ResolversTypes['CreditCode']>, ParentType, ContextType>
  resources?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>
  requestId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  data?: Resolver<ResolversTypes['JsonObject'], ParentType, ContextType>
  index?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>
}

export type AccessEntryConnectionResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['AccessEntryConnection'] = ResolversParentTypes['AccessEntryConnection'],
> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['AccessEntryEdge']>, ParentType, ContextType>
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>
}

export type AccessEntryEdgeResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['AccessEntryEdge'] = ResolversParentTypes['AccessEntryEdge'],
> = {
  cursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
  node?: Resolver<ResolversTypes['AccessEntry'], ParentType, ContextType>
}

export type LedgerProofResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['LedgerProof'] = ResolversParentTypes['LedgerProof'],
> = {
  state?: Resolver<ResolversTypes['LedgerProofState'], ParentType, ContextType>
  proof?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>
}

export type RequestSubjectAccessesPayloadResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['RequestSubjectAccessesPayload'] =
    ResolversParentTypes['RequestSubjectAccessesPayload'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
}

export type ApproveSubjectAccessesPayloadResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['ApproveSubjectAccessesPayload'] =
    ResolversParentTypes['ApproveSubjectAccessesPayload'],
> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
}

export type EraseLedgerPayloadPayloadResolvers<
  ContextType = GraphqlContext,
  ParentType extends ResolversParentTypes['EraseLedgerPayloadPayload'] =
    ResolversParentTypes['EraseLedgerPayloadPayload'],
> = {
  leafId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>
}

export type Resolvers<ContextType = GraphqlContext> = {
  Query?: QueryResolvers<ContextType>
  Mutation?: MutationResolvers<ContextType>
  Date?: GraphQLScalarType
  Instant?: GraphQLScalarType
  CreditCode?: GraphQLScalarType
  SubjectNumber?: GraphQLScalarType
  LicenceIdentifier?: GraphQLScalarType
  RequestId?: GraphQLScalarType
  JsonObject?: GraphQLScalarType
  Bilingual?: BilingualResolvers<ContextType>
  PageInfo?: PageInfoResolvers<ContextType>
  ResourceBinding?: ResourceBindingResolvers<ContextType>
  ResourceItem?: ResourceItemResolvers<ContextType>
  Resource?: ResourceResolvers<ContextType>
  ResourceConnection?: ResourceConnectionResolvers<ContextType>
  ResourceEdge?: ResourceEdgeResolvers<ContextType>
  RegisterResourcePayload?: RegisterResourcePayloadResolvers<ContextType>
  EditResourcePayload?: EditResourcePayloadResolvers<ContextType>
  SubmitResourcePayload?: SubmitResourcePayloadResolvers<ContextType>
  PublishResourcePayload?: PublishResourcePayloadResolvers<ContextType>
  ReturnResourcePayload?: ReturnResourcePayloadResolvers<ContextType>
  WithdrawResourcePayload?: WithdrawResourcePayloadResolvers<ContextType>
  Provenance?: ProvenanceResolvers<ContextType>
  Agency?: AgencyResolvers<ContextType>
  AgencyConnection?: AgencyConnectionResolvers<ContextType>
  AgencyEdge?: AgencyEdgeResolvers<ContextType>
  LicenceTypeDefiner?: LicenceTypeDefinerResolvers<ContextType>
  LicenceType?: LicenceTypeResolvers<ContextType>
  LicenceTypeConnection?: LicenceTypeConnectionResolvers<ContextType>
  LicenceTypeEdge?: LicenceTypeEdgeResolvers<ContextType>
  RegisterField?: RegisterFieldResolvers<ContextType>
  PredicateDeclaration?: PredicateDeclarationResolvers<ContextType>
  Register?: RegisterResolvers<ContextType>
  RegisterConnection?: RegisterConnectionResolvers<ContextType>
  RegisterEdge?: RegisterEdgeResolvers<ContextType>
  Necessity?: NecessityResolvers<ContextType>
  LicenceAlternative?: LicenceAlternativeResolvers<ContextType>
  RecordAlternative?: RecordAlternativeResolvers<ContextType>
  PredicateAlternative?: PredicateAlternativeResolvers<ContextType>
  MaterialAlternative?: MaterialAlternativeResolvers<ContextType>
  Material?: MaterialResolvers<ContextType>
  Situation?: SituationResolvers<ContextType>
  ServiceItem?: ServiceItemResolvers<ContextType>
  ServiceItemConnection?: ServiceItemConnectionResolvers<ContextType>
  ServiceItemEdge?: ServiceItemEdgeResolvers<ContextType>
  Bundle?: BundleResolvers<ContextType>
  BundleConnection?: BundleConnectionResolvers<ContextType>
  BundleEdge?: BundleEdgeResolvers<ContextType>
  Client?: ClientResolvers<ContextType>
  ClientConnection?: ClientConnectionResolvers<ContextType>
  ClientEdge?: ClientEdgeResolvers<ContextType>
  RegisterClientPayload?: RegisterClientPayloadResolvers<ContextType>
  SuspendClientPayload?: SuspendClientPayloadResolvers<ContextType>
  AccessRequest?: AccessRequestResolvers<ContextType>
  AccessRequestConnection?: AccessRequestConnectionResolvers<ContextType>
  AccessRequestEdge?: AccessRequestEdgeResolvers<ContextType>
  Grant?: GrantResolvers<ContextType>
  GrantConnection?: GrantConnectionResolvers<ContextType>
  GrantEdge?: GrantEdgeResolvers<ContextType>
  OwnUse?: OwnUseResolvers<ContextType>
  RequestAccessPayload?: RequestAccessPayloadResolvers<ContextType>
  ApproveAccessRequestPayload?: ApproveAccessRequestPayloadResolvers<ContextType>
  AnswerAccessRequestPayload?: AnswerAccessRequestPayloadResolvers<ContextType>
  SuspendGrantPayload?: SuspendGrantPayloadResolvers<ContextType>
  ResumeGrantPayload?: ResumeGrantPayloadResolvers<ContextType>
  RevokeGrantPayload?: RevokeGrantPayloadResolvers<ContextType>
  SetSourceStatePayload?: SetSourceStatePayloadResolvers<ContextType>
  RowRefusal?: RowRefusalResolvers<ContextType>
  ImportBatch?: ImportBatchResolvers<ContextType>
  ImportBatchConnection?: ImportBatchConnectionResolvers<ContextType>
  ImportBatchEdge?: ImportBatchEdgeResolvers<ContextType>
  DisclosedRecord?: DisclosedRecordResolvers<ContextType>
  ReadRecordsPayload?: ReadRecordsPayloadResolvers<ContextType>
  PredicateAnswer?: PredicateAnswerResolvers<ContextType>
  AskPredicatePayload?: AskPredicatePayloadResolvers<ContextType>
  Holder?: HolderResolvers<ContextType>
  LicenceStateReason?: LicenceStateReasonResolvers<ContextType>
  LicenceStateChange?: LicenceStateChangeResolvers<ContextType>
  Licence?: LicenceResolvers<ContextType>
  IssueLicencePayload?: IssueLicencePayloadResolvers<ContextType>
  IssueResult?: IssueResultResolvers<ContextType>
  IssueLicencesPayload?: IssueLicencesPayloadResolvers<ContextType>
  ChangeLicenceStatePayload?: ChangeLicenceStatePayloadResolvers<ContextType>
  DisclosedLicence?: DisclosedLicenceResolvers<ContextType>
  FetchLicencePayload?: FetchLicencePayloadResolvers<ContextType>
  StepResult?: StepResultResolvers<ContextType>
  Verdict?: VerdictResolvers<ContextType>
  LicenceStateNow?: LicenceStateNowResolvers<ContextType>
  MaterialReason?: MaterialReasonResolvers<ContextType>
  LicenceProof?: LicenceProofResolvers<ContextType>
  RecordProof?: RecordProofResolvers<ContextType>
  PredicateProof?: PredicateProofResolvers<ContextType>
  Proof?: ProofResolvers<ContextType>
  NotAcceptedLicence?: NotAcceptedLicenceResolvers<ContextType>
  CannotTell?: CannotTellResolvers<ContextType>
  MaterialAnswer?: MaterialAnswerResolvers<ContextType>
  Evidence?: EvidenceResolvers<ContextType>
  RequestEvidencePayload?: RequestEvidencePayloadResolvers<ContextType>
  SubjectSearch?: SubjectSearchResolvers<ContextType>
  SubjectSearchConnection?: SubjectSearchConnectionResolvers<ContextType>
  SubjectSearchEdge?: SubjectSearchEdgeResolvers<ContextType>
  AccessEntry?: AccessEntryResolvers<ContextType>
  AccessEntryConnection?: AccessEntryConnectionResolvers<ContextType>
  AccessEntryEdge?: AccessEntryEdgeResolvers<ContextType>
  LedgerProof?: LedgerProofResolvers<ContextType>
  RequestSubjectAccessesPayload?: RequestSubjectAccessesPayloadResolvers<ContextType>
  ApproveSubjectAccessesPayload?: ApproveSubjectAccessesPayloadResolvers<ContextType>
  EraseLedgerPayloadPayload?: EraseLedgerPayloadPayloadResolvers<ContextType>
}
