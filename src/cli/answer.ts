import { readLanguage } from '../config.ts'
import type { Bilingual } from '../catalog/index.ts'
import type { AnswerOptions } from './options.ts'

/** The result on stdout: one JSON object a line for a program, a text for a person. */
export function answer(options: AnswerOptions, result: object, text: string): void {
  process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : `${text}\n`)
}

/** What is worth knowing beside the result: on stderr, in the reader's language. */
export const notice = (text: Bilingual): void => void process.stderr.write(`${text[readLanguage()]}\n`)

/** A line that is written over while the work goes on; only where somebody watches. */
export const showProgress = (text: string): void =>
  void (process.stderr.isTTY && process.stderr.write(`\r\x1b[K${text}`))
export const endProgress = (): void => showProgress('')
