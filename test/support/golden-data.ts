import { defineCollection, insert, type Document, type Write } from '../../src/store/index.ts'

/*
 * What stands in test/golden/data-format-1, made once by scripts/make-golden-data.ts with the fixed secrets of the
 * tests. These declarations and documents never change: a later format gets a directory and a file of its own.
 */
interface GoldenPerson extends Document {
  readonly number: string
  readonly name: string
}
interface GoldenLicence extends Document {
  readonly type: string
  readonly rank: number
  readonly code: string
  readonly details: object
}

export const goldenPersons = defineCollection<GoldenPerson>({
  name: 'golden_persons',
  schema: 1,
  indexes: [{ name: 'by_number', fields: ['number'], unique: true }],
  sealed: { personalFields: ['number'] },
})
export const goldenLicences = defineCollection<GoldenLicence>({
  name: 'golden_licences',
  schema: 1,
  indexes: [
    { name: 'by_type', fields: ['type', 'rank'] },
    { name: 'by_code', fields: ['code'], unique: true },
  ],
})
export const goldenCollections = [goldenPersons, goldenLicences]

export const goldenWrites = (): readonly Write[] => [
  insert(goldenPersons, { id: 'per_1', number: '390100199003070019', name: '冉望舒' }),
  insert(goldenPersons, { id: 'per_2', number: '390100198512120028', name: '𠮷田' }),
  insert(goldenLicences, { id: 'lic_1', type: 'T1', rank: -1.5, code: '\ue000', details: { list: [1, null, true] } }),
  insert(goldenLicences, { id: 'lic_2', type: 'T1', rank: 2, code: '𠀀', details: {} }),
  insert(goldenLicences, { id: 'lic_3', type: 'T1', rank: 10, code: 'plain', details: { $ref: 'a.b' } }),
]
