import { hkdfSync } from 'node:crypto'
import { createDigester } from '../core/hash.ts'
import type { SealSecrets } from './seal-documents.ts'
import type { Store } from './store.ts'

/** The digests of `Store`, made with keys of their own that come from the index secrets. */
export function createKeyedDigests(secrets: Pick<SealSecrets, 'index' | 'retiredIndex'>): KeyedDigests {
  const [digest, ...retired] = [secrets.index, ...(secrets.retiredIndex ?? [])].map((secret) =>
    createDigester(Buffer.from(hkdfSync('sha256', secret, '', 'zhengshu keyed digest', 32))),
  )
  return {
    digest: digest!,
    isDigestOf: (found, text) => [digest!, ...retired].some((digestOf) => digestOf(text) === found),
  }
}

export type KeyedDigests = Pick<Store, 'digest' | 'isDigestOf'>
