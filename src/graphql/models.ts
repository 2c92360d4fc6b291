import type { Material } from '../catalog/index.ts'
import type { ImportBatch } from '../registers/index.ts'

/** Parts of feature types that stand for a type of the SDL; generated.ts imports them by name. */
export type NecessityModel = Material['necessity']
export type RowRefusalModel = ImportBatch['refusals'][number]
