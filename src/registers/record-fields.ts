import type { JsonObject, JsonValue } from '../core/strict-json.ts'

/** Reading fields of a record whose shape the catalog decides: a field of another type counts as absent. */
export const textOf = (data: JsonObject, field: string): string | undefined => {
  const value = data[field]
  return typeof value === 'string' && value !== '' ? value : undefined
}

export const numberOf = (data: JsonObject, field: string): number | undefined => {
  const value = data[field]
  return typeof value === 'number' ? value : undefined
}

export const flagOf = (data: JsonObject, field: string): boolean | undefined => {
  const value = data[field]
  return typeof value === 'boolean' ? value : undefined
}

export const objectOf = (data: JsonObject, field: string): JsonObject | undefined => asObject(data[field])

/** The objects of a list field; an absent list is empty. */
export const listOf = (data: JsonObject, field: string): readonly JsonObject[] => {
  const value = data[field]
  if (!Array.isArray(value)) return []
  return (value as readonly JsonValue[]).map(asObject).filter((member) => member !== undefined)
}

const asObject = (value: JsonValue | undefined): JsonObject | undefined =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as JsonObject) : undefined

/** The numbers in the subject fields of a record; `holders[]` stands for each member's `idOrCode`. */
export function subjectValues(
  data: JsonObject,
  subjectFields: readonly string[],
): readonly { readonly field: string; readonly value: string }[] {
  const found: { readonly field: string; readonly value: string }[] = []
  for (const declared of subjectFields) {
    const isList = declared.endsWith('[]')
    const field = isList ? declared.slice(0, -2) : declared
    for (const value of isList
      ? listOf(data, field).map((member) => textOf(member, 'idOrCode'))
      : [textOf(data, field)])
      if (value !== undefined) found.push({ field, value })
  }
  return found
}
