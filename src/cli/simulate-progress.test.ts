import { expect, test } from 'vitest'
import { createSimulateProgress } from './simulate-progress.ts'

function shown(isTerminal: boolean) {
  let written = ''
  let time = 0
  const screen = { write: (text: string) => void (written += text), isTerminal, width: () => 80 }
  const progress = createSimulateProgress(screen, () => time)
  return { progress, after: (milliseconds: number) => void (time += milliseconds), written: () => written }
}

test('a file gets a line for each 10 % of a history', () => {
  const { progress, after, written } = shown(false)
  for (let percent = 1; percent <= 100; percent++) {
    after(100)
    progress.history(percent / 100, percent * 1000)
  }
  const lines = written().trimEnd().split('\n')
  expect(lines.length).toBe(10)
  expect(lines[0]).toBe('10 %, 10,000 events, 10,000/s, 9 s left')
  expect(lines[9]).toBe('100 %, 100,000 events, 10,000/s')
})

test('a terminal gets one line that is written again, no wider than it is, and taken away at the end', () => {
  const { progress, after, written } = shown(true)
  after(1000)
  progress.history(0.25, 5000)
  after(10)
  progress.history(0.26, 5100)
  expect(written()).toBe(`\r\u001b[2K${'█'.repeat(10)}${'░'.repeat(30)}  25 %, 5,000 events, 5,000/s, 3 s left`)
  progress.say('A remark.')
  progress.end()
  const [, said, again] = written().split('\r\u001b[2K').slice(1)
  expect(said).toBe('A remark.\n' + written().split('\r\u001b[2K')[1]!)
  expect(again).toBe('')
})

test('live traffic is told at once, and then once a minute, where no line can be written again', () => {
  const { progress, after, written } = shown(false)
  for (let second = 0; second < 150; second++) {
    progress.live(second * 3, 1.25)
    after(1000)
  }
  expect(written()).toBe(
    'live: 0 events, about 1.3 messages a second now; Ctrl-C ends it\n' +
      'live: 180 events, about 1.3 messages a second now; Ctrl-C ends it\n' +
      'live: 360 events, about 1.3 messages a second now; Ctrl-C ends it\n',
  )
})
