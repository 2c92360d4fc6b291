import { Worker } from 'node:worker_threads'

/**
 * A thread that takes lists of jobs and answers each list with one of equal length. What comes while it is busy, or within
 * one turn of the event loop, is the next list. A thread that fails ends the process: nothing is answered half done.
 */
export function startThread<J, A>(file: string, workerData: object): (job: J, hear: (answer: A) => void) => void {
  const worker = new Worker(new URL(file, import.meta.url), { workerData })
  let waiting: J[] = []
  let waitingToHear: ((answer: A) => void)[] = []
  let posted: ((answer: A) => void)[] = []
  let isBusy = false

  function post(): void {
    worker.postMessage(waiting)
    posted = waitingToHear
    waiting = []
    waitingToHear = []
  }

  worker.on('message', (answers: readonly A[]) => {
    const told = posted
    isBusy = waiting.length > 0
    if (isBusy) post() // first, so that the thread works while its answers go out
    for (let i = 0; i < told.length; i++) told[i]!(answers[i]!)
  })
  return (job, hear) => {
    waiting.push(job)
    waitingToHear.push(hear)
    if (isBusy) return
    isBusy = true
    setImmediate(post)
  }
}
