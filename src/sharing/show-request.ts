import type { Actor } from '../access/index.ts'
import type { AccessRequest, Grant } from './sharing.ts'
import type { AccessRequestDocument } from './sharing-records.ts'

/** The request without the ids of persons. */
export function toAccessRequest(document: AccessRequestDocument): AccessRequest {
  const { requestedByPerson: _requestedBy, approvedByPerson: _approvedBy, ...request } = document
  return request
}

/** The two agencies concerned, the sharing authority and the auditor see a request or grant; for others it is absent. */
export const maySee = (actor: Actor, subject: Pick<Grant, 'agency' | 'provider'>): boolean =>
  actor.role === 'REVIEWER' ||
  actor.role === 'AUDITOR' ||
  actor.agency === subject.agency ||
  actor.agency === subject.provider
