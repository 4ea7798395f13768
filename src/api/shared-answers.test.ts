import { expect, test } from 'vitest'
import { createSharedAnswers } from './shared-answers.ts'

test('the same question has one answer for a while, another question its own', async () => {
  let now = 1000
  let asked = 0
  const shared = createSharedAnswers<number>(2000, () => now)
  const ask = (question: string) => shared(question, () => Promise.resolve(++asked))
  expect(await Promise.all([ask('a'), ask('b'), ask('a')])).toEqual([1, 2, 1])
  now += 1999
  expect(await ask('a')).toBe(1)
  now += 1
  expect(await ask('a')).toBe(3)
  expect(await ask('b')).toBe(4)
  // A clock that was put back keeps nothing.
  now -= 5000
  expect(await ask('a')).toBe(5)
})

test('a failure is not kept', async () => {
  let asked = 0
  const shared = createSharedAnswers<number>(2000, () => 0)
  const ask = () => shared('a', () => (++asked === 1 ? Promise.reject(new Error('no')) : Promise.resolve(asked)))
  await expect(Promise.all([ask(), ask()])).rejects.toThrow('no')
  expect(await ask()).toBe(2)
})

test('very many questions are not kept for ever', async () => {
  const shared = createSharedAnswers<number>(2000, () => 0)
  for (let at = 0; at < 1500; at++) await shared(String(at), () => Promise.resolve(at))
  expect(await shared('1499', () => Promise.resolve(-1))).toBe(1499)
  expect(await shared('0', () => Promise.resolve(-1))).toBe(-1)
})
