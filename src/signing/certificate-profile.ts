/**
 * Our certificate profile: root → issuing authority → signer. What a signer's certificate is for stands in an extended
 * key usage (RFC 5280 §4.2.1.12) of our own, under a UUID-based arc (ITU-T X.667) that belongs to this product.
 */
const ARC = '2.25.148287339840315679512004181529177375146'

/** Extended key usages of our own: a key for one purpose convinces nobody of another. */
export const PURPOSE_OIDS = {
  /** Evidence, receipts and excerpts of the exchange. */
  exchange: `${ARC}.1`,
  /** Status lists. */
  status: `${ARC}.2`,
  /** Access tokens. */
  token: `${ARC}.3`,
  /** Electronic seal of an issuing agency, on licences. */
  seal: `${ARC}.4`,
} as const

export type CertificatePurpose = keyof typeof PURPOSE_OIDS

/** organizationIdentifier (ITU-T X.520 §6.4.4): the unified social credit code of the agency. */
export const CREDIT_CODE_OID = '2.5.4.97'
/** X.520 commonName. */
export const COMMON_NAME_OID = '2.5.4.3'
/** X.520 organizationalUnitName; says DEVELOPMENT in certificates that production refuses. */
export const ORGANIZATIONAL_UNIT_OID = '2.5.4.11'

/** Stands in the subject of every development certificate, so that nobody takes one for real. */
export const DEVELOPMENT_UNIT = 'DEVELOPMENT ONLY 仅供开发'

/** Intermediates between root and signer at most. */
export const MAX_INTERMEDIATES = 3
