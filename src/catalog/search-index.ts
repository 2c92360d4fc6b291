import type { Resource } from './catalog.ts'
import { createPostings, type Postings } from './postings.ts'
import type { ResourceDocument } from './resource-records.ts'

/** Which revision of an entry a hit is in: the one in force, or the newest when that is another one. */
export type Shown = 'published' | 'current'

interface Hit {
  readonly code: string
  readonly shown: Shown
}

export interface SearchIndex {
  put(document: ResourceDocument): void
  /** Entries that have all the words, those with the words in the title first; at most {@link MOST_HITS} of each. */
  search(text: string): readonly Hit[]
}

/** Beyond that many nobody reads on: the words are too common. */
const MOST_HITS = 2_000

const PARTS = /\p{Script=Han}+|[\p{L}\p{N}]+/gu
const isChinese = (text: string): boolean => /^\p{Script=Han}/u.test(text)

const normalize = (text: string): string => text.normalize('NFKC').toLowerCase().trim()

/**
 * Chinese is written without spaces, and the commonest words have two characters: each run of characters is indexed
 * by its overlapping pairs, and by its last character alone, so that one character is found as a beginning.
 */
export function tokenize(text: string): string[] {
  const parts = normalize(text).match(PARTS) ?? []
  return parts.flatMap((part) => (isChinese(part) ? [...pairs(part), [...part].at(-1)!] : [part]))
}

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })

/** What is asked for is cut into words first: the pairs across two words are nothing that anybody asked for. */
export function tokenizeQuery(text: string): string[] {
  const parts = normalize(text).match(PARTS) ?? []
  const terms = parts.flatMap((part) => {
    if (!isChinese(part)) return [part]
    const words = [...segmenter.segment(part)].map(({ segment }) => segment)
    return words.flatMap((word) => (word.length === 1 ? [word] : pairs(word)))
  })
  return [...new Set(terms)]
}

function pairs(run: string): string[] {
  const characters = [...run]
  if (characters.length === 1) return []
  return characters.slice(1).map((character, i) => characters[i]! + character)
}

/** An entry that may be found; its number is its place in the list, and never given to another one. */
interface Entry extends Hit {
  readonly title: string
}

/**
 * Words in the title are looked up apart, so that an entry about something comes before those that mention it. Common
 * words cost no more than rare ones: looking ends at {@link MOST_HITS}.
 */
export function createSearchIndex(providerName: (creditCode: string) => string): SearchIndex {
  const numbers = new Map<string, number>()
  let entries: (Entry | undefined)[] = []
  let titles = createPostings()
  let texts = createPostings()

  const add = (entry: Entry, title: readonly string[], text: readonly string[]) => {
    const number = entries.push(entry) - 1
    numbers.set(keyOf(entry), number)
    titles.add(number, title)
    texts.add(number, [...title, ...text])
  }
  const drop = (hit: Hit) => {
    const number = numbers.get(keyOf(hit))
    if (number === undefined) return
    numbers.delete(keyOf(hit))
    entries[number] = undefined
  }
  const put = (hit: Hit, { metadata }: Resource) => {
    const title = `${metadata.name.zh} ${metadata.name.en}`
    const text = [
      metadata.summary,
      metadata.dataClass,
      providerName(metadata.provider),
      ...metadata.items.map((item) => `${item.name} ${item.title.zh} ${item.title.en}`),
    ].join(' ')
    add({ ...hit, title: normalize(title) }, tokenize(title), [...tokenize(text), ...tokenize(metadata.code)])
  }
  // What was replaced leaves its number behind; when those are the most, the numbers begin anew.
  const compact = () => {
    const live = entries.flatMap((entry, number) => (entry ? [{ entry, number }] : []))
    const renumbered = new Map(live.map(({ number }, i) => [number, i]))
    entries = live.map(({ entry }) => entry)
    live.forEach(({ entry }, i) => numbers.set(keyOf(entry), i))
    titles = titles.renumbered(renumbered)
    texts = texts.renumbered(renumbered)
  }
  const find = (postings: Postings, terms: readonly string[], isWanted: (number: number) => boolean): number[] =>
    postings.withAll(terms, isPrefix, (number) => entries[number] !== undefined && isWanted(number), MOST_HITS)

  return {
    put({ id: code, published, current }) {
      drop({ code, shown: 'published' })
      drop({ code, shown: 'current' })
      if (published) put({ code, shown: 'published' }, published)
      if (current.revision !== published?.revision) put({ code, shown: 'current' }, current)
      if (entries.length > 2 * numbers.size + 1_000) compact()
    },
    search(text) {
      const terms = tokenizeQuery(text)
      if (terms.length === 0) return []
      const inTitle = find(titles, terms, () => true)
      const seen = new Set(inTitle)
      const inText = find(texts, terms, (number) => !seen.has(number))
      const phrase = normalize(text)
      return [...rank(inTitle, entries, phrase), ...rank(inText, entries, phrase)]
    },
  }
}

/** Titles with the very words first, then the shorter title, then the code. */
function rank(found: readonly number[], entries: readonly (Entry | undefined)[], phrase: string): Hit[] {
  const rows = found.map((number) => {
    const entry = entries[number]!
    return { entry, hasPhrase: entry.title.includes(phrase) }
  })
  rows.sort(
    (a, b) =>
      Number(b.hasPhrase) - Number(a.hasPhrase) ||
      a.entry.title.length - b.entry.title.length ||
      (a.entry.code < b.entry.code ? -1 : 1),
  )
  return rows.map(({ entry: { code, shown } }) => ({ code, shown }))
}

/** Pairs are whole; words in Latin letters and single characters are found by their beginning. */
const isPrefix = (term: string): boolean => !isChinese(term) || term.length === 1

const keyOf = ({ code, shown }: Hit): string => `${code} ${shown}`
