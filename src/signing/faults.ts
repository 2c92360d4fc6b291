/**
 * What can be wrong with a signed document, a certificate or a chain: a closed list with its messages. Checking never
 * throws for a bad document; it answers one of these.
 */
export const SIGNING_FAULTS = {
  // The JWS
  JWS_MALFORMED: { en: 'it is not a compact JWS in canonical base64url', zh: '不是规范 base64url 编码的紧凑 JWS' },
  JWS_HEADER_INVALID: { en: 'its protected header is not what a JWS needs', zh: '受保护头不符合 JWS 要求' },
  JWS_HEADER_FORBIDDEN: {
    en: 'its header brings its own key (jwk, jku, x5u) or an extension that is not understood (crit)',
    zh: '头部自带密钥（jwk、jku、x5u）或含不支持的扩展（crit）',
  },
  ALGORITHM_REFUSED: { en: 'its algorithm is none or is not supported', zh: '算法为 none 或不受支持' },
  ALGORITHM_MISMATCH: {
    en: 'its algorithm is not the one of the key',
    zh: '签名算法与密钥的算法不一致',
  },
  SIGNATURE_WRONG: { en: 'the signature does not fit the bytes', zh: '签名与内容不符' },
  CERTIFICATE_ABSENT: { en: 'it brings no certificate', zh: '未附证书' },
  // One certificate
  CERTIFICATE_MALFORMED: { en: 'a certificate is not strict DER', zh: '证书不是严格的 DER 编码' },
  CERTIFICATE_KEY_REFUSED: {
    en: 'a certificate has a key or signature algorithm that is not accepted',
    zh: '证书的密钥或签名算法不被接受',
  },
  CERTIFICATE_EXTENSION_CRITICAL: {
    en: 'a certificate has a critical extension that is not understood',
    zh: '证书含有无法识别的关键扩展',
  },
  CERTIFICATE_NAME_CONSTRAINED: {
    en: 'a certificate has name constraints, which this profile does not use',
    zh: '证书含有本规范不采用的名称约束',
  },
  // The chain
  CHAIN_NOT_ANCHORED: { en: 'no chain leads to a pinned root', zh: '无法链接到受信任的根证书' },
  CHAIN_TOO_LONG: { en: 'the chain is longer than allowed', zh: '证书链超过允许长度' },
  CHAIN_NOT_VALID_THEN: {
    en: 'a certificate of the chain was not valid at that time',
    zh: '链中有证书在该时间不在有效期内',
  },
  CHAIN_REVOKED: { en: 'a certificate of the chain is revoked', zh: '链中有证书已被吊销' },
  CHAIN_ISSUER_NOT_AUTHORITY: {
    en: 'an issuer in the chain may not issue certificates',
    zh: '链中有签发者无权签发证书',
  },
  SIGNER_IS_AUTHORITY: {
    en: 'the signer is a certificate authority, not a signer',
    zh: '签名者是证书颁发机构而非签名主体',
  },
  KEY_USAGE_WRONG: { en: 'the certificate is not for signatures', zh: '证书的密钥用法不含签名' },
  PURPOSE_WRONG: { en: 'the certificate is for another purpose', zh: '证书不用于该用途' },
} as const satisfies Record<string, { readonly en: string; readonly zh: string }>

export type FaultCode = keyof typeof SIGNING_FAULTS

/** Why a check did not pass: a value, because a bad document is no exception. */
export interface Fault {
  readonly ok: false
  readonly code: FaultCode
  readonly en: string
  readonly zh: string
}

/** A checked value, or why there is none. */
export type Checked<T> = { readonly ok: true; readonly value: T } | Fault

/** Makes the good half of `Checked`. */
export const passed = <T>(value: T): Checked<T> => ({ ok: true, value })
/** Takes both texts from the row of the code. */
export const fault = (code: FaultCode): Fault => ({ ok: false, code, ...SIGNING_FAULTS[code] })
