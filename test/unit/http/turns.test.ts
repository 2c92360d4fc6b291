import { expect, test } from 'vitest'
import { Turns } from '../../../src/http/turns.ts'

const nextTurn = () => new Promise((resolve) => setImmediate(resolve))

test('those who arrive in one turn of the event loop go on together, step by step', async () => {
  const turns = new Turns()
  const steps: string[] = []
  const go = async (name: string) => {
    await turns.end()
    steps.push(`${name}1`)
    await Promise.resolve()
    steps.push(`${name}2`)
  }
  const all = [go('a')]
  await Promise.resolve() // later in the same turn
  all.push(go('b'))
  expect(steps).toEqual([])
  await Promise.all(all)
  expect(steps).toEqual(['a1', 'b1', 'a2', 'b2'])
})

test('who arrives later waits for the end of a later turn', async () => {
  const turns = new Turns()
  const first = turns.end()
  await nextTurn()
  await first
  const second = turns.end()
  expect(second).not.toBe(first)
  await second
})
