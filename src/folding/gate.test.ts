import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createGate } from './gate.ts'

/** Something that ends when it is told to, and says when it began. */
function work(said: string[], name: string) {
  const { promise, resolve } = Promise.withResolvers<void>()
  return {
    end: resolve,
    begin: async () => {
      said.push(`${name} begins`)
      await promise
      said.push(`${name} ends`)
    },
  }
}

test('readings wait for what is being written, and it for those that began before', async () => {
  const gate = createGate(60_000)
  const said: string[] = []
  const [first, second, step, third] = ['first', 'second', 'step', 'third'].map((name) => work(said, name))
  const all = [gate.read(first!.begin), gate.read(second!.begin), gate.write(step!.begin), gate.read(third!.begin)]
  first!.end()
  await pause(5)
  expect(said).toEqual(['first begins', 'second begins', 'first ends'])
  second!.end()
  await pause(5)
  expect(said.slice(3)).toEqual(['second ends', 'step begins'])
  step!.end()
  third!.end()
  await Promise.all(all)
  expect(said.slice(5)).toEqual(['step ends', 'third begins', 'third ends'])
})

test('nobody waits longer than the patience, and a failure passes on and holds nobody up', async () => {
  const gate = createGate(10)
  const said: string[] = []
  const step = work(said, 'step')
  const written = gate.write(step.begin)
  await expect(gate.read(() => Promise.reject(new Error('no such table')))).rejects.toThrow('no such table')
  expect(await gate.read(() => Promise.resolve(7))).toBe(7)
  step.end()
  await written
  const long = work(said, 'long')
  const read = gate.read(long.begin)
  await expect(gate.write(() => Promise.reject(new Error('disk full')))).rejects.toThrow('disk full')
  expect(await gate.read(() => Promise.resolve(8))).toBe(8)
  long.end()
  await read
  expect(said).toEqual(['step begins', 'step ends', 'long begins', 'long ends'])
})
