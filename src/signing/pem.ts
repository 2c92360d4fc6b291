const BLOCK = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g

/** The DER of every certificate in a PEM text, in its order. */
export const certificatesFromPem = (pem: string): Buffer[] =>
  [...pem.matchAll(BLOCK)].map(([, body]) => Buffer.from(body!.replace(/\s/g, ''), 'base64'))

/** RFC 7468: 64 characters a line, newline at the end. */
export const certificateToPem = (der: Uint8Array): string =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(der)
    .toString('base64')
    .replace(/.{64}(?=.)/g, '$&\n')}\n-----END CERTIFICATE-----\n`
