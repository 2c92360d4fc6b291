import { cpus } from 'node:os'

/** A ratio without a target: it explains the figures, and only people read it. */
export interface Comparison {
  readonly name: string
  readonly value: number
  /** What it is divided by, or what it is held against. */
  readonly against: string
}

/** What `--json` writes; names are stable, so that runs can be compared. */
export interface Figure extends Comparison {
  readonly unit: 'ratio'
  /** With its direction, for example `≥ 0.3`. */
  readonly target: string
}

/** What was measured behind a ratio: absolute figures of this machine in this minute. */
export interface Lane {
  readonly name: string
  readonly perSecond: number
  /** Of the process under test. */
  readonly perCpuSecond?: number
  readonly note?: string
}

export interface CaseResult {
  readonly figures: readonly Figure[]
  readonly comparisons?: readonly Comparison[]
  readonly lanes: readonly Lane[]
}

export const atLeast = (target: number): string => `≥ ${target}`
export const atMost = (target: number): string => `≤ ${target}`

export function isMet({ value, target }: Figure): boolean {
  const [direction, bound] = target.split(' ')
  return direction === '≤' ? value <= Number(bound) : value >= Number(bound)
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** Median of the ratios of each round: both sides of a ratio were measured within seconds of each other. */
export const ratioOf = (above: readonly number[], below: readonly number[]): number =>
  median(above.map((value, round) => value / below[round]!))

const round = (value: number, digits: number): number => Number(value.toFixed(digits))

export const toFigure = (name: string, value: number, target: string, against: string): Figure => ({
  name,
  value: round(value, 3),
  unit: 'ratio',
  target,
  against,
})

export const toComparison = (name: string, value: number, against: string): Comparison => ({
  name,
  value: round(value, 3),
  against,
})

export function printFigures(results: readonly CaseResult[], write: (line: string) => void): void {
  const figures = results.flatMap((result) => result.figures)
  const comparisons = results.flatMap((result) => result.comparisons ?? [])
  const lanes = results.flatMap((result) => result.lanes)
  const cpu = cpus()
  write(
    `${cpu.length} × ${cpu[0]?.model.trim() ?? 'unknown CPU'}, Node ${process.version}, ${new Date().toISOString()}`,
  )
  write('')
  write(row([['ratio', -7], ['target', 9], ['', 6], ['figure', 44], ['against', 0]])) // prettier-ignore
  for (const figure of figures)
    write(row([[figure.value.toFixed(2), -7], [figure.target, 9], [isMet(figure) ? 'met' : 'missed', 6], [figure.name, 44], [figure.against, 0]])) // prettier-ignore
  for (const { value, name, against } of comparisons)
    write(row([[value.toFixed(2), -7], ['–', 9], ['', 6], [name, 44], [against, 0]])) // prettier-ignore
  write('')
  write(
    row([
      ['per second', -12],
      ['per CPU-s', -12],
      ['measured', 0],
    ]),
  )
  for (const lane of lanes) {
    const name = lane.note === undefined ? lane.name : `${lane.name} (${lane.note})`
    write(
      row([
        [amount(lane.perSecond), -12],
        [amount(lane.perCpuSecond), -12],
        [name, 0],
      ]),
    )
  }
}

const amount = (value: number | undefined): string =>
  value === undefined ? '–' : Math.round(value).toLocaleString('en')

/** Cells padded to columns; a negative width pads on the left. */
const row = (cells: readonly (readonly [text: string, width: number])[]): string =>
  cells
    .map(([text, width]) => (width < 0 ? text.padStart(-width) : text.padEnd(width)))
    .join('  ')
    .trimEnd()
