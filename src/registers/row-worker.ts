import { parentPort } from 'node:worker_threads'
import type { Register } from '../catalog/index.ts'
import { becomeBackgroundThread } from '../core/background-thread.ts'
import { isZhengshuError } from '../core/errors.ts'
import type { Chunker } from './chunk-rows.ts'
import { buffersOf } from './packed-rows.ts'
import { openJob } from './row-job.ts'
import type { RowAnswer, RowRequest } from './row-messages.ts'

/* The row thread of a process: reads, checks and names the rows of imports. It sees no store. */
becomeBackgroundThread()
const port = parentPort!
const files = new Map<number, Chunker>()

port.on('message', (request: RowRequest) => {
  switch (request.kind) {
    case 'open':
      return void files.set(request.file, openJob({ ...request.job, register: sameRegister(request.job.register) }))
    case 'close':
      return void files.delete(request.file)
    default:
      return void answer(request).then((result) => port.postMessage(result, buffersOfAnswer(result)))
  }
})

function buffersOfAnswer(answer: RowAnswer): readonly ArrayBuffer[] {
  if (answer.kind !== 'done') return []
  const chunks = 'chunks' in answer.result ? answer.result.chunks : answer.result
  return chunks.flatMap(({ named }) => buffersOf(named))
}

async function answer(request: Extract<RowRequest, { kind: 'take' | 'end' }>): Promise<RowAnswer> {
  const { file } = request
  try {
    const chunker = files.get(file)!
    const result = request.kind === 'take' ? chunker.take(request.bytes, request.now) : chunker.end(request.now)
    return { file, kind: 'done', result: await result }
  } catch (error) {
    if (isZhengshuError(error)) return { file, kind: 'refused', code: error.code, params: error.params }
    return { file, kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

// Checkers are compiled once per register object, and each job brings a copy.
const registers = new Map<string, Register>()

function sameRegister(register: Register): Register {
  const text = JSON.stringify(register)
  const known = registers.get(text) ?? register
  registers.set(text, known)
  return known
}
