import type { Language } from '../core/errors.ts'

/** A line in both languages. */
export interface Say {
  readonly en: string
  readonly zh: string
}

type Facts = Readonly<Record<string, unknown>>

/** Where the story is told: lines for a person, or one JSON object a step for a program. */
export interface Stage {
  title(text: Say): void
  chapter(number: number, text: Say): void
  line(text: Say): void
  /** A row of cells padded to columns, the last one free. */
  row(cells: readonly Say[], widths: readonly number[]): void
  /** Ends a step with what a program wants to know of it. */
  done(step: string, facts: Facts): void
  /** The last word. */
  finish(facts: Facts, text: Say): void
}

/** A step that did not come out as the generator says it must. */
export class DemoFailure extends Error {
  readonly messageZh: string

  constructor(message: string, messageZh = message) {
    super(message)
    this.messageZh = messageZh
  }
}

export function expectThat(isTrue: boolean, what: string): asserts isTrue {
  if (!isTrue) throw new DemoFailure(what)
}

const WIDTH = 100

export function createStage(language: Language, asJson: boolean, write: (text: string) => void): Stage {
  const say = (text: Say): string => text[language]
  const print = (text: string) => {
    if (!asJson) write(`${cut(text.trimEnd(), WIDTH)}\n`)
  }
  return {
    title: (text) => print(say(text)),
    chapter(number, text) {
      print('')
      print(`${number}  ${say(text)}`)
    },
    line: (text) => print(`   ${say(text)}`),
    row: (cells, widths) =>
      print(`   ${cells.map((cell, i) => (i < widths.length ? pad(say(cell), widths[i]!) : say(cell))).join('')}`),
    done(step, facts) {
      if (asJson) write(`${JSON.stringify({ step, ok: true, ...facts })}\n`)
    },
    finish(facts, text) {
      if (asJson) write(`${JSON.stringify(facts)}\n`)
      print('')
      print(say(text))
    },
  }
}

/** Columns that a terminal gives a text: Chinese characters and full-width marks take two. */
function widthOf(text: string): number {
  let width = 0
  for (const char of text)
    width += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/.test(char)
      ? 2
      : 1
  return width
}

const pad = (text: string, width: number): string => {
  const fitted = cut(text, width - 1)
  return fitted + ' '.repeat(Math.max(1, width - widthOf(fitted)))
}

function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text
  let kept = ''
  for (const char of text) {
    if (widthOf(kept + char) > width - 1) break
    kept += char
  }
  return `${kept}…`
}
