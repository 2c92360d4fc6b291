import { loadCatalogFiles } from './catalog-files.ts'
import type { CatalogContext, CatalogDeps } from './catalog-deps.ts'
import type { Catalog } from './catalog.ts'
import {
  editResource,
  publishResource,
  registerResource,
  returnResource,
  submitResource,
  withdrawResource,
} from './change-resource.ts'
import { findResources, resourceHistory } from './find-resources.ts'
import { importResources } from './import-resources.ts'
import { indexFiles } from './index-files.ts'
import { refuseSynthetic } from './refuse-synthetic.ts'
import { createResourcesInMemory } from './resources-in-memory.ts'
import { fileDifferences, seedResources } from './seed-resources.ts'

/** Reads and checks the catalog files, takes over their resources once, and keeps every resource in memory. */
export async function createCatalog(deps: CatalogDeps): Promise<Catalog> {
  const files = loadCatalogFiles(deps.directory)
  if (deps.refuseSynthetic) refuseSynthetic(files)
  const index = indexFiles(files)
  const resources = createResourcesInMemory({
    store: deps.store,
    log: deps.log,
    providerName: (creditCode) => index.agency(creditCode)?.name.zh ?? '',
  })
  const context: CatalogContext = { ...deps, files, index, resources }
  const seeded = await seedResources(context)
  if (seeded.published + seeded.drafted > 0)
    deps.log.info('entries of the catalog files taken over', { count: seeded.published + seeded.drafted })
  return {
    ...index,
    resource: (code) => resources.published(code),
    resourceFor: (binding) => resources.publishedFor(binding),
    findResources: (actor, query) => findResources(context, actor, query),
    resourceHistory: (actor, code) => resourceHistory(context, actor, code),
    registerResource: (actor, input) => registerResource(context, actor, input),
    editResource: (actor, input) => editResource(context, actor, input),
    submitResource: (actor, input) => submitResource(context, actor, input),
    publishResource: (actor, input) => publishResource(context, actor, input),
    returnResource: (actor, input) => returnResource(context, actor, input),
    withdrawResource: (actor, input) => withdrawResource(context, actor, input),
    importResources: (actor, input) => importResources(context, actor, input),
    fileDifferences: () => fileDifferences(context),
    refresh: () => resources.refresh(),
    start: () => resources.start(),
    stop: () => resources.stop(),
  }
}
