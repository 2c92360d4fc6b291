import type { Actor } from '../access/index.ts'
import type { AccessRequest, Grant } from './sharing.ts'
import type { AccessRequestDocument } from './sharing-records.ts'

/** The request without the ids of persons. */
export function toAccessRequest(document: AccessRequestDocument): AccessRequest {
  const { requestedByPerson: _requestedBy, approvedByPerson: _approvedBy, ...request } = document
  return request
}

/** The sharing authority, the auditor and the administrator see every request and grant. */
export const seesAll = (actor: Actor): boolean => ['REVIEWER', 'AUDITOR', 'ADMINISTRATOR'].includes(actor.role)

/** So do the two agencies that one concerns; for others it is absent. */
export const maySee = (actor: Actor, subject: Pick<Grant, 'agency' | 'provider'>): boolean =>
  seesAll(actor) || actor.agency === subject.agency || actor.agency === subject.provider
