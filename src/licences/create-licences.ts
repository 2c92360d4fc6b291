import { changeState } from './change-state.ts'
import { discloseLicence } from './disclose-licence.ts'
import { fetchLicence } from './fetch-licence.ts'
import { findByHolders } from './find-licences.ts'
import { recoverUnfinished, SIDE_BY_SIDE } from './finish-intent.ts'
import { createLicenceKeeper } from './licence-keeper.ts'
import { issueLicence, issueMany } from './issue-licences.ts'
import type { Licences } from './licence.ts'
import type { LicencesContext, LicencesDeps } from './licences-deps.ts'
import { createStatusLists } from './status-lists.ts'
import { createTurns } from './turns.ts'
import { verifyLicence } from './verify-licence.ts'
import { createVerifier } from './verify/index.ts'

/** The register of e-licences: issue, change of state, disclosure, verification (README, "Life of a licence"). */
export function createLicences(deps: LicencesDeps): Licences {
  const { licenceTypes, agencyByNumber } = deps.catalog
  const issuersOf = new Map(
    licenceTypes.map(({ slug, issuers }) => [
      slug,
      issuers.flatMap((number) => agencyByNumber(number)?.creditCode ?? []),
    ]),
  )
  const context: LicencesContext = {
    ...deps,
    keeper: createLicenceKeeper(deps.store),
    statusLists: createStatusLists(deps),
    verifier: createVerifier({
      anchors: [deps.keyring.rootPem],
      issuersOf: (licenceType) => issuersOf.get(licenceType),
      signatureWork: deps.signatureWork,
    }),
    checkInTurn: createTurns(1),
    signTurns: createTurns(SIDE_BY_SIDE),
  }
  return {
    issue: (actor, input) => issueLicence(context, actor, input),
    issueMany: (actor, input) => issueMany(context, actor, input),
    changeState: (actor, input) => changeState(context, actor, input),
    findByHolders: (queries) => findByHolders(context, queries),
    disclose: (licence, fields, rawFields, document, purpose) =>
      discloseLicence(context, licence, fields, rawFields, document, purpose),
    fetch: (actor, input) => fetchLicence(context, actor, input),
    verify: (actor, input) => verifyLicence(context, actor, input),
    statusList: (id) => context.statusLists.token(id),
    recoverUnfinished: () => recoverUnfinished(context),
  }
}
