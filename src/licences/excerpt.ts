import type { Purpose } from '../access/index.ts'
import type { Instant, LocalDate } from '../core/clock.ts'
import type { LicenceIdentifier } from '../core/identifiers.ts'
import type { JsonObject } from '../core/strict-json.ts'
import type { LicenceContent, LicenceState } from './licence.ts'

/** Days for which an excerpt may be relied on; a case that lasts longer asks again. */
export const EXCERPT_DAYS = 30

/** What the exchange signs instead of handing out the whole licence (schema/documents/excerpt.schema.json). */
export interface ExcerptContent {
  readonly excerptId: string
  readonly identifier: LicenceIdentifier
  readonly licenceType: string
  readonly typeCode: string
  /** Credit code of the issuing agency. */
  readonly issuer: string
  /** SHA-256 of the original compact JWS, base64url. */
  readonly documentDigest: string
  /** When the excerpt was signed. */
  readonly state: LicenceState
  readonly status: LicenceContent['status']
  readonly issuedOn: LocalDate
  readonly validFrom?: LocalDate
  readonly validTo?: LocalDate
  readonly fields: JsonObject
  readonly purpose: {
    readonly serviceItems: Purpose['serviceItems']
    readonly caseDigest: string
    readonly basis: Purpose['basis']
  }
  readonly signedAt: Instant
  readonly expiresOn: LocalDate
}
