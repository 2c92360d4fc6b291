/** A place in a document, as the `field` of an error in both languages. */
export interface Place {
  readonly field: string
  readonly fieldZh: string
}

export const placeOf = (at: { readonly line: number; readonly column: number } | undefined): Place =>
  at
    ? { field: `value at ${at.line}:${at.column}`, fieldZh: `第 ${at.line} 行第 ${at.column} 列的值` }
    : { field: 'value', fieldZh: '值' }
