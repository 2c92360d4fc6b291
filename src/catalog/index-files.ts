import type { CatalogFiles } from './catalog-files.ts'
import type { Catalog } from './catalog.ts'
import { createLicenceDataCheck } from './check-licence-data.ts'
import { materialsOf } from './list-materials.ts'

/** The part of the catalog that the files alone answer: no store, no actor. */
export type FileIndex = Pick<
  Catalog,
  | 'agencies'
  | 'licenceTypes'
  | 'registers'
  | 'serviceItems'
  | 'bundles'
  | 'divisions'
  | 'agency'
  | 'agencyByNumber'
  | 'licenceType'
  | 'register'
  | 'serviceItem'
  | 'bundle'
  | 'division'
  | 'checkLicenceData'
  | 'materialsOf'
>

/** Look-up tables over files that were read once; no copy is made. */
export function indexFiles(files: CatalogFiles): FileIndex {
  const by = <T>(values: readonly T[], key: (value: T) => string) => {
    const map = new Map(values.map((value) => [key(value), value]))
    return (text: string): T | undefined => map.get(text)
  }
  const slug = (value: { readonly slug: string }) => value.slug
  const { agencies, licenceTypes, registers, serviceItems, bundles, divisions } = files
  const serviceItem = by(serviceItems, slug)
  return {
    agencies,
    licenceTypes,
    registers,
    serviceItems,
    bundles,
    divisions,
    agency: by(agencies, (agency) => agency.creditCode),
    agencyByNumber: by(agencies, (agency) => agency.number),
    licenceType: by(licenceTypes, slug),
    register: by(registers, slug),
    serviceItem,
    bundle: by(bundles, slug),
    division: by(divisions, (division) => division.code),
    checkLicenceData: createLicenceDataCheck(),
    materialsOf: (slugs, situations, parties) => materialsOf({ serviceItem, serviceItems }, slugs, situations, parties),
  }
}
