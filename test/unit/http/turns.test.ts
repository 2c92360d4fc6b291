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
  let isOver = false
  const second = turns.end().then(() => (isOver = true))
  await Promise.resolve()
  expect(isOver).toBe(false)
  await second
})

test('where many arrive together, the first go on a turn before the rest, in their order', async () => {
  const turns = new Turns()
  const gone: number[] = []
  const all = Array.from({ length: 40 }, (_, i) => turns.end().then(() => gone.push(i)))
  const seen: number[] = []
  while (gone.length < 40) {
    await nextTurn()
    seen.push(gone.length)
  }
  await Promise.all(all)
  expect(gone).toEqual(Array.from({ length: 40 }, (_, i) => i))
  expect(seen).toEqual([16, 32, 40])
})

test('who arrives while others wait goes on after them', async () => {
  const turns = new Turns()
  const gone: string[] = []
  const arrive = (name: string) => turns.end().then(() => gone.push(name))
  const early = Array.from({ length: 20 }, (_, i) => arrive(`early ${i}`))
  await nextTurn()
  const late = arrive('late')
  await Promise.all([...early, late])
  expect(gone.at(-1)).toBe('late')
})
