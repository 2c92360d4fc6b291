import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { buildSchema } from 'graphql'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { readSdl } from '../../src/graphql/schema.ts'

const root = resolve(import.meta.dirname, '../..')

/** Half-width marks beside a Chinese character: in a Chinese sentence they are written （）：，；？！. */
const HALF_WIDTH = /\p{sc=Han}[,;:!?()]|[,;:!?()]\p{sc=Han}/u
/** No Chinese sentence: a form typed as it stands, an address, an English sentence that quotes, a number of a document. */
const NOT_PROSE: readonly RegExp[] = [
  /名称:中文:英文/,
  /localhost:/,
  /name:中文/,
  /^Both find it by the word/,
  /^岭\($/,
]

const wrongIn = (texts: readonly string[]): readonly string[] =>
  texts.filter((text) => HALF_WIDTH.test(text) && !NOT_PROSE.some((form) => form.test(text)))

/** String literals and the fixed parts of templates. */
function literalsOf(source: string): readonly string[] {
  const texts: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node))
      texts.push(node.text)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile('x.ts', source, ts.ScriptTarget.Latest))
  return texts
}

/** Lists within a Chinese template that are put together by a half-width comma. */
function listsOf(source: string): readonly string[] {
  const lists: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isTemplateExpression(node)) {
      const isChinese = [node.head, ...node.templateSpans.map(({ literal }) => literal)].some(({ text }) =>
        /\p{sc=Han}/u.test(text),
      )
      for (const { expression } of isChinese ? node.templateSpans : [])
        if (/\.join\('[^']*,[^']*'\)/.test(expression.getText())) lists.push(expression.getText())
    }
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile('x.ts', source, ts.ScriptTarget.Latest, true))
  return lists
}

const read = (pattern: string): readonly string[] =>
  globSync(pattern, { cwd: root }).map((file) => readFileSync(join(root, file), 'utf8'))

describe('texts in Chinese', () => {
  it('use full-width marks in messages, settings, descriptions and the story', () => {
    const texts = read('src/**/*.ts').flatMap(literalsOf)
    expect(texts.filter((text) => /\p{sc=Han}/u.test(text)).length).toBeGreaterThan(800)
    expect(wrongIn(texts)).toEqual([])
  })

  it('have 、 between the members of a list', () => {
    expect(read('src/**/*.ts').flatMap(listsOf)).toEqual([])
    expect(listsOf("const a = `现有：${known.join(', ')}`; const b = `there are ${known.join(', ')}`")).toEqual([
      "known.join(', ')",
    ])
  })

  it('call an access request what Order 809 art. 20 calls it, 共享申请', () => {
    const texts = [...read('src/**/*.ts'), ...read('schema/*.graphql'), ...read('docs/*.md'), ...read('README.md')]
    expect(texts.filter((text) => text.includes('共享申请')).length).toBeGreaterThan(5)
    expect(texts.filter((text) => /授权申请|使用申请/.test(text))).toEqual([])
  })

  it('use them in the schema and in the catalog', () => {
    const schema = buildSchema(readSdl())
    const descriptions = JSON.stringify(
      Object.values(schema.getTypeMap()).map((type) => type.toConfig()),
      (key, value: unknown) => (key === 'astNode' || key === 'extensionASTNodes' ? undefined : value),
    ).match(/"description":"(?:[^"\\]|\\.)*"/g)!
    expect(descriptions.length).toBeGreaterThan(900)
    const catalog = read('catalog/**/*.json').flatMap(
      (text) => text.match(/"(?:x-title-)?zh": "(?:[^"\\]|\\.)*"/g) ?? [],
    )
    expect(catalog.length).toBeGreaterThan(1_000)
    expect(wrongIn([...descriptions, ...catalog].map((text) => text.slice(text.indexOf(':') + 1)))).toEqual([])
  })

  it('would be caught with a half-width mark, in a literal and in a template', () => {
    const source = "const a = '拒绝(第 809 号令)'; const b = `共 ${a},条`; const c = '好：（好），好；好'"
    expect(wrongIn(literalsOf(source))).toEqual(['拒绝(第 809 号令)', ',条'])
  })
})
