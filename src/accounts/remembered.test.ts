import { expect, test } from 'vitest'
import { remember } from './remembered.ts'

test('an answer is asked for again when its time is over, also when the clock was set back or forward', async () => {
  let now = 1_000_000
  let asked = 0
  const answers = remember<number>(15_000, () => now)
  const get = () => answers.get('key', async () => ++asked)
  expect([await get(), await get()]).toEqual([1, 1])
  now += 15_000
  expect(await get()).toBe(2)
  now -= 5 * 365 * 86_400_000
  expect([await get(), await get()]).toEqual([3, 3])
  now += 5 * 365 * 86_400_000
  expect(await get()).toBe(4)
})
