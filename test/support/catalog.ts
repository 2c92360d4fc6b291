import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Actor, Role } from '../../src/access/index.ts'
import {
  catalogCollections,
  createCatalog,
  loadCatalogFiles,
  type Catalog,
  type ResourceMetadata,
} from '../../src/catalog/index.ts'
import { silentLog } from '../../src/core/log.ts'
import { requestLogCollections, type Collection, type Document, type Store } from '../../src/store/index.ts'
import { fixedClock, fixedIds, type FixedClock } from './fixed.ts'
import { recordingLedger, recordingLedgerCollections } from './recording-ledger.ts'
import { openTestStore } from './store.ts'
import { temporaryDirectory } from './temporary.ts'

export const catalogDirectory = resolve(import.meta.dirname, '../../catalog')
export const catalogFiles = loadCatalogFiles(catalogDirectory)

export const testCatalogCollections = [
  ...catalogCollections,
  ...requestLogCollections,
  ...recordingLedgerCollections,
] as unknown as readonly Collection<Document>[]

/** A copy of the catalog that a test may change. */
export function copyCatalog(): string {
  const directory = temporaryDirectory()
  cpSync(catalogDirectory, directory, { recursive: true })
  return directory
}

/** Rewrites one JSON file of a copy. */
export function changeFile<T>(directory: string, file: string, change: (value: T) => unknown): void {
  const path = join(directory, file)
  const value = JSON.parse(readFileSync(path, 'utf8')) as T
  writeFileSync(path, JSON.stringify(change(value) ?? value))
}

export const agencyCode = (number: string) =>
  catalogFiles.agencies.find((agency) => agency.number === number)!.creditCode

/** A person of an agency; each name is another person with another client. */
export const person = (role: Role, agencyNumber: string, name = 'one'): Actor => ({
  clientId: `cli_${role.toLowerCase()}_${agencyNumber}_${name}`,
  role,
  agency: agencyCode(agencyNumber),
  personId: `person_${role.toLowerCase()}_${agencyNumber}_${name}`,
})

/** An entry that is complete and stands for nothing of ours. */
export const metadata = (code: string, more: Partial<ResourceMetadata> = {}): ResourceMetadata => ({
  code,
  name: { zh: '养老服务补贴发放', en: 'Elder-care subsidies paid' },
  provider: agencyCode('08'),
  summary: '岭江省民政厅发放的养老服务补贴。',
  format: 'DATABASE',
  items: [
    { name: 'idNumber', title: { zh: '身份号码', en: 'Identity number' }, dataType: 'C', length: 18, class: 'D' },
  ],
  sharingType: 'CONDITIONAL',
  condition: '仅限清单内事项凭办件编号逐件查询',
  sharingMethod: 'INTERFACE',
  isOpenToSociety: false,
  updateCycle: 'MONTHLY',
  relatedCodes: [],
  dataClass: '主题/社会保障/养老',
  dataGrade: 3,
  binding: { kind: 'NONE' },
  ...more,
})

export interface CatalogBench {
  readonly catalog: Catalog
  readonly store: Store
  readonly clock: FixedClock
  readonly ledger: ReturnType<typeof recordingLedger>
}

/** The catalog on a real store. Give `store` to start again, or as another process would, on the same data. */
export async function openTestCatalog(
  given: { readonly directory?: string; readonly store?: Store; readonly ledger?: CatalogBench['ledger'] } = {},
): Promise<CatalogBench> {
  const clock = fixedClock()
  const ledger = given.ledger ?? recordingLedger()
  const store = given.store ?? (await openTestStore(testCatalogCollections))
  const catalog = await createCatalog({
    directory: given.directory ?? catalogDirectory,
    store,
    ledger,
    clock,
    ids: fixedIds(clock),
    log: silentLog,
  })
  onTestFinished(() => catalog.stop())
  return { catalog, store, clock, ledger }
}

let requests = 0
export const nextRequestId = (): string => `request-${String(++requests).padStart(4, '0')}`

/** Registers, submits and publishes as three persons would. */
export async function publish(catalog: Catalog, entry: ResourceMetadata, registrar = person('REGISTRAR', '08')) {
  await catalog.registerResource(registrar, { requestId: nextRequestId(), metadata: entry })
  await catalog.submitResource(registrar, { requestId: nextRequestId(), code: entry.code })
  return catalog.publishResource(person('REVIEWER', '41'), { requestId: nextRequestId(), code: entry.code })
}
