import { expect, test } from 'vitest'
import { createTurns } from './turns.ts'

test('somebody has so many turns at once; one more is told when to come again, and gets one when another has ended', () => {
  const turnOf = createTurns(2, 'Two are being made. Wait for one of them.')
  const endFirst = turnOf(1)
  turnOf(1)
  turnOf(2)
  expect(() => turnOf(1)).toThrow(
    expect.objectContaining({
      code: 'too-many-requests',
      retryAfterSeconds: 10,
      message: 'Two are being made. Wait for one of them.',
    }),
  )
  endFirst()
  turnOf(1)
  expect(() => turnOf(1)).toThrow('Two are being made.')
})
