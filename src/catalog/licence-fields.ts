import type { FieldClass, LicenceType } from './catalog.ts'

/** Fields that every licence has besides the face data of its type (GB/T 36903), with their classes. */
const COMMON_LICENCE_FIELDS = {
  number: 'D',
  name: 'P',
  issuer: 'P',
  issuedOn: 'P',
  validFrom: 'P',
  validTo: 'P',
  holders: 'D',
  holderNames: 'D',
  holderCodes: 'D',
} as const satisfies Readonly<Record<string, FieldClass>>

export type CommonLicenceField = keyof typeof COMMON_LICENCE_FIELDS

/** Undefined for a field of the face data, whose class stands in the schema of its type. */
export const classOfCommonField = (name: string): FieldClass | undefined =>
  Object.hasOwn(COMMON_LICENCE_FIELDS, name) ? COMMON_LICENCE_FIELDS[name as CommonLicenceField] : undefined

/** Class of a field of a licence; the type's own field comes before a common one of the same name. */
export function classOfLicenceField(type: LicenceType, name: string): FieldClass | undefined {
  const { properties } = type.schema as { properties: Readonly<Record<string, { 'x-class': FieldClass }>> }
  return Object.hasOwn(properties, name) ? properties[name]!['x-class'] : classOfCommonField(name)
}
