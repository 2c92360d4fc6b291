import { describe, expect, it } from 'vitest'
import { authorize, isAuthorized, OPERATIONS, ROLES, type Operation, type Role } from '../../../src/access/index.ts'
import type { CreditCode } from '../../../src/core/identifiers.ts'

const actor = (role: Role) => ({ clientId: 'c', role, agency: '11390000XN0001015K' as CreditCode })
const operations = Object.keys(OPERATIONS) as Operation[]

/** Reviewed by hand: what a role gains or loses shows here, and nowhere else does a test repeat the table. */
const REVIEWED: Record<Role, string> = {
  SYSTEM: `findResources requestAccess findGrants importRecords findImportBatches setSourceState findRecords
    askPredicate issueLicence changeLicenceState fetchLicence verifyLicence requestEvidence findOwnAccesses
    fetchLedgerProof`,
  HEAD: `findResources requestAccess approveAccessRequest answerAccessRequest suspendGrant resumeGrant revokeGrant
    findGrants verifyLicence findOwnAccesses fetchLedgerProof`,
  REGISTRAR: `registerResource editResource submitResource findResources requestAccess findGrants findImportBatches
    verifyLicence`,
  REVIEWER: `publishResource returnResource withdrawResource findResources suspendGrant resumeGrant revokeGrant
    findGrants verifyLicence`,
  AUDITOR: `findResources findClients findGrants findImportBatches verifyLicence findAccesses requestSubjectAccesses
    findSubjectSearch approveSubjectAccesses fetchLedgerProof`,
  ADMINISTRATOR: `findResources registerClient suspendClient findClients findGrants findImportBatches verifyLicence
    fetchLedgerProof eraseLedgerPayload`,
}

describe('a role', () => {
  it.each(ROLES)('%s may call exactly the operations of its reviewed list', (role) => {
    const allowed = operations.filter((operation) => isAuthorized(actor(role), operation))
    expect(allowed).toEqual(REVIEWED[role].split(/\s+/))
  })

  it('that is not in the row of an operation is refused it by name', () => {
    for (const operation of operations)
      for (const role of ROLES) {
        const call = () => authorize(actor(role), operation)
        if ((OPERATIONS[operation] as readonly Role[]).includes(role)) expect(call).not.toThrow()
        else expect(call).toThrow(expect.objectContaining({ code: 'FORBIDDEN', params: { operation } }) as Error)
      }
  })

  it('never both issues or discloses and reads the accesses of everybody', () => {
    const may = (role: Role, operation: Operation) => isAuthorized(actor(role), operation)
    for (const role of ROLES.filter((one) => may(one, 'findAccesses')))
      for (const operation of ['issueLicence', 'requestEvidence', 'findRecords', 'registerClient'] as const)
        expect(may(role, operation), `${role} ${operation}`).toBe(false)
  })
})
