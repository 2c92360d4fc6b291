/** The GraphQL documents that the clients of the story send. */

export const REGISTER_CLIENT = `mutation RegisterClient($input: RegisterClientInput!) {
  registerClient(input: $input) { client { clientId } clientSecret }
}`

export const REGISTER_RESOURCE = `mutation RegisterResource($input: RegisterResourceInput!) {
  registerResource(input: $input) { resource { code state revision } }
}`

export const SUBMIT_RESOURCE = `mutation SubmitResource($input: SubmitResourceInput!) {
  submitResource(input: $input) { resource { code state } }
}`

export const PUBLISH_RESOURCE = `mutation PublishResource($input: PublishResourceInput!) {
  publishResource(input: $input) { resource { code state } }
}`

export const FIND_RESOURCES = `query FindResources($text: String) {
  resources(text: $text, first: 10) { edges { node { code name { zh en } agency { name { zh en } } } } }
}`

export const CATALOG = `query Catalog($after: String) {
  resources(first: 100, after: $after) {
    edges { node { code name { zh en } provider binding { kind register predicate licenceType } } }
    pageInfo { hasNextPage endCursor }
  }
}`

export const REQUEST_ACCESS = `mutation RequestAccess($input: RequestAccessInput!) {
  requestAccess(input: $input) { accessRequest { id state missing provider } }
}`

export const APPROVE_ACCESS = `mutation ApproveAccess($input: ApproveAccessRequestInput!) {
  approveAccessRequest(input: $input) { accessRequest { id state answerDueOn grantId } }
}`

export const ANSWER_ACCESS = `mutation AnswerAccess($input: AnswerAccessRequestInput!) {
  answerAccessRequest(input: $input) { accessRequest { id state } grant { id validTo quota fields } }
}`

export const ISSUE_LICENCE = `mutation IssueLicence($input: IssueLicenceInput!) {
  issueLicence(input: $input) { licence { identifier document leafId state } }
}`

export const ISSUE_LICENCES = `mutation IssueLicences($input: IssueLicencesInput!) {
  issueLicences(input: $input) { results { ok identifier code text { en } } }
}`

export const CHANGE_LICENCE_STATE = `mutation ChangeLicenceState($input: ChangeLicenceStateInput!) {
  changeLicenceState(input: $input) { licence { identifier state stateReason { authority reason on } } }
}`

export const FETCH_LICENCE = `mutation FetchLicence($input: FetchLicenceInput!) {
  fetchLicence(input: $input) { licence { identifier form jws } receipt leafId }
}`

export const READ_RECORDS = `mutation ReadRecords($input: ReadRecordsInput!) {
  readRecords(input: $input) { records { recordId data } receipt leafId }
}`

export const ASK_PREDICATE = `mutation AskPredicate($input: AskPredicateInput!) {
  askPredicate(input: $input) { answer { answer asOf reason } receipt leafId }
}`

export const REQUEST_EVIDENCE = `mutation RequestEvidence($input: RequestEvidenceInput!) {
  requestEvidence(input: $input) {
    evidence {
      evidenceId asOf materialsAsked materialsHeld document receipt leafId isReplay
      materials {
        code name { zh en } party serviceItems state sourcesUnavailable
        reason { code text { zh en } rule ruleText { zh en } }
        notAccepted { identifier state on reason authority }
        proof {
          ... on LicenceProof { licence { identifier licenceType form jws } }
          ... on RecordProof { register recordId data }
          ... on PredicateProof { register predicate answer asOf }
        }
      }
    }
  }
}`

export const FIND_ACCESSES = `query FindAccesses($agency: CreditCode, $from: Instant, $after: String) {
  accesses(agency: $agency, from: $from, first: 100, after: $after) {
    edges { node { leafId kind at agency resources data } }
    pageInfo { hasNextPage endCursor }
  }
}`

export const LEDGER_PROOF = `query LedgerProof($leafId: ID!) { ledgerProof(leafId: $leafId) { state proof } }`

export const SET_SOURCE_STATE = `mutation SetSourceState($input: SetSourceStateInput!) {
  setSourceState(input: $input) { register state }
}`
