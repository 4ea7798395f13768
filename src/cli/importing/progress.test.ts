import { expect, test } from 'vitest'
import { createProgress } from './progress.ts'
import type { Screen } from './progress.ts'

/** A screen that keeps what is written, and a clock that is set by hand. */
function scene(isTerminal: boolean, width = 80) {
  const written: string[] = []
  const screen: Screen = { write: (text) => void written.push(text), isTerminal, width: () => width }
  const clock = { now: 0 }
  return { screen, written, clock, now: () => clock.now }
}

const clear = '\r\u001b[2K'

test('on a terminal a bar says how far it is, how fast, and how long it will take', () => {
  const { screen, written, clock, now } = scene(true)
  const progress = createProgress(screen, 40_000_000, now)
  clock.now = 10_000
  progress.update(10_000_000, 650_000)
  const bar = '█'.repeat(6) + '░'.repeat(19)
  expect(written).toEqual([`${clear}${bar}  25 % of 40.0 MB, 650,000 events, 65,000/s, 0:30 left`])
})

test('the bar is not drawn more often than the eye sees, and never wider than the terminal', () => {
  const { screen, written, clock, now } = scene(true, 40)
  const progress = createProgress(screen, 1000, now)
  for (clock.now = 1; clock.now <= 1000; clock.now++) progress.update(clock.now, clock.now)
  expect(written.length).toBe(10)
  expect(Math.max(...written.map((text) => text.replace(clear, '').length))).toBeLessThan(40)
})

test('a remark stays above the bar, and the bar goes away at the end', () => {
  const { screen, written, clock, now } = scene(true)
  const progress = createProgress(screen, 1000, now)
  progress.say('first')
  clock.now = 1000
  progress.update(500, 50)
  const bar = written.at(-1)!.replace(clear, '')
  progress.say('busy')
  progress.end()
  expect(written).toEqual(['first\n', `${clear}${bar}`, `${clear}busy\n${bar}`, clear])
})

test('without a terminal there is a line for each tenth that is passed', () => {
  const { screen, written, clock, now } = scene(false)
  const progress = createProgress(screen, 1000, now)
  for (clock.now = 1000; clock.now <= 10_000; clock.now += 500) progress.update(clock.now / 10, clock.now / 500)
  expect(written.length).toBe(10)
  expect(written[4]).toBe('50 % of 1.0 kB, 10 events, 2/s, 0:05 left\n')
  expect(written[9]).toBe('100 % of 1.0 kB, 20 events, 2/s\n')
})

test('when nobody knows the end, there is a line every ten seconds', () => {
  const { screen, written, clock, now } = scene(false)
  const progress = createProgress(screen, undefined, now)
  for (clock.now = 1000; clock.now <= 30_000; clock.now += 1000) progress.update(clock.now * 1000, clock.now)
  expect(written).toEqual([
    '10.0 MB read, 10,000 events, 1,000/s\n',
    '20.0 MB read, 20,000 events, 1,000/s\n',
    '30.0 MB read, 30,000 events, 1,000/s\n',
  ])
})

test('an hour and more is told as such', () => {
  const { screen, written, clock, now } = scene(false)
  const progress = createProgress(screen, 100_000, now)
  clock.now = 600_000
  progress.update(10_000, 1)
  expect(written[0]).toContain('1:30:00 left')
})
