import { ZhengshuError } from '../core/errors.ts'
import type { ResponseType } from '../graphql/index.ts'

const OFFERED: readonly ResponseType[] = ['application/graphql-response+json', 'application/json']

interface Range {
  readonly type: string
  readonly quality: number
  readonly isAcceptable: boolean
}

/**
 * The media type of a GraphQL response (GraphQL over HTTP §6.2): what the Accept header prefers of the two;
 * application/json for clients that say nothing or take anything. Throws NOT_ACCEPTABLE.
 */
export function chooseResponseType(accept: string | undefined): ResponseType {
  if (accept === undefined || accept.trim() === '' || accept === '*/*' || accept === 'application/json')
    return 'application/json'
  let best: { type: ResponseType; quality: number } | undefined
  for (const range of accept.split(',').map(parseRange)) {
    const type = matching(range.type)
    if (type && range.isAcceptable && range.quality > (best?.quality ?? 0)) best = { type, quality: range.quality }
  }
  if (!best) throw new ZhengshuError('NOT_ACCEPTABLE', { offered: OFFERED.join(', '), offeredZh: OFFERED.join('、') })
  return best.type
}

function parseRange(text: string): Range {
  const [type = '', ...parameters] = text
    .toLowerCase()
    .split(';')
    .map((part) => part.trim())
  const value = (name: string): string | undefined =>
    parameters.find((parameter) => parameter.startsWith(`${name}=`))?.slice(name.length + 1)
  const quality = Number(value('q') ?? 1)
  const charset = value('charset')
  return {
    type,
    quality: Number.isNaN(quality) ? 0 : quality,
    isAcceptable: charset === undefined || /^"?utf-?8"?$/.test(charset),
  }
}

function matching(range: string): ResponseType | undefined {
  if (range === '*/*' || range === 'application/*') return 'application/json'
  return OFFERED.find((type) => type === range)
}
