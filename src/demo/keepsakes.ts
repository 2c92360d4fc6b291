import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ClientCredentials, Recorder } from './demo-client.ts'

/** What the story leaves behind: documents, keys and the requests as they were sent. */
export interface Keepsakes {
  readonly directory: string
  /** Notes each request of the story; nothing of the loading. */
  readonly record: Recorder
  /** From here on requests are part of the story. */
  begin(): void
  /** Names the next request; otherwise its operation does. */
  nameNext(name: string): void
  put(file: string, content: string | Uint8Array): string
  clients(clients: readonly ClientCredentials[]): void
}

export function createKeepsakes(directory: string): Keepsakes {
  let hasBegun = false
  let count = 0
  let name: string | undefined
  const put = (file: string, content: string | Uint8Array): string => {
    const path = join(directory, file)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content, { mode: 0o600 })
    return path
  }
  return {
    directory,
    record(clientId, query, variables) {
      if (!hasBegun) return
      count++
      const operation = /\b(?:query|mutation)\s+(\w+)/.exec(query)?.[1] ?? 'request'
      const label = name ?? operation.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()
      name = undefined
      put(
        `requests/${String(count).padStart(2, '0')}-${label}.json`,
        `${JSON.stringify({ as: clientId, query, variables }, null, 2)}\n`,
      )
    },
    begin: () => void (hasBegun = true),
    nameNext: (next) => void (name = next),
    put,
    clients: (clients) => void put('clients.json', `${JSON.stringify(clients.map(toFile), null, 2)}\n`),
  }
}

const toFile = ({ clientId, role, tokenEndpointAuthMethod, privateKeyJwk, clientSecret }: ClientCredentials) => ({
  clientId,
  role,
  tokenEndpointAuthMethod,
  ...(privateKeyJwk ? { privateKeyJwk } : { clientSecret }),
})
