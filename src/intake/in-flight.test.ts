import { expect, test } from 'vitest'
import { setTimeout as pause } from 'node:timers/promises'
import { createInFlight } from './in-flight.ts'

const overloaded = expect.objectContaining({ code: 'overloaded' })

test('work is let in, in the order of asking, as far as there is room', async () => {
  const inFlight = createInFlight({ workBytesMax: 100 })
  const order: string[] = []
  const [first, second] = await Promise.all([inFlight.turn(60), inFlight.turn(40)])
  const third = inFlight.turn(80).then((done) => {
    order.push('third')
    return done
  })
  const fourth = inFlight.turn(10).then((done) => {
    order.push('fourth')
    return done
  })
  second()
  await pause(5)
  // There is room for the fourth, but it came after the third.
  expect(order).toEqual([])
  first()
  const doneThird = await third
  const doneFourth = await fourth
  expect(order).toEqual(['third', 'fourth'])
  doneThird()
  doneFourth()
})

test('what is greater than all the room is worked on alone', async () => {
  const inFlight = createInFlight({ workBytesMax: 100, turnMilliseconds: 20 })
  const done = await inFlight.turn(1000)
  await expect(inFlight.turn(1)).rejects.toEqual(overloaded)
  done()
  const next = await inFlight.turn(1)
  await expect(inFlight.turn(1000)).rejects.toEqual(overloaded)
  next()
})

test('who waits too long gives way to those behind', async () => {
  const inFlight = createInFlight({ workBytesMax: 100, turnMilliseconds: 20 })
  const done = await inFlight.turn(50)
  const big = inFlight.turn(80)
  const small = inFlight.turn(50)
  await expect(big).rejects.toEqual(overloaded)
  ;(await small)()
  done()
})

test('requests, and the bytes that they hold, are limited together and given back', () => {
  const inFlight = createInFlight({ requestsMax: 2, heldBytesMax: 100 })
  const one = inFlight.begin()
  const other = inFlight.begin()
  expect(() => inFlight.begin()).toThrow(overloaded)
  one.holds(70)
  other.holds(30)
  expect(() => other.holds(31)).toThrow(overloaded)
  one.holds(10)
  other.holds(90)
  one.end()
  other.holds(100)
  const third = inFlight.begin()
  expect(() => third.holds(1)).toThrow(overloaded)
  other.end()
  third.holds(100)
  third.end()
})
