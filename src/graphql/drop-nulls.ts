type Nullish = null | undefined
type OptionalKeys<T> = { [K in keyof T]-?: Extract<T[K], Nullish> extends never ? never : K }[keyof T]

/** `T` with every member that may be null or undefined made optional instead. */
type WithoutNulls<T> = { [K in Exclude<keyof T, OptionalKeys<T>>]: T[K] } & {
  [K in OptionalKeys<T>]?: Exclude<T[K], Nullish>
}

/** GraphQL says "absent" by null or by leaving out; features know leaving out alone. Members only, not deeper. */
export function dropNulls<T extends object>(input: T): WithoutNulls<T> {
  const kept: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(input)) if (value !== null && value !== undefined) kept[name] = value
  return kept as WithoutNulls<T>
}
