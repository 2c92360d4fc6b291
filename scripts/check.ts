import { spawnSync } from 'node:child_process'

/** `npm run check`: everything that must hold of the sources, without running the product. */
const STEPS: readonly (readonly [name: string, command: string, args: readonly string[]])[] = [
  ['types', 'tsc', ['--noEmit', '-p', '.']],
  ['lint', 'eslint', ['src', 'test', 'bench', 'scripts', '--max-warnings', '0']],
  ['format', 'prettier', ['--check', '--log-level', 'warn', 'src', 'test', 'bench', 'scripts']],
  ['generated types', 'node', ['scripts/codegen.ts', '--check']],
  ['documentation tables', 'node', ['scripts/write-docs.ts', '--check']],
  ['architecture and schema documentation', 'vitest', ['run', 'test/architecture', '--reporter=dot']],
]

let failed = 0
for (const [name, command, args] of STEPS) {
  const started = process.hrtime.bigint()
  const run = spawnSync(command, [...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  })
  const seconds = Number(process.hrtime.bigint() - started) / 1e9
  const ok = run.status === 0
  if (!ok) failed++
  process.stdout.write(`${ok ? 'ok    ' : 'FAILED'} ${name} (${seconds.toFixed(1)} s)\n`)
  if (!ok) process.stdout.write(`${run.stdout}${run.stderr}\n`)
}
process.exitCode = failed === 0 ? 0 : 1
