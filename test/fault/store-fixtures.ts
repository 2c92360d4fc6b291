import { defineCollection, type Document } from '../../src/store/index.ts'

/** A commit writes a half into each of these; one without the other would be half a commit. */
export const halves = defineCollection<Document>({ name: 'halves', schema: 1, indexes: [] })
export const otherHalves = defineCollection<Document>({ name: 'other_halves', schema: 1, indexes: [] })

export interface Counter extends Document {
  readonly value: number
}
export const counters = defineCollection<Counter>({ name: 'counters', schema: 1, indexes: [] })

export interface SealedRow extends Document {
  readonly number: string
  readonly text: string
}
export const sealedRows = defineCollection<SealedRow>({
  name: 'sealed_rows',
  schema: 1,
  indexes: [{ name: 'by_number', fields: ['number'], unique: true }],
  sealed: { personalFields: ['number'] },
})

export const faultCollections = [halves, otherHalves, counters, sealedRows]
